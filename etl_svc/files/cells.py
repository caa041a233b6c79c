"""What is wrong with a row or a cell, and limits that all readers of cells share."""

import re
from typing import Literal

DecimalMark = Literal[".", ","]

CACHED = 65_536
"""Texts of which each reader remembers what they say."""

_unprintable = re.compile(r"[\x00-\x1f\x7f]")


class BadRow(Exception):
    """Why a line is no sale: ``field`` is a column, empty for the whole line."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.value = ""


class LeftOut(BadRow):
    """A row that is no sale and no fault either, such as one of totals: it is left
    out and counted by its ``code``."""

    def __init__(self, code: str) -> None:
        super().__init__("", code, "is left out")


class BadCell(BadRow):
    """A row whose ``field`` holds ``text``, which is not what it should be."""

    def __init__(self, field: str, code: str, text: str, why: str) -> None:
        super().__init__(field, code, f"{shown(text)!r} {why}")
        self.value = shown(text)


def shown(text: str) -> str:
    """A cell as a report shows it: short, and without what could not be stored."""
    plain = _unprintable.sub("?", text)
    return plain if len(plain) <= 40 else plain[:40] + "…"


def is_printable(text: str) -> bool:
    return _unprintable.search(text) is None
