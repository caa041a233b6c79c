"""An admin changes somebody's name, role or active state."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.accounts.operations.lock_admins import lock_admins
from auth_svc.errors import LastAdmin
from auth_svc.sessions.operations.end_sessions import end_sessions_of
from auth_svc.sessions.operations.revoke_tokens import revoke_tokens_of_user
from auth_svc.tables import User
from shared.http.auth import Principal, Role


async def change_user(
    db: AsyncSession,
    user_id: int,
    *,
    by: Principal,
    name: str | None,
    role: Role | None,
    active: bool | None,
    now: datetime,
) -> User:
    """``None`` leaves a field as it is. Rights change everywhere within seconds."""
    await lock_admins(db)
    await queries.acting_admin(db, by)
    user = await queries.user_to_change(db, user_id)
    was_admin, before = user.is_admin, (user.role, user.active)
    before_audit = _audited(user)
    if name is not None:
        user.name = name
    if role is not None:
        user.role = role
    if active is not None:
        user.active = active
    if (
        was_admin
        and not user.is_admin
        and not await queries.admin_exists(db, besides=user.id)
    ):
        raise LastAdmin
    if not user.active:
        await end_sessions_of(db, user.id, now)
    if before != (user.role, user.active):
        await revoke_tokens_of_user(db, user, now)
    await db.flush()
    changes = audit.differences(before_audit, _audited(user))
    if changes:
        await audit.record(
            db, "user.changed", f"user/{user.id}", actor=by.id, changes=changes
        )
    return user


def _audited(user: User) -> dict[str, Any]:
    return {"name": user.name, "role": str(user.role), "active": user.active}
