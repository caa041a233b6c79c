"""Request and response bodies about people."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, StrictBool

from auth_svc.schemas import Name, NewEmail, NewPassword, TypedPassword, UserOut
from shared.http.auth import Role
from shared.http.bodies import Body
from shared.types import Id, Instant


class RegisterIn(Body):
    name: Name
    email: NewEmail
    password: NewPassword
    role: Role | None = None
    """What is absent or null is the shop's ``open_role``."""


class UserListed(UserOut):
    last_seen_at: Instant | None
    """When a session of theirs was last used; those that ended long ago are forgotten."""


class NameOut(BaseModel):
    """How lists say who somebody is, and nothing else of them."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str


class PasswordIn(Body):
    current_password: TypedPassword
    new_password: NewPassword


class UserPatch(Body):
    """What is absent or null stays as it is."""

    name: Name | None = None
    role: Role | None = None
    active: StrictBool | None = None


class SignInOptions(BaseModel):
    """What the page needs before anybody has signed in."""

    shop_name: str
    registration: Literal["open", "invite", "closed"]
    has_admin: bool
    """While there is none, whoever sets up the shop makes the first one."""
    single_sign_on: str | None
    """The provider's name; null where there is none."""
    reset_by_email: bool


class MePatch(Body):
    name: Name
