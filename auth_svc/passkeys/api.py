"""Routes of passkeys: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy import select

from auth_svc import queries
from auth_svc.budgets import FAILED_SIGN_INS
from auth_svc.dependencies import Address, Config, Device, Hashing, Signing
from auth_svc.errors import PasskeyRefused, SecondFactorNeeded
from auth_svc.passkeys.operations.challenges import new_challenge
from auth_svc.passkeys.operations.keep_passkey import add_passkey, remove_passkey
from auth_svc.passkeys.operations.use_passkey import use_passkey
from auth_svc.passkeys.relying_party import RelyingParty
from auth_svc.passkeys.schemas import (
    PasskeyIn,
    PasskeyOptions,
    PasskeyOut,
    PasskeySignIn,
)
from auth_svc.passwords.proof import prove_password
from auth_svc.second_factors.dependencies import SettingUp
from auth_svc.second_factors.queries import has_what_is_required
from auth_svc.second_factors.schemas import PasswordOnlyIn
from auth_svc.sessions.hand_out import hand_out
from auth_svc.sessions.operations.open_session import open_session
from auth_svc.sessions.schemas import TokensOut
from auth_svc.settings import Settings
from auth_svc.tables import Passkey
from shared.clock import utc_now
from shared.db.budgets import check_budget, spend
from shared.db.database import ReadSession, Store, Transaction
from shared.db.shop import first_values
from shared.http.auth import Viewer
from shared.http.front import network_of
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


async def _relying_party(request: Request) -> RelyingParty:
    settings: Settings = request.app.state.settings
    return RelyingParty.at(settings.public_url)


Shop = Annotated[RelyingParty, Depends(_relying_party)]


@router.get("/passkeys")
async def list_passkeys(db: ReadSession, caller: Viewer) -> list[PasskeyOut]:
    """Mine, the oldest first."""
    user = await queries.active_user(db, caller)
    keys = await db.scalars(
        select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    )
    return [PasskeyOut.model_validate(key) for key in keys]


@router.post("/passkeys/options")
async def offer_passkey(
    body: PasswordOnlyIn,
    store: Store,
    hashing: Hashing,
    config: Config,
    shop: Shop,
    enrolling: SettingUp,
    address: Address,
) -> PasskeyOptions:
    """What a device needs to make a key for this account."""
    async with store.read() as db:
        user = await enrolling.user(db)
    await prove_password(
        store,
        hashing,
        email=user.email,
        password=body.current_password.get_secret_value(),
        address=address,
    )
    async with store.transaction() as db:
        known = await db.scalars(select(Passkey).where(Passkey.user_id == user.id))
        challenge = await new_challenge(db, user.id, utc_now())
        shop_name = (await queries.shop_of(db, first_values(config))).name
        return PasskeyOptions(
            public_key=shop.creation(challenge, user, shop_name, list(known))
        )


@router.post("/passkeys", status_code=201)
async def create_passkey(
    body: PasskeyIn, db: Transaction, shop: Shop, enrolling: SettingUp
) -> PasskeyOut:
    """Keep the key that a device has made for these options."""
    user = await enrolling.user(db)
    key = await add_passkey(
        db,
        shop,
        user.id,
        name=body.name,
        credential=body.credential,
        now=utc_now(),
    )
    return PasskeyOut.model_validate(key)


@router.delete("/passkeys/{passkey_id}", status_code=204)
async def delete_passkey(passkey_id: Id, db: Transaction, caller: Viewer) -> None:
    """409 where it is the only second factor and the shop asks this role for one."""
    user = await queries.active_user(db, caller)
    await remove_passkey(db, user.id, passkey_id)
    if not await has_what_is_required(db, user):
        raise SecondFactorNeeded


@router.post("/passkeys/sign-in/options")
async def offer_sign_in(db: Transaction, shop: Shop) -> PasskeyOptions:
    """What a device has to sign to sign in; it says itself whose key it has."""
    return PasskeyOptions(
        public_key=shop.request(await new_challenge(db, None, utc_now()))
    )


@router.post("/passkeys/sign-in")
async def sign_in_with_passkey(
    body: PasskeySignIn,
    request: Request,
    response: Response,
    store: Store,
    signing: Signing,
    shop: Shop,
    address: Address,
    device: Device,
) -> TokensOut:
    """Device and owner are proven at once: no password, and no second factor besides."""
    network = network_of(address)
    async with store.read() as db:
        await check_budget(db, FAILED_SIGN_INS, network)
    try:
        async with store.transaction() as db:
            user = await use_passkey(db, shop, body.credential, utc_now())
            pair = await open_session(
                db,
                signing,
                user,
                better_hash=None,
                weak=user.password_weak,
                address=address,
                device=device,
                now=utc_now(),
            )
    except PasskeyRefused:
        async with store.transaction() as db:
            await spend(db, FAILED_SIGN_INS, network)
        raise
    return hand_out(request, response, signing, pair)
