"""Routes by which people sign in with a password: parse, one call, answer."""

from typing import Annotated

from fastapi import Form, Request, Response

from auth_svc import queries
from auth_svc.dependencies import Address, Config, Device, Hashing, Signing
from auth_svc.passwords.hashing import Passwords
from auth_svc.passwords.proof import prove_password
from auth_svc.passwords.weak import weakness
from auth_svc.second_factors.proof import prove_second_factor
from auth_svc.sessions.hand_out import hand_out, tokens_of
from auth_svc.sessions.operations.open_session import TokenPair, open_session
from auth_svc.sessions.schemas import LoginIn, TokenForm, TokensOut
from auth_svc.settings import Settings
from auth_svc.tokens import Issuer
from shared.clock import utc_now
from shared.db.database import Database, Store
from shared.db.shop import first_values
from shared.http.service import api_router

router = api_router("/api/auth", "auth")


@router.post("/login")
async def log_in(
    body: LoginIn,
    request: Request,
    response: Response,
    store: Store,
    hashing: Hashing,
    signing: Signing,
    config: Config,
    address: Address,
    device: Device,
) -> TokensOut:
    """After five wrong passwords the wait grows; 429 says how long (Retry-After).

    Who has a second factor is asked for it by 401 ``second_factor_required``, and sends
    all of it again with ``second_factor``.

    The refresh token comes in the body and as an HttpOnly cookie.
    """
    pair = await _sign_in(body, store, hashing, signing, config, address, device)
    return hand_out(request, response, signing, pair)


@router.post("/token")
async def log_in_by_form(
    form: Annotated[TokenForm, Form()],
    store: Store,
    hashing: Hashing,
    signing: Signing,
    config: Config,
    address: Address,
    device: Device,
) -> TokensOut:
    """A sign-in as OAuth 2 writes it (the password grant), for programs and for the page
    of this API: ``username`` is the e-mail address.

    The same rules as `POST /api/auth/login`, the second factor among them. No cookie is
    set: who tries the API as somebody else stays who they are in the client.
    """
    body = form.credentials
    pair = await _sign_in(body, store, hashing, signing, config, address, device)
    return tokens_of(signing, pair)


async def _sign_in(
    body: LoginIn,
    store: Database,
    hashing: Passwords,
    signing: Issuer,
    config: Settings,
    address: str,
    device: str,
) -> TokenPair:
    password = body.password.get_secret_value()
    proof = await prove_password(
        store,
        hashing,
        email=body.email,
        password=password,
        address=address,
    )
    await prove_second_factor(store, signing, proof.user, body.code, utc_now())
    async with store.transaction() as db:
        shop = await queries.shop_of(db, first_values(config))
        return await open_session(
            db,
            signing,
            proof.user,
            better_hash=proof.better_hash,
            weak=bool(weakness(password, email=body.email, shop_name=shop.name)),
            address=address,
            device=device,
            now=utc_now(),
        )
