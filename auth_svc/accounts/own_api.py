"""Routes of what belongs to whoever asks: parse, one call, answer."""

from fastapi import Request, Response

from auth_svc import queries
from auth_svc.accounts.operations.end_own_sessions import (
    end_other_sessions,
    end_own_session,
)
from auth_svc.accounts.operations.mail_link import mail_link
from auth_svc.accounts.operations.make_link import offer_email
from auth_svc.accounts.operations.rename_me import rename_me
from auth_svc.accounts.operations.use_link import use_email
from auth_svc.accounts.queries import page_of_sessions
from auth_svc.accounts.schemas import AddressTokenIn, MePatch, NewAddressIn, SessionOut
from auth_svc.dependencies import Address, Config, Hashing
from auth_svc.errors import MailNotConfigured
from auth_svc.schemas import UserOut
from auth_svc.sign_in import prove_password
from shared.clock import utc_now
from shared.db.database import ReadSession, Store, Transaction
from shared.http.auth import Viewer
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.get("/me")
async def read_me(db: ReadSession, caller: Viewer) -> UserOut:
    return UserOut.model_validate(await queries.active_user(db, caller))


@router.patch("/me")
async def update_me(body: MePatch, db: Transaction, caller: Viewer) -> UserOut:
    """How I am called; role and e-mail address are not changed here."""
    return UserOut.model_validate(await rename_me(db, body.name, by=caller))


@router.post("/me/email", status_code=202)
async def ask_for_new_address(
    body: NewAddressIn,
    store: Store,
    hashing: Hashing,
    config: Config,
    caller: Viewer,
    address: Address,
) -> None:
    """A letter with a link goes to the new address; the account goes by it once the link
    was opened, within a day. 409 ``mail_not_configured`` where no letter can leave."""
    if not config.sends_mail:
        raise MailNotConfigured
    async with store.read() as db:
        user = await queries.active_user(db, caller)
    proof = await prove_password(
        store,
        hashing,
        email=user.email,
        password=body.current_password.get_secret_value(),
        address=address,
    )
    async with store.transaction() as db:
        link, token = await offer_email(db, proof.user, body.email, now=utc_now())
        await mail_link(db, config, link, token, actor=proof.user.id)


@router.post("/new-address")
async def confirm_new_address(
    body: AddressTokenIn, db: Transaction, config: Config
) -> UserOut:
    """Uses up the link. Sessions stay open; the old address is told."""
    user = await use_email(
        db, body.token.get_secret_value(), config=config, now=utc_now()
    )
    return UserOut.model_validate(user)


@router.get("/sessions")
async def list_sessions(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Viewer,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[SessionOut]:
    """Where I am signed in, the last used first."""
    user = await queries.active_user(db, caller)
    wanted = Page(page=page, limit=limit)
    found, total = await page_of_sessions(db, user.id, utc_now(), wanted)
    describe(request, response, wanted, total)
    return [
        SessionOut(
            id=session.id,
            device=session.user_agent,
            network=session.network,
            signed_in_at=session.created_at,
            used_at=session.used_at,
            expires_at=session.expires_at,
            current=session.id == caller.session,
        )
        for session in found
    ]


@router.delete("/sessions/{session_id}", status_code=204)
async def delete_session(session_id: Id, db: Transaction, caller: Viewer) -> None:
    """Sign out there, in every service within seconds."""
    await end_own_session(db, session_id, by=caller, now=utc_now())


@router.delete("/sessions", status_code=204)
async def delete_other_sessions(db: Transaction, caller: Viewer) -> None:
    """Sign out everywhere but here."""
    await end_other_sessions(db, by=caller, now=utc_now())
