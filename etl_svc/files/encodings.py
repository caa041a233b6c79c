"""Which encoding lines are in that are not UTF-8: told by the letters they would make.

Windows-1252 and its like have hardly a wrong byte, so that a file of an old DOS till
decodes without an error to names nobody has. What tells the encodings apart is
whether letters with accents stand where letters stand, and which ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Literal

Encoding = Literal[
    "utf-8", "cp1252", "iso-8859-15", "cp1250", "mac-roman", "cp850", "cp437", "cp858",
    "utf-8-twice",
]  # fmt: skip
"""What a file may be written in; Windows-1252 contains Latin-1. ``utf-8-twice`` was
read as Windows-1252 and saved as UTF-8 once more, by a program on its way here."""

GUESSED: tuple[Encoding, ...] = (
    "cp1252", "cp850", "cp437", "cp858", "mac-roman", "iso-8859-15", "cp1250",
)  # fmt: skip
"""Of encodings that are as likely the first is taken."""
MAX_LINES = 200
"""Of lines that are not UTF-8 so many are looked at."""
READ_BYTES = 1 << 20
DOUBTFUL_BELOW = 0.75
"""By how much the best must be ahead of another reading."""
_PRIOR: dict[Encoding, float] = {"cp1252": 0.55}
"""By far the most of such files are written by Windows."""
SAMPLE_CHARACTERS = 60

_FREQUENT = frozenset("éèêàçâôùüöäßñáíóúìòœîïÉÈÀÇÊÂÔÜÖÄÑÎŒ")
_WESTERN = frozenset("ûëæøåãõýÿÁÍÓÚÌÒÙÛËÏÆØÅÃÕŸ")
_CENTRAL = frozenset("ąćęłńśźżčďěňřšťůžőűăâîșțşţđĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽŐŰĂȘȚŞŢĐ")
_MARKS = frozenset("€£°²³«»’‘“”–…·½¼¾%×®™©§ºª¿¡\u00a0")


@dataclass(frozen=True, slots=True)
class Reading:
    """What some text of a file is in an encoding."""

    encoding: Encoding
    sample: str


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """The most likely encoding; ``readings`` when another is nearly as likely, each
    with what a line of the file would say."""

    encoding: Encoding
    readings: tuple[Reading, ...] = ()
    spoilt: str = ""
    """Of a file in UTF-8: a piece whose letters were spoilt before it came here."""


_spoilt = re.compile(
    rb"\xc3[\x82\x83]\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac|\xef\xbf\xbd"
)
"""``Ã©`` for ``é``, ``â€`` for a quote, or the sign that stands for a lost letter."""


def guess_file_encoding(file: BinaryIO) -> EncodingGuess:
    """Of all lines of a file."""
    found = foreign_lines(file)
    spoilt = next((line for line in found if is_utf_8(line)), None)
    if spoilt is None:
        return guess_encoding(found)
    as_it_is = Reading("utf-8", spoilt.decode()[:SAMPLE_CHARACTERS])
    mended = Reading("utf-8-twice", twice_decoded(spoilt)[:SAMPLE_CHARACTERS])
    readings = (mended, as_it_is) if mended.sample != as_it_is.sample else (as_it_is,)
    return EncodingGuess("cp1252", readings, as_it_is.sample)


def twice_decoded(line: bytes) -> str:
    """Letters as they were before they were taken for those of Windows-1252; what
    never was is as it is."""
    text = line.decode()
    for each in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return text.encode(each).decode()
    return text


def foreign_lines(file: BinaryIO) -> list[bytes]:
    """Lines of a file that are not UTF-8, or spoilt, from the whole of it: the first
    few."""
    found: dict[bytes, None] = {}
    rest = b""
    while block := file.read(READ_BYTES):
        whole, mark, rest = (rest + block).rpartition(b"\n")
        if not mark:
            # No line ends here: so long a one is refused later.
            rest = rest[-READ_BYTES:]
            continue
        _collect(whole, found)
        if len(found) >= MAX_LINES:
            return list(found)
    _collect(rest, found)
    return list(found)


def _collect(block: bytes, found: dict[bytes, None]) -> None:
    if block.isascii() or (is_utf_8(block) and not _spoilt.search(block)):
        return
    for line in block.split(b"\n"):
        if len(found) < MAX_LINES and (not is_utf_8(line) or _spoilt.search(line)):
            found[line.rstrip(b"\r")[:4096]] = None


def is_utf_8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def guess_encoding(lines: Sequence[bytes]) -> EncodingGuess:
    """Of lines that are not UTF-8."""
    if not lines:
        return EncodingGuess("cp1252")
    text = b"\n".join(lines)
    read: dict[Encoding, tuple[str, list[float]]] = {}
    for encoding in GUESSED:
        try:
            decoded = text.decode(encoding)
        except UnicodeDecodeError:
            continue
        read[encoding] = decoded, _scores(decoded)
    if not read:
        return EncodingGuess("cp1252")
    best = max(read, key=lambda each: sum(read[each][1]) + _PRIOR.get(each, 0.0))
    close: dict[str, Encoding] = {read[best][0]: best}
    for other, (reads, _) in read.items():
        if _ahead(read[best], read[other]) < DOUBTFUL_BELOW - _PRIOR.get(best, 0.0):
            close.setdefault(reads, other)
    if len(close) == 1:
        return EncodingGuess(best)
    return EncodingGuess(best, tuple(_readings(lines, list(close.values()))))


def _ahead(best: tuple[str, list[float]], other: tuple[str, list[float]]) -> float:
    """By how much the first reading is the better one, for each character that the
    two do not share; the more of those there are, the less is left to chance."""
    pairs = zip(best[0], other[0], best[1], other[1], strict=True)
    apart = [mine - yours for a, b, mine, yours in pairs if a != b]
    return sum(apart) / len(apart) ** 0.5 if apart else 0.0


def _readings(lines: Sequence[bytes], among: Sequence[Encoding]) -> Iterable[Reading]:
    """Each encoding with a word of the line in which they differ most."""

    def variety(line: bytes) -> int:
        return len({line.decode(each, "replace") for each in among})

    line = max(lines, key=variety)
    for each in among:
        yield Reading(each, line.decode(each, "replace")[:SAMPLE_CHARACTERS])


def _scores(text: str) -> list[float]:
    """Of every character; 0 for those of ASCII, which all encodings share."""
    padded = f" {text} "
    return [
        0.0 if each < "\x80" else _character_score(before, each, after)
        for before, each, after in zip(padded, padded[1:], padded[2:], strict=False)
    ]


def _character_score(before: str, each: str, after: str) -> float:
    """How likely a character stands between two others."""
    in_word = before.isalpha() or after.isalpha()
    if each.isalpha():
        return _letter_score(before, each, after)
    if each in _MARKS:
        # Typographic apostrophes and hyphens stand between letters too.
        if each in "’–" or not (before.isalpha() and after.isalpha()):
            return 0.6 if each in "€°’\u00a0£" else 0.4
        return -1.0
    if unicodedata.category(each) in {"Cc", "Cf", "Co", "Cn"}:
        return -3.0
    return -2.0 if in_word else -0.8


def _letter_score(before: str, each: str, after: str) -> float:
    if each in _FREQUENT:
        worth = 1.0
    elif each in _WESTERN:
        worth = 0.5
    else:
        worth = 0.3 if each in _CENTRAL else -1.5
    if each.isupper() and (before.islower() or (after.islower() and before.isalpha())):
        # A capital inside a word, as CrÄme.
        return -1.0
    if each.islower() and before.isupper() and after.isupper():
        return worth - 1.2
    if not before.isalpha() and not after.isalpha():
        return worth - 0.8
    return worth
