"""Request and response bodies about one-time links."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from auth_svc.schemas import Email, Name, NewEmail, NewPassword, TypedPassword
from shared.http.auth import Role
from shared.http.bodies import Body
from shared.types import Id, Instant, no_bool

LinkToken = Annotated[SecretStr, Field(min_length=1, max_length=128)]


class InvitationIn(Body):
    email: NewEmail
    role: Role
    days: Annotated[int, Field(ge=1, le=30), BeforeValidator(no_bool)] = 7
    """How long it can be accepted."""


class AcceptIn(Body):
    token: LinkToken
    name: Name
    password: NewPassword


class ForgottenIn(Body):
    email: Email


class ResetIn(Body):
    token: LinkToken
    new_password: NewPassword


class NewAddressIn(Body):
    email: NewEmail
    current_password: TypedPassword


class AddressTokenIn(Body):
    token: LinkToken


class InvitationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    email: str
    role: Role
    created_by: Id
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None
    revoked_at: Instant | None


class _Told(BaseModel):
    link: str
    """To hand over: it is told this once."""
    mailed: bool
    """Whether it goes to this address by mail, too."""


class NewInvitationOut(InvitationOut, _Told):
    pass


class ResetLinkOut(_Told):
    email: str
    expires_at: Instant
