"""Create an account, with the rule about roles."""

from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import EmailTaken, RoleNotAllowed, SetupTokenNeeded
from auth_svc.operations.lock_admins import lock_admins
from auth_svc.tables import User
from shared.http.auth import Role

FREE_ROLES = frozenset({Role.VIEWER, Role.USER})


@dataclass(frozen=True, slots=True)
class Claim:
    """What a registration shows to be given its role."""

    role: Role
    by_admin: bool
    setup_token: str
    expected_setup_token: str


async def check_role(db: AsyncSession, claim: Claim) -> None:
    """Raise unless this role may be given now.

    Until the first admin exists the stranger who installs the shop may take
    any role; where strangers can reach it, ADMIN_SETUP_TOKEN closes that door.
    """
    if claim.role in FREE_ROLES or claim.by_admin:
        return
    if await queries.admin_exists(db):
        raise RoleNotAllowed(claim.role)
    if claim.expected_setup_token and not compare_digest(
        claim.setup_token.encode(), claim.expected_setup_token.encode()
    ):
        raise SetupTokenNeeded


async def register_user(
    db: AsyncSession,
    claim: Claim,
    *,
    name: str,
    email: str,
    password_hash: str,
    by: int | None = None,
) -> User:
    """``by``: the admin who did it, if it was one."""
    if claim.role not in FREE_ROLES and not claim.by_admin:
        await lock_admins(db)
        await check_role(db, claim)
    added = await db.scalars(
        insert(User)
        .values(name=name, email=email, password_hash=password_hash, role=claim.role)
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
        changes={"email": email, "name": name, "role": str(claim.role)},
    )
    return user
