"""Routes of people: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Header, Request, Response

from auth_svc import queries
from auth_svc.accounts.operations.change_password import change_password
from auth_svc.accounts.operations.change_user import change_user
from auth_svc.accounts.operations.register_user import Claim, check_claim, register_user
from auth_svc.accounts.operations.rename_me import rename_me
from auth_svc.accounts.queries import page_of_names, page_of_users
from auth_svc.accounts.schemas import (
    MePatch,
    NameOut,
    PasswordIn,
    RegisterIn,
    SignInOptions,
    UserListed,
    UserPatch,
)
from auth_svc.budgets import REGISTRATIONS
from auth_svc.dependencies import Address, CallerIfAny, Config, Hashing
from auth_svc.errors import WeakPassword
from auth_svc.passwords.admission import Standing
from auth_svc.passwords.hashing import NewHash
from auth_svc.passwords.proof import prove_password
from auth_svc.passwords.weak import refuse_weak, weakness
from auth_svc.schemas import UserOut
from shared.clock import utc_now
from shared.db.budgets import check_budget, spend
from shared.db.database import ReadSession, Store, Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin, Principal, Role, Viewer, require
from shared.http.front import network_of
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")

Seller = Annotated[Principal, Depends(require(Role.USER))]

SetupToken = Annotated[str, Header(description="Only for the first admin")]


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


@router.post("/register", status_code=201)
async def register(
    body: RegisterIn,
    response: Response,
    store: Store,
    hashing: Hashing,
    config: Config,
    caller: CallerIfAny,
    address: Address,
    x_setup_token: SetupToken = "",
) -> UserOut:
    """Create an account. A role above the shop's ``open_role`` needs an admin's token,
    or that there is no admin yet; so does any where ``REGISTRATION`` is not ``open``."""
    by_admin = await _is_admin(store, caller)
    password = body.password.get_secret_value()
    # Asked twice: here it spares the hash, in the operation it holds.
    async with store.read() as db:
        shop = await queries.shop_of(db, first_values(config))
        claim = Claim(
            role=body.role,
            mode=config.registration,
            open_role=Role(shop.open_role),
            by_admin=by_admin,
            setup_token=x_setup_token,
            expected_setup_token=config.admin_setup_token.get_secret_value(),
        )
        sets_up = await check_claim(db, claim)
        limited = not by_admin and await queries.admin_exists(db)
        if limited:
            await check_budget(db, REGISTRATIONS, network_of(address))
    weak = weakness(password, email=body.email, shop_name=shop.name)
    # The guides' own first admin has a password that everybody knows.
    if weak is not None and not sets_up:
        raise WeakPassword(weak, field="password")
    if limited:
        async with store.transaction() as db:
            await spend(db, REGISTRATIONS, network_of(address))
    async with hashing.slot(network_of(address)):
        hashed = NewHash(await hashing.hash(password), weak=weak is not None)
    async with store.transaction() as db:
        user = await register_user(
            db,
            claim,
            name=body.name,
            email=body.email,
            password=hashed,
            by=caller.id if caller is not None and claim.by_admin else None,
        )
    response.headers["Location"] = f"/api/auth/users/{user.id}"
    return UserOut.model_validate(user)


@router.get("/me")
async def read_me(db: ReadSession, caller: Viewer) -> UserOut:
    return UserOut.model_validate(await queries.active_user(db, caller))


@router.patch("/me")
async def update_me(body: MePatch, db: Transaction, caller: Viewer) -> UserOut:
    """How I am called; role and e-mail address are not changed here."""
    return UserOut.model_validate(await rename_me(db, body.name, by=caller))


@router.post("/password", status_code=204)
async def change_my_password(
    body: PasswordIn,
    store: Store,
    hashing: Hashing,
    config: Config,
    caller: Viewer,
    address: Address,
) -> None:
    """Signs out every other session of this account."""
    async with store.read() as db:
        user = await queries.active_user(db, caller)
        shop = await queries.shop_of(db, first_values(config))
    proof = await prove_password(
        store,
        hashing,
        email=user.email,
        password=body.current_password.get_secret_value(),
        address=address,
    )
    new_password = body.new_password.get_secret_value()
    refuse_weak(
        new_password, email=user.email, shop_name=shop.name, field="new_password"
    )
    async with hashing.slot(network_of(address), Standing.KNOWN):
        new_hash = await hashing.hash(new_password, Standing.KNOWN)
    async with store.transaction() as db:
        await change_password(
            db,
            proof.user,
            new_hash=new_hash,
            session_id=caller.session,
            now=utc_now(),
        )


@router.get("/users")
async def list_users(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Admin,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[UserListed]:
    await queries.acting_admin(db, caller)
    wanted = Page(page=page, limit=limit)
    users, total = await page_of_users(db, wanted)
    describe(request, response, wanted, total)
    return [
        UserListed(**UserOut.model_validate(user).model_dump(), last_seen_at=seen)
        for user, seen in users
    ]


@router.get("/names")
async def list_names(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Seller,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[NameOut]:
    """What the people of the shop are called, for lists that say who did something."""
    await queries.active_user(db, caller)
    wanted = Page(page=page, limit=limit)
    names, total = await page_of_names(db, wanted)
    describe(request, response, wanted, total)
    return [NameOut.model_validate(name) for name in names]


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


async def _is_admin(store: Store, caller: Principal | None) -> bool:
    if caller is None or caller.service:
        return False
    async with store.read() as db:
        return (await queries.active_user(db, caller)).is_admin
