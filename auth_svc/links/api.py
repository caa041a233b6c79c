"""Routes of one-time links: parse, one call, answer."""

from datetime import timedelta

from fastapi import BackgroundTasks, Request, Response

from auth_svc import queries
from auth_svc.budgets import RESETS
from auth_svc.dependencies import Address, Config, Hashing
from auth_svc.errors import MailNotConfigured
from auth_svc.links.operations.mail_link import address_of, mail_link
from auth_svc.links.operations.make_link import invite, offer_email, offer_reset
from auth_svc.links.operations.send_reset import send_reset
from auth_svc.links.operations.use_link import accept_invitation, use_email, use_reset
from auth_svc.links.operations.withdraw_invitation import withdraw_invitation
from auth_svc.links.queries import invitation_of, page_of_invitations, user_of_reset
from auth_svc.links.schemas import (
    AcceptIn,
    AddressTokenIn,
    ForgottenIn,
    InvitationIn,
    InvitationOut,
    NewAddressIn,
    NewInvitationOut,
    ResetIn,
    ResetLinkOut,
)
from auth_svc.passwords.proof import prove_password
from auth_svc.passwords.weak import refuse_weak
from auth_svc.schemas import UserOut
from auth_svc.settings import Settings
from shared.clock import utc_now
from shared.db.budgets import check_budget, spend
from shared.db.database import Database, ReadSession, Store, Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin, Viewer
from shared.http.front import network_of
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.post("/users/{user_id}/reset-link", status_code=201)
async def offer_new_password(
    user_id: Id, db: Transaction, config: Config, caller: Admin
) -> ResetLinkOut:
    """A link by which this person chooses a new password, once and within a day.

    Asking again ends the earlier one.
    """
    link, token = await offer_reset(db, user_id, by=caller, now=utc_now())
    return ResetLinkOut(
        email=link.email,
        expires_at=link.expires_at,
        link=address_of(config, link, token),
        mailed=await mail_link(db, config, link, token, actor=caller.id),
    )


@router.post("/password-reset", status_code=202)
async def forgot_password(
    body: ForgottenIn,
    store: Store,
    config: Config,
    address: Address,
    later: BackgroundTasks,
) -> None:
    """A letter with a link, if there is an account of this address: the answer is the
    same, and as fast, if there is none."""
    if not config.sends_mail:
        raise MailNotConfigured
    network = network_of(address)
    async with store.transaction() as db:
        await check_budget(db, RESETS, network)
        await spend(db, RESETS, network)
    # What is done for an account only would be seen in the answer's time.
    later.add_task(_send_reset, store, config, body.email)


async def _send_reset(store: Database, config: Settings, email: str) -> None:
    async with store.transaction() as db:
        await send_reset(db, email, config=config, now=utc_now())


@router.post("/password-reset/use", status_code=204)
async def choose_new_password(
    body: ResetIn, store: Store, hashing: Hashing, config: Config, address: Address
) -> None:
    """Uses up the link, and signs this account out everywhere."""
    token, password = (
        body.token.get_secret_value(),
        body.new_password.get_secret_value(),
    )
    async with store.read() as db:
        user = await user_of_reset(db, token, utc_now())
        shop = await queries.shop_of(db, first_values(config))
    refuse_weak(password, email=user.email, shop_name=shop.name, field="new_password")
    async with hashing.slot(network_of(address)):
        hashed = await hashing.hash(password)
    async with store.transaction() as db:
        await use_reset(db, token, password_hash=hashed, now=utc_now())


@router.post("/invitations", status_code=201)
async def create_invitation(
    body: InvitationIn, db: Transaction, config: Config, caller: Admin
) -> NewInvitationOut:
    """A link by which whoever reads it becomes a user of this role, once.

    Inviting an address again ends its earlier invitation.
    """
    link, token = await invite(
        db,
        email=body.email,
        role=body.role,
        by=caller,
        lives=timedelta(days=body.days),
        now=utc_now(),
    )
    told = InvitationOut.model_validate(link).model_dump()
    return NewInvitationOut(
        **told,
        link=address_of(config, link, token),
        mailed=await mail_link(db, config, link, token, actor=caller.id),
    )


@router.get("/invitations")
async def list_invitations(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Admin,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[InvitationOut]:
    """Newest first, also those that were accepted, withdrawn or have expired."""
    await queries.acting_admin(db, caller)
    wanted = Page(page=page, limit=limit)
    found, total = await page_of_invitations(db, wanted)
    describe(request, response, wanted, total)
    return [InvitationOut.model_validate(link) for link in found]


@router.delete("/invitations/{invitation_id}", status_code=204)
async def delete_invitation(invitation_id: Id, db: Transaction, caller: Admin) -> None:
    """Its link no longer works."""
    await withdraw_invitation(db, invitation_id, by=caller, now=utc_now())


@router.post("/invitations/accept", status_code=201)
async def accept(
    body: AcceptIn, store: Store, hashing: Hashing, config: Config, address: Address
) -> UserOut:
    """The account of the invitation; then sign in."""
    token, password = body.token.get_secret_value(), body.password.get_secret_value()
    async with store.read() as db:
        link = await invitation_of(db, token, utc_now())
        shop = await queries.shop_of(db, first_values(config))
    refuse_weak(password, email=link.email, shop_name=shop.name, field="password")
    async with hashing.slot(network_of(address)):
        hashed = await hashing.hash(password)
    async with store.transaction() as db:
        user = await accept_invitation(
            db, token, name=body.name, password_hash=hashed, now=utc_now()
        )
    return UserOut.model_validate(user)


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
