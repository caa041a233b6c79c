"""What the terminal command says by itself, in English or, where the terminal speaks
it, in French. What the system says of a file is told as it says it."""

import os
from collections.abc import Mapping

FRENCH: Mapping[str, str] = {
    # -- what became of the job
    "Import {id} {status}: {counts}.": "Import {id} {status} : {counts}.",
    "no rows": "aucune ligne",
    "queued": "en attente",
    "running": "en cours",
    "unmapped": "sans colonnes associées",
    "checked": "vérifié",
    "done": "terminé",
    "failed": "échoué",
    "cancelled": "annulé",
    "undone": "défait",
    "{count} recorded": "{count} enregistrées",
    "{count} known before": "{count} déjà connues",
    "{count} of zero": "{count} sans vente",
    "{count} returned": "{count} revenues",
    "{count} rejected": "{count} refusées",
    "{count} of these changed": "dont {count} changées",
    "{count} cancelled since": "{count} annulées depuis",
    "{count} can be imported": "{count} importables",
    "line {line}: {said}": "ligne {line} : {said}",
    "row: {said}": "ligne : {said}",
    "… and {count} more": "… et {count} autres",
    "It did not come to its end.": "Il n'est pas allé à son terme.",
    # -- columns
    "Columns, {known}:": "Colonnes, {known} :",
    "as mapped": "comme associées",
    "as saved for its source": "comme retenues pour sa source",
    "as in exports of {preset}": "comme dans les exports de {preset}",
    "found by names and contents": "trouvées d'après noms et contenus",
    "not found": "introuvable",
    "or {others}": "ou {others}",
    "Dates: {dates}; decimal mark: {decimal}; delimiter: {delimiter};"
    " encoding: {encoding}.": "Dates : {dates} ; décimales : {decimal} ; séparateur :"
    " {delimiter} ; encodage : {encoding}.",
    "tab": "tabulation",
    "{count} lines skipped above the columns.": "{count} lignes sautées au-dessus des"
    " colonnes.",
    "All days moved by {days} days.": "Tous les jours décalés de {days} jours.",
    "Map the columns with --map FIELD:COLUMN. The file has: {columns}.": "Associez les"
    " colonnes avec --map CHAMP:COLONNE. Le fichier a : {columns}.",
    # -- what it holds
    "{month}: {rows} rows, {units} units ({now} recorded now)": "{month} : {rows} lignes,"
    " {units} unités ({now} enregistrées)",
    "{day}: {sku}: {recorded} recorded, not in the file": "{day} : {sku} : {recorded}"
    " enregistrées, absentes du fichier",
    "They stay, unless commit {id} --void-gone is said.": "Elles restent, sauf avec"
    " commit {id} --void-gone.",
    "Beside what is recorded: {counts}.": "Face à ce qui est enregistré : {counts}.",
    "{count} new": "{count} nouvelles",
    "{count} same": "{count} identiques",
    "{count} changed": "{count} changées",
    "{count} withdrawn": "{count} retirées",
    "{count} gone": "{count} absentes du fichier",
    "line {line}: {sku}: {recorded} recorded, {quantity} now": "ligne {line} : {sku} :"
    " {recorded} enregistrées, {quantity} maintenant",
    "Left out, {reason}: {count}, such as line {line}: {example}": "Laissées de côté,"
    " {reason} : {count}, comme la ligne {line} : {example}",
    "totals": "totaux",
    "headings": "intertitres",
    "names of columns": "noms de colonnes",
    "no goods": "pas des articles",
    "sales of this shop already": "déjà des ventes de cette boutique",
    "{kind}: {count}, such as line {line}: {said}": "{kind} : {count}, comme la ligne"
    " {line} : {said}",
    "Rejected": "Refusées",
    "Changed": "Changées",
    "Guessed": "Devinées",
    "Warning": "Attention",
    "Nothing is imported yet: commit {id} does it.": "Rien n'est encore importé :"
    " commit {id} le fait.",
    # -- questions
    "{field} {value} may be {choices}.": "{field} {value} peut être {choices}.",
    "Not sure of its {name}: please check.": "Pas sûr : {name}. À vérifier.",
    "How is {field} {value} read?": "Comment lire {field} {value} ?",
    "Which column is its {field}?": "Quelle colonne est : {field} ?",
    "Which is right?": "Qu'est-ce qui est juste ?",
    "What does {word} say?": "Que dit {word} ?",
    "sold": "vendu",
    "returned": "revenu",
    "nothing": "ni l'un ni l'autre",
    "{codes} differ by case only: what are they?": "{codes} ne diffèrent que par la"
    " casse : qu'est-ce ?",
    "two products": "deux produits",
    "the same product": "le même produit",
    "Number": "Numéro",
    "Import it now?": "Importer maintenant ?",
    " or ": " ou ",
    # -- the way there
    "E-mail": "E-mail",
    "Password": "Mot de passe",
    "{url} does not answer: {error}": "{url} ne répond pas : {error}",
    "sending": "envoi",
    "read": "lues",
    "recorded": "enregistrées",
    "in series": "en séries",
    "All days of this file are moved so that the last one is yesterday: for trying"
    " out, never for a shop's own sales.": "Tous les jours de ce fichier sont décalés"
    " pour que le dernier soit hier : pour essayer, jamais pour les ventes d'une"
    " boutique.",
}


def in_french() -> bool:
    """As the terminal's locale says, by the first of the variables that is set."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, named), "").startswith("fr")


def t(english: str, **values: object) -> str:
    text = FRENCH[english] if in_french() else english
    return text.format(**values)


def number(value: float) -> str:
    """With marks between thousands, as the language writes them."""
    english = f"{value:,}"
    if not in_french():
        return english
    return english.translate({ord(","): "\u202f", ord("."): ","})
