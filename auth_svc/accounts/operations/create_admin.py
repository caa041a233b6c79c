"""Make sure that an account is an admin: for the person at the server's shell."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.accounts.operations.lock_admins import lock_admins
from auth_svc.tables import User
from shared.http.auth import Role


async def create_admin(
    db: AsyncSession, *, name: str, email: str, password_hash: str
) -> tuple[User, bool]:
    """The admin, and whether they are new. A known account keeps its password."""
    await lock_admins(db)
    user = await queries.user_by_email(db, email)
    if user is not None:
        before = _audited(user)
        user.role, user.active = Role.ADMIN, True
        await _record(db, user, audit.differences(before, _audited(user)))
        return user, False
    user = User(name=name, email=email, password_hash=password_hash, role=Role.ADMIN)
    db.add(user)
    await db.flush()
    await _record(db, user, audit.differences({}, _audited(user)))
    return user, True


def _audited(user: User) -> dict[str, Any]:
    return {"role": str(user.role), "active": user.active}


async def _record(db: AsyncSession, user: User, changes: dict[str, Any]) -> None:
    await audit.record(
        db, "admin.made", f"user/{user.id}", actor=audit.NOBODY, changes=changes
    )
