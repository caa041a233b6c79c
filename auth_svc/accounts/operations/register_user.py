"""Create an account, with the rule about roles."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import Literal

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.accounts.operations.lock_admins import lock_admins
from auth_svc.errors import (
    EmailTaken,
    RegistrationByInvitation,
    RegistrationClosed,
    RoleNotAllowed,
    SetupTokenNeeded,
)
from auth_svc.passwords.hashing import NewHash
from auth_svc.tables import User
from shared.http.auth import Role

SMALL_ROLES = (Role.VIEWER, Role.USER)
_ORDER = list(Role)
Mode = Literal["open", "invite", "closed"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a registration shows to be given its role."""

    role: Role | None
    """None: what the shop gives."""
    mode: Mode
    open_role: Role
    by_admin: bool
    setup_token: str
    expected_setup_token: str

    @property
    def given_role(self) -> Role:
        return self.role or self.open_role

    @property
    def asks_for_more(self) -> bool:
        """Than everybody gets who registers."""
        return _ORDER.index(self.given_role) > _ORDER.index(self.open_role)


async def check_claim(db: AsyncSession, claim: Claim) -> bool:
    """Whether it sets up the shop; raises unless the role may be given now.

    Until the first admin exists the stranger who installs the shop may take
    any role; where strangers can reach it, ADMIN_SETUP_TOKEN closes that door.
    """
    if claim.by_admin:
        return False
    if await queries.admin_exists(db):
        _check_mode(claim.mode)
        if claim.asks_for_more:
            raise RoleNotAllowed(claim.given_role)
        return False
    if claim.given_role in SMALL_ROLES:
        return False
    if claim.expected_setup_token and not compare_digest(
        claim.setup_token.encode(), claim.expected_setup_token.encode()
    ):
        raise SetupTokenNeeded
    return claim.given_role is Role.ADMIN


def _check_mode(mode: Mode) -> None:
    if mode == "invite":
        raise RegistrationByInvitation
    if mode == "closed":
        raise RegistrationClosed


async def register_user(
    db: AsyncSession,
    claim: Claim,
    *,
    name: str,
    email: str,
    password: NewHash,
    by: int | None = None,
) -> User:
    """``by``: the admin who did it, if it was one."""
    if claim.given_role not in SMALL_ROLES and not claim.by_admin:
        await lock_admins(db)
    await check_claim(db, claim)
    added = await db.scalars(
        insert(User)
        .values(
            name=name,
            email=email,
            password_hash=password.hash,
            password_weak=password.weak,
            role=claim.given_role,
        )
        .on_conflict_do_nothing(index_elements=[User.email])
        .returning(User)
    )
    user = added.one_or_none()
    if user is None:
        raise EmailTaken
    await audit.record(
        db,
        "user.registered",
        f"user/{user.id}",
        actor=user.id if by is None else by,
        changes={"email": email, "name": name, "role": str(claim.given_role)},
    )
    return user
