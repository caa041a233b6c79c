"""Routes of people's own data: parse, one call, answer."""

from fastapi import Response

from auth_svc import audit, queries
from auth_svc.privacy.operations.erase_person import erase_person
from auth_svc.privacy.queries import kept_of
from auth_svc.privacy.schemas import PersonOut
from auth_svc.tables import User
from shared.clock import utc_now
from shared.db.database import Transaction
from shared.http.auth import Admin, Viewer
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.get("/me/data")
async def export_me(response: Response, db: Transaction, caller: Viewer) -> PersonOut:
    """All that is kept here of me, as a file. The other services know my number only."""
    user = await queries.active_user(db, caller)
    return await _export(response, db, user, by=caller.id)


@router.get("/users/{user_id}/data")
async def export_user(
    user_id: Id, response: Response, db: Transaction, caller: Admin
) -> PersonOut:
    """The same of somebody who asks an admin for it."""
    await queries.acting_admin(db, caller)
    user = await queries.user_by_id(db, user_id)
    return await _export(response, db, user, by=caller.id)


@router.delete("/users/{user_id}", status_code=204)
async def erase_user(user_id: Id, db: Transaction, caller: Admin) -> None:
    """Forget a person for good: name, address, password, sessions, links and mails go,
    here and in the log. What they did stays, as done by a number."""
    await erase_person(db, user_id, by=caller, now=utc_now())


async def _export(
    response: Response, db: Transaction, user: User, *, by: int
) -> PersonOut:
    kept = await kept_of(db, user)
    await audit.record(db, "person.exported", f"user/{user.id}", actor=by, changes={})
    response.headers["Content-Disposition"] = (
        f'attachment; filename="person-{user.id}.json"'
    )
    return PersonOut.of(kept)
