"""Response bodies of what is kept of a person."""

from pydantic import BaseModel, ConfigDict

from auth_svc.audit_log.schemas import ActOut
from auth_svc.privacy.queries import Kept
from auth_svc.schemas import UserOut
from shared.http.auth import Role
from shared.types import Id, Instant


class KeptSessionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    created_at: Instant
    used_at: Instant
    expires_at: Instant
    revoked_at: Instant | None
    network: str
    user_agent: str


class KeptLinkOut(BaseModel):
    """With a role it was an invitation, otherwise for a new password."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    role: Role | None
    created_by: int
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None
    revoked_at: Instant | None


class KeptFactorsOut(BaseModel):
    """Without the app's secret and the codes: who reads this could sign in."""

    model_config = ConfigDict(from_attributes=True)

    totp: bool
    """An authenticator app was set up and has shown a code."""
    recovery_codes_left: int


class KeptPasskeyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    created_at: Instant
    used_at: Instant | None


class KeptIdentityOut(BaseModel):
    """Who this is to a provider of single sign-on."""

    model_config = ConfigDict(from_attributes=True)

    issuer: str
    subject: str
    linked_at: Instant


class PersonOut(BaseModel):
    account: UserOut
    sessions: list[KeptSessionOut]
    links: list[KeptLinkOut]
    second_factor: KeptFactorsOut
    passkeys: list[KeptPasskeyOut]
    identities: list[KeptIdentityOut]
    acts: list[ActOut]
    """What they did and what was done to them, the latest first; at most 5000."""
    acts_in_all: int

    @classmethod
    def of(cls, kept: Kept) -> "PersonOut":
        return cls(
            account=UserOut.model_validate(kept.user),
            sessions=[KeptSessionOut.model_validate(each) for each in kept.sessions],
            links=[KeptLinkOut.model_validate(each) for each in kept.links],
            second_factor=KeptFactorsOut.model_validate(kept.factors),
            passkeys=[KeptPasskeyOut.model_validate(each) for each in kept.passkeys],
            identities=[
                KeptIdentityOut.model_validate(each) for each in kept.identities
            ],
            acts=[ActOut.of(act) for act in kept.acts],
            acts_in_all=kept.acts_in_all,
        )
