"""Words and letters of dates: months, days of the week, zones, half days.

English, French, German, Spanish and Italian; a word's beginning counts when it means
one thing only in all of them.
"""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = (
    "january janvier januar janner enero gennaio",
    "february fevrier februar febrero febbraio",
    "march mars marz mrz marzo",
    "april avril abril aprile",
    "may mai mayo maggio",
    "june juin juni junio giugno",
    "july juillet juli julio luglio",
    "august aout agosto",
    "september septembre septiembre settembre setiembre",
    "october octobre oktober octubre ottobre",
    "november novembre noviembre novembre",
    "december decembre dezember diciembre dicembre",
)
_WEEKDAYS = (
    "monday lundi montag lunes lunedi",
    "tuesday mardi dienstag martes martedi",
    "wednesday mercredi mittwoch miercoles mercoledi",
    "thursday jeudi donnerstag jueves giovedi",
    "friday vendredi freitag viernes venerdi",
    "saturday samedi samstag sonnabend sabado sabato",
    "sunday dimanche sonntag domingo domenica",
)
_HOURS_FROM_UTC = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "MEZ": 1, "MESZ": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3, "BRT": -3,
    "SAST": 2, "WAT": 1, "CAT": 2, "EAT": 3, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8,
    "AWST": 8, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_offset = re.compile(
    r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?", re.ASCII
)


def plain_letters(text: str) -> str:
    """In small letters without accents."""
    parts = normalize("NFD", text.casefold())
    return "".join(letter for letter in parts if letter.isascii())


@lru_cache(1024)
def month_called(name: str) -> int | None:
    """By its name or by the beginning of it, when that is of one month only."""
    return _place(_MONTHS, name, at_least=3)


@lru_cache(1024)
def weekday_called(name: str) -> int | None:
    """0 for Monday. Two letters are enough, as in *lu* or *Mo*: what stands in front of
    a date is nothing else."""
    return _place(_WEEKDAYS, name, at_least=2)


def is_weekday(name: str) -> bool:
    """Also when its short form is of two days, as *ma* and *mer* are."""
    return bool(_places(_WEEKDAYS, name, at_least=2))


def _place(words: tuple[str, ...], name: str, at_least: int) -> int | None:
    places = _places(words, name, at_least)
    first = 1 if words is _MONTHS else 0
    return places[0] + first if len(places) == 1 else None


def _places(words: tuple[str, ...], name: str, at_least: int) -> list[int]:
    bare = plain_letters(name).strip(". ")
    if len(bare) < at_least:
        return []
    return [
        place
        for place, spellings in enumerate(words)
        if any(word.startswith(bare) for word in spellings.split())
    ]


@lru_cache(1024)
def zone_called(name: str) -> tzinfo | None:
    """``Z``, ``+0100``, ``GMT+1``, ``CET`` or ``Europe/Paris``."""
    bare = name.strip("[]() ")
    if (hours := _HOURS_FROM_UTC.get(bare.upper())) is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    if (found := _offset.fullmatch(bare)) is not None:
        offset = timedelta(
            hours=int(found["hours"]), minutes=int(found["minutes"] or 0)
        )
        if offset < timedelta(hours=24):
            return timezone(-offset if found["sign"] == "-" else offset)
        return None
    if "/" not in bare:
        return None
    try:
        return ZoneInfo(bare)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
