"""Passwords that guessers try first."""

from typing import Literal

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from auth_svc.errors import WeakPassword
from shared.codes import normal_text

Weakness = Literal["common", "address", "shop"]

_COMMON = frozenset(FREQUENCY_LISTS["passwords"])
"""Thirty thousand, in lower case, from lists that leaked."""
SHORTEST_PART = 4
"""A shorter name of a mailbox or a shop is found in many a good password."""
FEWEST_CHARACTERS = 3
"""Of one or two, repeated, no password is made."""


def weakness(password: str, *, email: str, shop_name: str) -> Weakness | None:
    """Why this password is weak for this account; case and blanks make none better."""
    plain = _plain(password)
    if plain in _COMMON or len(set(plain)) < FEWEST_CHARACTERS:
        return "common"
    if _contains(plain, email.partition("@")[0]):
        return "address"
    if _contains(plain, shop_name):
        return "shop"
    return None


def refuse_weak(password: str, *, email: str, shop_name: str, field: str) -> None:
    reason = weakness(password, email=email, shop_name=shop_name)
    if reason is not None:
        raise WeakPassword(reason, field=field)


def _contains(plain: str, part: str) -> bool:
    part = _plain(part)
    return len(part) >= SHORTEST_PART and part in plain


def _plain(text: str) -> str:
    return "".join(normal_text(text).casefold().split())
