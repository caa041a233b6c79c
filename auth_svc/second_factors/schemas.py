"""Request and response bodies about second factors."""

from pydantic import BaseModel

from auth_svc.schemas import SecondFactorCode, TypedPassword
from shared.http.auth import Role
from shared.http.bodies import Body, PutBody


class FactorsOut(BaseModel):
    totp: bool
    """An authenticator app was set up and has shown a code."""
    recovery_codes_left: int
    passkeys: int
    required: bool
    """The shop asks it of this role."""


class PasswordOnlyIn(Body):
    current_password: TypedPassword


class TotpOut(BaseModel):
    secret: str
    """To type where no picture can be read."""
    uri: str
    """What an authenticator app reads."""
    qr_code: str
    """The same as an SVG image, in a ``data:`` address."""


class CodeIn(Body):
    code: SecondFactorCode


class RemovalIn(Body):
    current_password: TypedPassword
    code: SecondFactorCode
    """Of the phone, or a recovery code."""


class RecoveryCodesOut(BaseModel):
    recovery_codes: list[str]
    """Each works once. They are told this once."""


class SignInRuleOut(BaseModel):
    second_factor_from: Role | None


class SignInRulePut(PutBody):
    answer = SignInRuleOut

    second_factor_from: Role | None
    """Who has this role or a higher one needs a second factor; null asks nobody."""
