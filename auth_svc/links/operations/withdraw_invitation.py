"""An admin takes an invitation back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import InvitationNotFound
from auth_svc.tables import Link
from shared.http.auth import Principal


async def withdraw_invitation(
    db: AsyncSession, invitation_id: int, *, by: Principal, now: datetime
) -> None:
    """Harmless for one that has ended. The account of an accepted one stays."""
    await queries.acting_admin(db, by)
    link = await db.get(Link, invitation_id, with_for_update=True)
    if link is None or link.purpose != "invitation":
        raise InvitationNotFound(invitation_id)
    if link.revoked_at is None and link.used_at is None:
        link.revoked_at = now
        await audit.record(
            db, "invitation.withdrawn", f"invitation/{link.id}", actor=by.id, changes={}
        )
