"""Currencies as cells spell them: signs, codes and words, before or behind."""

import re
from collections.abc import Iterable

_FAMILIES: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "¥": ("JPY", "CNY"),
}
"""A sign that several countries write; beside the code of one it means that one."""

_SPELLINGS: dict[str, str] = {
    "$": "$ dollar dollars",
    "USD": "us$ u$s $us usd",
    "CAD": "ca$ c$ can$ cad",
    "AUD": "au$ a$ aud",
    "NZD": "nz$", "HKD": "hk$", "SGD": "s$", "TWD": "nt$", "MXN": "mx$ mex$",
    "BRL": "r$ reais", "EUR": "€ eur euro euros", "GBP": "£ gbp pound pounds",
    "¥": "¥", "JPY": "円 yen", "CNY": "元 rmb yuan",
    "INR": "₹ rs inr rupees", "RUB": "₽ руб р", "TRY": "₺ tl", "KRW": "₩ won",
    "UAH": "₴ грн", "NGN": "₦", "VND": "₫ đ", "PHP": "₱", "THB": "฿", "ILS": "₪",
    "CRC": "₡", "PYG": "₲", "KZT": "₸", "GEL": "₾", "GHS": "₵ gh₵", "AZN": "₼",
    "BDT": "৳", "KHR": "៛", "LAK": "₭", "MNT": "₮",
    "KR": "kr kronor kroner", "PLN": "zł zl", "CZK": "kč kc", "HUF": "ft",
    "RON": "lei leu", "BGN": "лв", "CHF": "fr sfr frs franken francs",
    "XOF": "fcfa cfa f", "ZAR": "r", "MYR": "rm", "IDR": "rp",
    "MAD": "dh dhs", "DZD": "da", "TND": "dt", "PEN": "s/", "KES": "ksh", "EGP": "e£",
}  # fmt: skip
_BY_SPELLING = {
    spelling: currency
    for currency, spellings in _SPELLINGS.items()
    for spelling in spellings.split()
}
_code = re.compile(r"[A-Z]{3}")


def currency_of(word: str) -> str | None:
    """The currency that stands beside a number; None for any other word. A sign that
    several countries share stays a sign."""
    bare = word.strip(" .\u00a0\u202f")
    known = _BY_SPELLING.get(bare.casefold().replace(" ", ""))
    if known is None and _code.fullmatch(bare):
        return bare
    return known


def same_currency(one: str, other: str) -> bool:
    return len(distinct((one, other))) == 1


def distinct(found: Iterable[str]) -> tuple[str, ...]:
    """Those of a column's currencies that differ: ``$`` beside one ``USD`` is one."""
    seen = set(found)
    for sign, codes in _FAMILIES.items():
        if sign in seen and len(seen & set(codes)) == 1:
            seen.discard(sign)
    return tuple(sorted(seen))
