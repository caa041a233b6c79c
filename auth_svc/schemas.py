"""Request and response bodies."""

import unicodedata
from typing import Annotated, Literal

import email_validator
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    StringConstraints,
)

from auth_svc.codes import validate_country, validate_currency
from shared.contracts.shop import Country, Currency, ShopFields
from shared.http.auth import Role
from shared.http.bodies import Body, PutBody
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


def _hashable(value: SecretStr) -> SecretStr:
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
    SecretStr, Field(min_length=8, max_length=128), AfterValidator(_hashable)
]
"""8 to 128 characters, no composition rules."""

TypedPassword = Annotated[
    SecretStr, Field(min_length=1, max_length=128), AfterValidator(_hashable)
]


SecondFactorCode = Annotated[
    SecretStr, Field(min_length=6, max_length=20), AfterValidator(_hashable)
]


class RegisterIn(Body):
    name: Name
    email: NewEmail
    password: NewPassword
    role: Role | None = None
    """What is absent or null is the shop's ``open_role``."""


class LoginIn(Body):
    email: Email
    password: TypedPassword
    second_factor: SecondFactorCode | None = None
    """A code of the phone or a recovery code, for who has set up a second factor."""

    @property
    def code(self) -> str | None:
        return self.second_factor.get_secret_value() if self.second_factor else None


class TokenForm(Body):
    """What OAuth 2 sends for a password (RFC 6749, section 4.3). There are no scopes and
    no clients here: what is said of them changes nothing."""

    grant_type: Literal["password"] | None = None
    username: Email
    password: TypedPassword
    second_factor: SecondFactorCode | None = None
    scope: str = ""
    client_id: str = ""
    client_secret: str = ""

    @property
    def credentials(self) -> LoginIn:
        return LoginIn(
            email=self.username,
            password=self.password,
            second_factor=self.second_factor,
        )


class RefreshIn(Body):
    """Without ``refresh_token`` the cookie of the sign-in is read."""

    refresh_token: Annotated[str, Field(max_length=4096)] | None = None


class PasswordIn(Body):
    current_password: TypedPassword
    new_password: NewPassword


class UserPatch(Body):
    """What is absent or null stays as it is."""

    name: Name | None = None
    role: Role | None = None
    active: StrictBool | None = None


class ServiceTokenIn(Body):
    client_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
    client_secret: Annotated[
        SecretStr, Field(min_length=1, max_length=512), AfterValidator(_hashable)
    ]


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    email: str
    role: Role
    active: bool
    created_at: Instant
    password_weak: bool
    """Whoever knows the shop would guess it: ask for another at each sign-in."""


class TokensOut(BaseModel):
    """``expires_in`` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"]
    expires_in: int


class ServiceTokenOut(BaseModel):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int


class SignInOptions(BaseModel):
    """What the page needs before anybody has signed in."""

    shop_name: str
    registration: Literal["open", "invite", "closed"]
    has_admin: bool
    """While there is none, whoever sets up the shop makes the first one."""
    single_sign_on: str | None
    """The provider's name; null where there is none."""
    reset_by_email: bool


class JsonWebKey(BaseModel):
    kty: str
    use: str
    alg: str
    kid: str
    n: str
    e: str


class JsonWebKeys(BaseModel):
    """Empty with HS256, whose only key is a secret."""

    keys: list[JsonWebKey]


class ShopOut(ShopFields):
    model_config = ConfigDict(from_attributes=True)

    version: int
    """Counts changes; the ETag."""
    updated_at: Instant


class ShopPut(ShopFields, PutBody):
    """All settings. What the answer says besides may come back, and is ignored."""

    answer = ShopOut

    currency: Annotated[Currency, AfterValidator(validate_currency)]
    country: Annotated[Country, AfterValidator(validate_country)] | None
