"""What cells say of products: their codes, and what only looks like one.

Pure, and cached, because a file says the same again and again.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from etl_svc.files.cells import CACHED, BadCell, is_printable
from etl_svc.rules import Note
from shared.codes import normal_code

MAX_SKU = 64

_excel_text = re.compile(r'="([^"]*)"')
# Typed in front of what a spreadsheet would take for a number or a formula.
_text_mark = re.compile(r"['\u2019](?=[\d=+@-])")
_scientific = re.compile(r"[+-]?\d+(?:[.,]\d+)?E\+\d+|\d[.,]\d+E\d{1,2}", re.IGNORECASE)
# A column too narrow for its numbers shows ####.
_error_value = re.compile(r"#(?:[^\s]*[!?]|n/?[avd]|#+)", re.IGNORECASE)
_MONTHS = (
    "jan|janv|feb|févr?|mar|mars|apr|avr|abr|may|mai|jun|juin|jul|juil|aug|août|ago|sept?"
    "|oct|okt|ott|nov|dec|déc|dez|dic"
)
_like_date = re.compile(
    rf"\d{{1,2}}-(?:{_MONTHS})\.?(?:-\d{{2,4}})?|(?:{_MONTHS})\.?-\d{{2}}"
    r"|\d{4}-\d\d-\d\d(?: 00:00:00)?|\d{1,2}/\d{1,2}/\d{4}",
    re.IGNORECASE,
)
_like_float = re.compile(r"\d+\.0")
_reference = re.compile(r"\[(?P<sku>[^\]]{1,64})\]\s*(?P<name>.*)")

_NONE = frozenset(
    {
        "n/a", "n.a.", "na", "null", "(null)", "none", "nil", "nan", "undefined",
        "(blank)", "(vide)", "(leer)", "(en blanco)", "(vuoto)", "sans", "inconnu",
        "unknown", "k.a.", "s/o", "n/d", "(empty)", "aucun", "keine", "ninguno",
        "nessuno", "n.d.", "nd", "n.c.", "sin código", "sin codigo", "unbekannt", "ohne",
        "senza codice", "non défini", "non defini", "not set", "(none)", "-", "--", "---", "–", "—", "?", "??", ".",
    }
)  # fmt: skip
"""What programs and people write where there is no code."""
_TOTALS = frozenset(
    {
        "total", "totals", "grand total", "subtotal", "sub-total", "sub total",
        "total général", "total general", "totaux", "sous-total", "sous total",
        "gesamt", "gesamtsumme", "summe", "zwischensumme", "gesamtergebnis",
        "totale", "totali", "subtotale", "totale complessivo", "suma", "totales",
    }
)  # fmt: skip


@lru_cache(CACHED)
def read_sku(text: str, field: str) -> str:
    """A product's code in its normal form. Spreadsheets protect the zeros of one as
    ``="0012"`` or ``'0012``."""
    sku = normal_code(text)
    if (told := _excel_text.fullmatch(sku)) is not None:
        sku = told[1].strip()
    elif _text_mark.match(sku):
        sku = sku[1:]
    elif sku.startswith(("=", "@")):
        raise BadCell(field, "formula", text, "is a formula, not a product's code")
    elif _scientific.fullmatch(sku):
        raise BadCell(
            field,
            "scientific",
            text,
            "is a code that a spreadsheet has shortened: different articles look the"
            " same in it; format the column as text and export it again",
        )
    if is_placeholder(sku) or _error_value.fullmatch(sku):
        raise BadCell(field, "no_code", text, "stands for no product")
    if sku.rstrip(" :").casefold() in _TOTALS:
        raise BadCell(field, "total", text, "is a total, not a product")
    if not 1 <= len(sku) <= MAX_SKU or not is_printable(sku):
        raise BadCell(field, "invalid_sku", text, "is not 1 to 64 printable characters")
    return sku


@lru_cache(CACHED)
def spoilt_code(sku: str) -> str | None:
    """What a spreadsheet may have made of a code, by the name of its notice. It may be
    a code all the same, so it is told and not refused."""
    if _like_date.fullmatch(sku):
        return "code_like_date"
    return "code_like_number" if _like_float.fullmatch(sku) else None


def case_note(column: str, sku: str, other: str) -> Note:
    """Of a code that the file writes in other capital letters elsewhere."""
    why = (
        f"{sku!r} differs from {other!r} by case only: two products, unless"
        " on_case=same is said"
    )
    return Note("warning", "case_differs", column, f"{sku} / {other}", why)


def is_placeholder(text: str) -> bool:
    """Whether a cell says that there is no code."""
    return text.strip().casefold() in _NONE


@lru_cache(CACHED)
def sku_of_name(name: str) -> tuple[str, str]:
    """The code and the name of a product that is told by its name only. A code
    in brackets in front is taken; a long name keeps what tells it from others."""
    told = _reference.match(name)
    if told is not None and told["name"]:
        return told["sku"].strip(), told["name"].strip()
    if len(name) <= MAX_SKU:
        return name, name
    mark = blake2b(name.encode(), digest_size=4).hexdigest()
    return f"{name[: MAX_SKU - 9]}~{mark}", name
