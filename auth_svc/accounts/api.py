"""Routes of people: parse, one call, answer."""

from datetime import timedelta

from fastapi import BackgroundTasks, Request, Response

from auth_svc import queries
from auth_svc.accounts.operations.mail_link import address_of, mail_link
from auth_svc.accounts.operations.make_link import invite, offer_reset
from auth_svc.accounts.operations.send_reset import send_reset
from auth_svc.accounts.operations.use_link import accept_invitation, use_reset
from auth_svc.accounts.operations.withdraw_invitation import withdraw_invitation
from auth_svc.accounts.queries import (
    invitation_of,
    page_of_invitations,
    user_of_reset,
)
from auth_svc.accounts.schemas import (
    AcceptIn,
    ForgottenIn,
    InvitationIn,
    InvitationOut,
    NewInvitationOut,
    ResetIn,
    ResetLinkOut,
)
from auth_svc.budgets import RESETS
from auth_svc.dependencies import Address, Config, Hashing
from auth_svc.errors import MailNotConfigured
from auth_svc.operations.change_user import change_user
from auth_svc.schemas import SignInOptions, UserOut, UserPatch
from auth_svc.settings import Settings
from auth_svc.weak_passwords import refuse_weak
from shared.clock import utc_now
from shared.db.budgets import check_budget, spend
from shared.db.database import Database, ReadSession, Store, Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin
from shared.http.front import network_of
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.get("/sign-in-options")
async def read_sign_in_options(db: ReadSession, config: Config) -> SignInOptions:
    """How people come in here, for a page that nobody has signed in to yet."""
    shop = await queries.shop_of(db, first_values(config))
    return SignInOptions(
        shop_name=shop.name,
        registration=config.registration,
        has_admin=await queries.admin_exists(db),
        single_sign_on=config.provider_name,
        reset_by_email=config.sends_mail,
    )


@router.get("/users")
async def list_users(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Admin,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[UserOut]:
    await queries.acting_admin(db, caller)
    wanted = Page(page=page, limit=limit)
    users, total = await queries.page_of_users(db, wanted)
    describe(request, response, wanted, total)
    return [UserOut.model_validate(user) for user in users]


@router.get("/users/{user_id}")
async def read_user(user_id: Id, db: ReadSession, caller: Admin) -> UserOut:
    await queries.acting_admin(db, caller)
    return UserOut.model_validate(await queries.user_by_id(db, user_id))


@router.patch("/users/{user_id}")
async def update_user(
    user_id: Id, body: UserPatch, db: Transaction, caller: Admin
) -> UserOut:
    """Absent fields stay. The last admin can be neither demoted nor deactivated."""
    user = await change_user(
        db,
        user_id,
        by=caller,
        name=body.name,
        role=body.role,
        active=body.active,
        now=utc_now(),
    )
    return UserOut.model_validate(user)


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
    async with hashing.turn(network_of(address)):
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
    async with hashing.turn(network_of(address)):
        hashed = await hashing.hash(password)
    async with store.transaction() as db:
        user = await accept_invitation(
            db, token, name=body.name, password_hash=hashed, now=utc_now()
        )
    return UserOut.model_validate(user)
