"""The one normal form of codes: the same article has one spelling everywhere.

Two codes that look the same are the same. So a code is in NFC; letters and digits
of full width, which Asian keyboards write, are the plain ones; what nobody sees is
left out (it comes along when a code is copied out of a page or a mail), and any run
of white space is one space. Case counts: ``ab-1`` and ``AB-1`` are two codes.
"""

import re
from unicodedata import is_normalized, normalize

# Default_Ignorable_Code_Point of the Unicode Character Database, and the blank of
# Braille: drawn as nothing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_WIDE = re.compile("[\uff01-\uff5e\uffe0-\uffe6]+")
# Line ends and the like stay: they are refused, since they are always a mistake.
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def visible(text: str) -> str:
    """Without the characters that nobody sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def normal_code(text: str) -> str:
    """Empty when nothing of it can be seen."""
    if not text.isascii():
        text = visible(text)
        text = _WIDE.sub(lambda wide: normalize("NFKC", wide[0]), text)
        text = normal_text(text)
    return _SPACES.sub(" ", text).strip()


def normal_text(text: str) -> str:
    """In NFC: one spelling of letters with accents, composed or not."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)
