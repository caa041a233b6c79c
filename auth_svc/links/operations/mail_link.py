"""Have a link sent to the person it is for."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import queries
from auth_svc.links.letters import farewell, letter_with
from auth_svc.settings import Settings
from auth_svc.tables import Link
from shared.db.shop import first_values
from shared.mail import outbox
from shared.mail.message import is_address

_PAGES = {
    "invitation": "invitation",
    "password": "new-password",
    "email": "new-address",
}


async def mail_link(
    db: AsyncSession, config: Settings, link: Link, token: str, *, actor: int
) -> bool:
    """False where nothing can be sent: no server is set up, or none would understand
    the address."""
    if not config.sends_mail or not is_address(link.email):
        return False
    shop = await queries.shop_of(db, first_values(config))
    await outbox.put(
        db,
        letter_with(link, address_of(config, link, token), shop.name),
        sender=config.mail_from,
        about=f"link/{link.id}",
        user_id=actor,
    )
    return True


async def mail_farewell(
    db: AsyncSession, config: Settings, link: Link, old: str
) -> None:
    """Tell the old address that the account no longer goes by it."""
    if not config.sends_mail or not is_address(old):
        return
    shop = await queries.shop_of(db, first_values(config))
    await outbox.put(
        db,
        farewell(old, shop.name),
        sender=config.mail_from,
        about=f"farewell/{link.id}",
        user_id=link.created_by,
    )


def address_of(config: Settings, link: Link, token: str) -> str:
    """Where the link leads. What follows the # is sent to no server, so it stands in
    no log."""
    return f"{config.public_url.rstrip('/')}/{_PAGES[link.purpose]}#{token}"
