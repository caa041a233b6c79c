"""How the columns of a file write numbers, dates and amounts: decided once, from
lines of it and, where those leave it open, from all of its cells.

What the cells of a column decide is certain. What only other columns, the language of
the titles or the source's earlier files suggest is a guess that is shown with its
reasons (``Formats.evidence``). What stays open becomes a question.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from etl_svc.files.cells import BadCell, DecimalMark
from etl_svc.files.currencies import distinct, same_currency
from etl_svc.files.date_words import plain_letters
from etl_svc.files.dates import ORDERS, DateOrder, order_evidence
from etl_svc.files.measures import Measure, measure_of
from etl_svc.files.numbers import (
    could_be_two,
    mark_evidence,
    measure_behind,
    read_money,
    readings,
)
from etl_svc.files.presets import MONEY, Field

Property = Literal["decimal", "dates", "currency"]
NUMBERS: tuple[Field, ...] = ("quantity", "price", "amount")
ENOUGH_EVIDENCE = 2
"""Of the points that signs of a country give: one alone may be chance."""
FEW_WHOLE = 3

_TITLES = {
    "fr": "heure quantite qte prix montant libelle jour vente ventes produit pu ttc"
    " caisse facture commande",
    "de": "datum menge preis artikel anzahl betrag einzelpreis uhrzeit verkauf summe"
    " bezeichnung beleg umsatz artikelnummer",
    "es": "fecha cantidad precio articulo producto hora importe unidades venta codigo",
    "it": "quantita prezzo articolo importo prodotto vendite codice giorno",
}
_DAY_FIRST = (
    "EUR",
    "GBP",
    "CHF",
    "KR",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "RON",
    "BRL",
)
"""Currencies of countries that write the day before the month."""


@dataclass(frozen=True, slots=True)
class Question:
    """A cell that can be read in several ways, and what each would make of it."""

    about: Property
    field: Field
    value: str
    readings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Formats:
    """``marks`` lacks a column of which the decimal mark is not known; those of the
    ``guessed`` columns are from elsewhere than their own cells."""

    marks: Mapping[Field, DecimalMark] = field(default_factory=dict)
    guessed: tuple[Field, ...] = ()
    dates: DateOrder = "ymd"
    currency: str | None = None
    questions: tuple[Question, ...] = ()
    evidence: Mapping[Property, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Cells:
    """What was seen in the columns of a file."""

    marks: dict[Field, Counter[DecimalMark]] = field(default_factory=dict)
    open: dict[Field, str] = field(default_factory=dict)
    """The first cell of a column that could be read in two ways."""
    open_marks: dict[Field, set[str]] = field(default_factory=dict)
    whole: Counter[Field] = field(default_factory=Counter)
    is_measured: bool = False
    """Quantities are, some of them, kilos, litres or metres."""
    currencies: Counter[str] = field(default_factory=Counter)
    priced: dict[str, tuple[Field, str]] = field(default_factory=dict)
    """The first cell in each currency."""
    orders: Counter[DateOrder] = field(default_factory=Counter)
    two_days: str = ""
    """The first date that is another day with the month first."""

    def add(self, name: Field, text: str) -> None:
        if name == "sold_at":
            self._add_date(text)
            return
        if name == "unit":
            self.is_measured |= _is_measure(measure_of(text))
            return
        if name == "quantity":
            self.is_measured |= _is_measure(measure_behind(text))
        if could_be_two(text):
            self.open.setdefault(name, text.strip())
            self.open_marks.setdefault(name, set()).update(re.findall("[.,]", text))
        elif (mark := mark_evidence(text)) is not None:
            self.marks.setdefault(name, Counter())[mark] += 1
        else:
            self.whole[name] += 1
        if name in MONEY:
            self._add_currency(name, text)

    def _add_currency(self, name: Field, text: str) -> None:
        try:
            _, currency = read_money(text, "", ".")
        except BadCell:
            return
        if currency is not None:
            self.currencies[currency] += 1
            self.priced.setdefault(currency, (name, text.strip()))

    def _add_date(self, text: str) -> None:
        days = order_evidence(text)
        self.orders.update(days.keys())
        if not self.two_days and len(set(days.values())) > 1:
            self.two_days = text.strip()

    def mark_of(self, name: Field) -> DecimalMark | None:
        """The one that all cells of a column agree on which can be read in one way."""
        found = self.marks.get(name, Counter())
        return next(iter(found)) if len(found) == 1 else None


def _is_measure(measure: Measure | Literal["other"] | None) -> bool:
    return isinstance(measure, Measure) and measure.unit != "piece"


def decide(
    seen: Cells,
    header: Sequence[str],
    *,
    delimiter: str,
    decimal: DecimalMark | None = None,
    dates: DateOrder | None = None,
    currency: str | None = None,
    earlier: DateOrder | None = None,
) -> Formats:
    """What was chosen counts; for ``earlier`` see ``queries.date_orders``."""
    found = _decide_currency(seen, Formats(), currency)
    found = _decide_marks(seen, found, decimal)
    return _decide_dates(seen, found, header, delimiter, dates, earlier)


def _decide_marks(seen: Cells, found: Formats, chosen: DecimalMark | None) -> Formats:
    marks: dict[Field, DecimalMark] = {}
    questions: list[Question] = []
    guessed: dict[Field, str] = {}
    usual = {mark for name in NUMBERS if (mark := seen.mark_of(name))}
    for name in NUMBERS:
        own = seen.mark_of(name)
        if own is None:
            own = chosen
        if own is None and seen.marks.get(name) is None:
            own, guessed[name] = _by_the_others(seen, name, usual)
        if own is not None:
            marks[name] = own
        elif name in seen.open:
            point, comma = readings(seen.open[name])
            choices = {".": point, ",": comma}
            questions.append(Question("decimal", name, seen.open[name], choices))
    shown = (why for name, why in guessed.items() if name in marks.keys() & seen.open)
    signs = tuple(dict.fromkeys(shown))
    return replace(
        found,
        marks=marks,
        guessed=tuple(name for name in guessed if name in marks),
        questions=(*found.questions, *questions),
        evidence={**found.evidence, **({"decimal": signs} if signs else {})},
    )


def _by_the_others(
    seen: Cells, name: Field, usual: set[DecimalMark]
) -> tuple[DecimalMark | None, str]:
    """A mark that stands for thousands beside decimals of the same sign would be one
    sign for both, so the others decide; but ``1.000`` beside ``3,50`` may come from a
    program that writes quantities with points and three decimals."""
    signs = seen.open_marks.get(name, set())
    # A scale writes three decimals, and whole kilos beside them.
    if (
        name == "quantity"
        and not seen.is_measured
        and seen.whole[name] >= FEW_WHOLE
        and len(signs) == 1
    ):
        # Decimals would be written in all cells of the column, or in none.
        return (",", "whole_numbers") if signs == {"."} else (".", "whole_numbers")
    if usual == {"."} or (usual == {","} and signs == {","}):
        return next(iter(usual)), "other_columns"
    return None, ""


def _decide_currency(seen: Cells, found: Formats, chosen: str | None) -> Formats:
    several = distinct(seen.currencies)
    if chosen is not None or len(several) < 2:
        return replace(found, currency=chosen or next(iter(several), None))
    (most, times), *_ = seen.currencies.most_common()
    if 2 * times > seen.currencies.total() and most in several:
        # The others have no price: each such row is told.
        return replace(
            found, currency=most, evidence={**found.evidence, "currency": ("majority",)}
        )
    name, value = seen.priced[several[1]]
    choices = {one: seen.priced[one][1] for one in several[:9]}
    question = Question("currency", name, value, choices)
    return replace(found, questions=(*found.questions, question))


def _decide_dates(
    seen: Cells,
    found: Formats,
    header: Sequence[str],
    delimiter: str,
    chosen: DateOrder | None,
    earlier: DateOrder | None,
) -> Formats:
    """The order in which the most cells are dates; where two are as good and it
    matters, what else tells it."""
    best = max(seen.orders.values(), default=0)
    likely = [order for order in ORDERS if best and seen.orders[order] == best]
    if chosen is not None:
        return replace(found, dates=chosen)
    if not likely or "ymd" in likely:
        return replace(found, dates="ymd")
    if len(likely) == 1 or not seen.two_days:
        return replace(found, dates=likely[0])
    if earlier is not None:
        signs: tuple[str, ...] = ("earlier_files",)
        return replace(
            found, dates=earlier, evidence={**found.evidence, "dates": signs}
        )
    points, signs = _signs_of_day_first(seen, header, delimiter)
    if points >= ENOUGH_EVIDENCE:
        return replace(found, dates="dmy", evidence={**found.evidence, "dates": signs})
    days = {str(o): d.isoformat() for o, d in order_evidence(seen.two_days).items()}
    question = Question("dates", "sold_at", seen.two_days, days)
    return replace(found, dates="dmy", questions=(*found.questions, question))


def _signs_of_day_first(
    seen: Cells, header: Sequence[str], delimiter: str
) -> tuple[int, tuple[str, ...]]:
    signs: dict[str, int] = {}
    if (language := language_of(header)) is not None:
        signs[f"titles_{language}"] = 2
    if delimiter == ";":
        signs["semicolons"] = 1
    if any(seen.mark_of(name) == "," for name in NUMBERS):
        signs["decimal_comma"] = 1
    for currency in seen.currencies:
        if any(same_currency(currency, other) for other in _DAY_FIRST):
            signs["currency"] = 1
    return sum(signs.values()), tuple(signs)


def language_of(header: Iterable[str]) -> str | None:
    """The language that the names of the columns are of, when it is no English."""
    words = {
        word
        for name in header
        for word in re.findall(r"[^\W\d_]+", plain_letters(name))
    }
    found = {lang: len(words & set(own.split())) for lang, own in _TITLES.items()}
    best = max(found, key=lambda lang: found[lang])
    return best if found[best] else None
