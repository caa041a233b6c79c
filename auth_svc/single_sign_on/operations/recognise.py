"""Find the account of somebody whom the provider knows."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import SignOnRefused
from auth_svc.single_sign_on.provider import Person
from auth_svc.tables import ProviderAccount, User


async def recognise(db: AsyncSession, person: Person) -> User:
    """The first time by the address that the provider has verified, from then on by its
    own name for the person: an address may be given to somebody else. Nobody gets an
    account by it; an admin invites."""
    known = await db.get(ProviderAccount, (person.issuer, person.subject))
    if known is not None:
        user = await db.get_one(User, known.user_id)
    else:
        user = await _by_address(db, person)
    if not user.active:
        raise SignOnRefused
    return user


async def _by_address(db: AsyncSession, person: Person) -> User:
    user = await queries.user_by_email(db, person.email) if person.email else None
    if user is None or not user.active:
        raise SignOnRefused
    await db.execute(
        insert(ProviderAccount)
        .values(issuer=person.issuer, subject=person.subject, user_id=user.id)
        .on_conflict_do_nothing()
    )
    await audit.record(
        db,
        "identity.linked",
        f"user/{user.id}",
        actor=user.id,
        changes={"issuer": person.issuer},
    )
    return user
