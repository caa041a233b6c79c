"""Routes of people and their sessions: parse, one call, answer."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Header, Request, Response

from auth_svc import cookies, queries
from auth_svc.budgets import REGISTRATIONS
from auth_svc.dependencies import (
    Accounts,
    Address,
    CallerIfAny,
    CallerIfValid,
    Config,
    Hashing,
    Signing,
)
from auth_svc.errors import RefreshRefused, WeakPassword
from auth_svc.hand_out import hand_out
from auth_svc.operations.change_password import change_password
from auth_svc.operations.change_shop import change_shop
from auth_svc.operations.end_sessions import end_session
from auth_svc.operations.open_shop import open_shop
from auth_svc.operations.register_user import Claim, check_claim, register_user
from auth_svc.operations.revoke_tokens import event_of
from auth_svc.operations.rotate_refresh_token import rotate_refresh_token
from auth_svc.passwords import NewHash
from auth_svc.schemas import (
    JsonWebKey,
    JsonWebKeys,
    PasswordIn,
    RefreshIn,
    RegisterIn,
    ServiceTokenIn,
    ServiceTokenOut,
    ShopOut,
    ShopPut,
    TokensOut,
    UserOut,
)
from auth_svc.sign_in import prove_client, prove_password
from auth_svc.weak_passwords import refuse_weak, weakness
from shared.clock import utc_now
from shared.contracts.tokens import TokensRevoked
from shared.db.budgets import check_budget, spend
from shared.db.database import ReadSession, Store, Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin, Principal, Role, Viewer, require
from shared.http.front import network_of
from shared.http.preconditions import IfMatch, etag
from shared.http.revocations import REMEMBERED_S
from shared.http.service import api_router

router = api_router("/api/auth", "auth")
keys_router = APIRouter(tags=["auth"])

RefreshCookie = Annotated[str | None, Cookie(alias=cookies.NAME)]
SetupToken = Annotated[str, Header(description="Only for the first admin")]

_SERVICES = frozenset({"products_svc", "sales_svc", "forecast_svc", "etl_svc"})
AnyService = Annotated[Principal, Depends(require(None, services=_SERVICES))]
ShopReader = Annotated[Principal, Depends(require(Role.VIEWER, services=_SERVICES))]


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
    async with hashing.turn(network_of(address)):
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


@router.post("/refresh")
async def refresh_tokens(
    request: Request,
    response: Response,
    store: Store,
    signing: Signing,
    config: Config,
    cookie: RefreshCookie = None,
    body: RefreshIn | None = None,
) -> TokensOut:
    """A new pair for a refresh token, from the body or the cookie.

    Each is used once; showing it again within the grace gives the same
    successor, later it ends the session.
    """
    claims = signing.read_refresh(_presented(request, body, cookie))
    async with store.transaction() as db:
        pair = await rotate_refresh_token(
            db,
            signing,
            claims,
            now=utc_now(),
            grace=timedelta(seconds=config.refresh_grace_s),
            longest=timedelta(seconds=config.session_s),
        )
    if pair is None:
        raise RefreshRefused
    return hand_out(request, response, signing, pair)


@router.post("/logout", status_code=204)
async def log_out(
    request: Request,
    response: Response,
    db: Transaction,
    signing: Signing,
    caller: CallerIfValid,
    cookie: RefreshCookie = None,
    body: RefreshIn | None = None,
) -> None:
    """End the session of the refresh token, or else of the access token."""
    try:
        token = _presented(request, body, cookie)
        session_id = signing.read_refresh(token).session_id
    except RefreshRefused:
        session_id = caller.session if caller else 0
    if session_id:
        await end_session(db, session_id, utc_now())
    cookies.clear(request, response)


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
    async with hashing.turn(network_of(address), known=True):
        new_hash = await hashing.hash(new_password)
    async with store.transaction() as db:
        await change_password(
            db,
            proof.user,
            new_hash=new_hash,
            session_id=caller.session,
            now=utc_now(),
        )


@router.get("/shop")
async def read_shop(
    response: Response, db: Transaction, config: Config, _caller: ShopReader
) -> ShopOut:
    """Who the shop is, and by which clock and money it goes."""
    shop = await open_shop(db, first_values(config))
    response.headers["ETag"] = etag(shop.version)
    return ShopOut.model_validate(shop)


@router.put("/shop")
async def update_shop(
    body: ShopPut,
    response: Response,
    db: Transaction,
    config: Config,
    caller: Admin,
    if_match: IfMatch = None,
) -> ShopOut:
    """Every service follows within seconds; a new time zone folds each series anew.

    Needs the ETag of the answer that was changed, in If-Match.
    """
    shop = await change_shop(
        db, body, first=first_values(config), if_match=if_match, by=caller
    )
    response.headers["ETag"] = etag(shop.version)
    return ShopOut.model_validate(shop)


@router.get("/revocations")
async def list_revocations(db: ReadSession, _caller: AnyService) -> list[TokensRevoked]:
    """Access tokens of the last quarter of an hour that are refused, for services to
    which the topic ``tokens.revoked`` is silent."""
    since = utc_now() - timedelta(seconds=REMEMBERED_S)
    return [event_of(row) for row in await queries.revocations_since(db, since)]


@router.post("/service-token")
async def issue_service_token(
    body: ServiceTokenIn,
    store: Store,
    accounts: Accounts,
    signing: Signing,
    address: Address,
) -> ServiceTokenOut:
    """A short access token for a service account."""
    await prove_client(
        store,
        accounts,
        client_id=body.client_id,
        client_secret=body.client_secret.get_secret_value(),
        address=address,
    )
    return ServiceTokenOut(
        access_token=signing.service_access(body.client_id),
        token_type="bearer",  # noqa: S106 - the name of the scheme
        expires_in=signing.access_s,
    )


@keys_router.get("/.well-known/jwks.json")
async def read_signing_keys(response: Response, signing: Signing) -> JsonWebKeys:
    """The public keys that check access tokens (RFC 7517); none with HS256."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return JsonWebKeys(keys=[JsonWebKey(**key) for key in signing.public_keys()])


def _presented(request: Request, body: RefreshIn | None, cookie: str | None) -> str:
    """The body's token wins; a cookie is not the page's own doing, so its origin counts."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token
    cookies.refuse_foreign_origin(request)
    if cookie is None:
        raise RefreshRefused
    return cookie


async def _is_admin(store: Store, caller: Principal | None) -> bool:
    if caller is None or caller.service:
        return False
    async with store.read() as db:
        return (await queries.active_user(db, caller)).is_admin
