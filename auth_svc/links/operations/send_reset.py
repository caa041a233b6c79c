"""Send a link for a new password to whoever has an account of this address."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.budgets import RESETS_OF_ACCOUNT
from auth_svc.links.operations.mail_link import mail_link
from auth_svc.links.operations.make_link import add_reset
from auth_svc.settings import Settings
from shared.db.budgets import check_budget, spend
from shared.errors import TooManyRequests


async def send_reset(
    db: AsyncSession, email: str, *, config: Settings, now: datetime
) -> None:
    """Nothing for an address that nobody has, or whose account is closed, or that has
    been sent enough of them lately: the last one works."""
    user = await queries.user_by_email(db, email)
    if user is None or not user.active:
        return
    try:
        await check_budget(db, RESETS_OF_ACCOUNT, str(user.id))
    except TooManyRequests:
        return
    await spend(db, RESETS_OF_ACCOUNT, str(user.id))
    link, token = await add_reset(db, user, actor=audit.NOBODY, now=now)
    await mail_link(db, config, link, token, actor=audit.NOBODY)
