"""What bodies of several subjects are made of."""

import unicodedata
from typing import Annotated

import email_validator
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)

from shared.http.auth import Role
from shared.types import Id, Instant

# Shops sign in with addresses such as till@shop.local, mail server or not.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def _address(value: str) -> str:
    try:
        checked = email_validator.validate_email(value, check_deliverability=False)
    except email_validator.EmailNotValidError as error:
        raise ValueError(str(error)) from None
    return checked.normalized.lower()


def _plain_letters(value: str) -> str:
    if unicodedata.normalize("NFKC", value) != value:
        raise ValueError("letters that look like others cannot be accepted")
    return value


def _without_controls(value: str) -> str:
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise ValueError("control characters cannot be accepted")
    return value


def hashable(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if "\0" in text:  # bcrypt would stop reading there.
        raise ValueError("a NUL character cannot be accepted")
    # JSON can spell half a surrogate pair, which is no text.
    if any(unicodedata.category(character) == "Cs" for character in text):
        raise ValueError("this is not valid Unicode text")
    return value


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    Field(json_schema_extra={"format": "email"}),
    AfterValidator(_address),
]
"""Kept and compared in lower case."""


NewEmail = Annotated[Email, AfterValidator(_plain_letters)]
"""Not one that looks like somebody else's: full-width letters and the like."""


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_without_controls),
]


NewPassword = Annotated[
    SecretStr, Field(min_length=8, max_length=128), AfterValidator(hashable)
]
"""8 to 128 characters, no composition rules."""


TypedPassword = Annotated[
    SecretStr, Field(min_length=1, max_length=128), AfterValidator(hashable)
]


SecondFactorCode = Annotated[
    SecretStr, Field(min_length=6, max_length=40), AfterValidator(hashable)
]


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    email: str
    role: Role
    active: bool
    erased: bool
    """What they were called is forgotten; only a number stands for them."""
    created_at: Instant
    password_weak: bool
    """Whoever knows the shop would guess it: ask for another at each sign-in."""
