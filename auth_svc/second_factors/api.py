"""Routes of second factors: parse, one call, answer."""

from auth_svc import queries
from auth_svc.dependencies import Address, Config, Hashing
from auth_svc.errors import SecondFactorMissing, SecondFactorNeeded
from auth_svc.passwords.proof import prove_password
from auth_svc.second_factors import codes
from auth_svc.second_factors.dependencies import SettingUp
from auth_svc.second_factors.operations.ask_from_role import ask_from_role
from auth_svc.second_factors.operations.remove import (
    remove_authenticator,
    remove_second_factor,
)
from auth_svc.second_factors.operations.set_up import (
    confirm_authenticator,
    renew_recovery_codes,
    set_up_authenticator,
)
from auth_svc.second_factors.proof import take_code
from auth_svc.second_factors.queries import (
    factors_of,
    has_what_is_required,
    is_required,
    second_factor_from,
)
from auth_svc.second_factors.schemas import (
    CodeIn,
    FactorsOut,
    PasswordOnlyIn,
    RecoveryCodesOut,
    RemovalIn,
    SignInRuleOut,
    SignInRulePut,
    TotpOut,
)
from shared.clock import utc_now
from shared.db.database import ReadSession, Store, Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin, Viewer
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.get("/second-factor")
async def read_second_factor(db: ReadSession, caller: Viewer) -> FactorsOut:
    """What I have besides my password."""
    user = await queries.active_user(db, caller)
    factors = await factors_of(db, user.id)
    return FactorsOut(
        totp=factors.totp,
        recovery_codes_left=factors.recovery_codes_left,
        passkeys=factors.passkeys,
        required=await is_required(db, user.role),
    )


@router.post("/second-factor/totp", status_code=201)
async def set_up_totp(
    body: PasswordOnlyIn,
    store: Store,
    hashing: Hashing,
    config: Config,
    enrolling: SettingUp,
    address: Address,
) -> TotpOut:
    """A secret for an authenticator app. Nobody is asked for its codes before one was
    confirmed; asking again makes another secret."""
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
        secret = await set_up_authenticator(db, user.id)
        shop = await queries.shop_of(db, first_values(config))
    uri = codes.address_of(secret, email=user.email, shop_name=shop.name)
    return TotpOut(secret=secret, uri=uri, qr_code=codes.picture_of(uri))


@router.post("/second-factor/totp/confirm")
async def confirm_totp(
    body: CodeIn, db: Transaction, enrolling: SettingUp
) -> RecoveryCodesOut:
    """From here on each sign-in asks for a code. Keep the recovery codes on paper."""
    user = await enrolling.user(db)
    fresh = await confirm_authenticator(
        db, user.id, body.code.get_secret_value(), utc_now()
    )
    return RecoveryCodesOut(recovery_codes=fresh)


@router.post("/second-factor/recovery-codes")
async def renew_codes(
    body: RemovalIn, store: Store, hashing: Hashing, caller: Viewer, address: Address
) -> RecoveryCodesOut:
    """Ten new ones; the earlier ones no longer work."""
    user_id = await _prove_both(body, store, hashing, caller, address)
    async with store.transaction() as db:
        return RecoveryCodesOut(recovery_codes=await renew_recovery_codes(db, user_id))


@router.post("/second-factor/remove", status_code=204)
async def remove_my_second_factor(
    body: RemovalIn, store: Store, hashing: Hashing, caller: Viewer, address: Address
) -> None:
    """The authenticator app and its recovery codes. 409 where the shop asks this role
    for a second factor and no passkey is left."""
    user_id = await _prove_both(body, store, hashing, caller, address)
    async with store.transaction() as db:
        await remove_authenticator(db, user_id)
        if not await has_what_is_required(db, await queries.user_by_id(db, user_id)):
            raise SecondFactorNeeded


@router.delete("/users/{user_id}/second-factor", status_code=204)
async def remove_second_factor_of(user_id: Id, db: Transaction, caller: Admin) -> None:
    """For who has lost their phone and their paper. Where the shop asks for a second
    factor, the next sign-in sets up another."""
    await queries.acting_admin(db, caller)
    user = await queries.user_by_id(db, user_id)
    await remove_second_factor(db, user.id, actor=caller.id)


@router.get("/sign-in-rule")
async def read_sign_in_rule(db: ReadSession, caller: Admin) -> SignInRuleOut:
    await queries.acting_admin(db, caller)
    return SignInRuleOut(second_factor_from=await second_factor_from(db))


@router.put("/sign-in-rule")
async def update_sign_in_rule(
    body: SignInRulePut, db: Transaction, caller: Admin
) -> SignInRuleOut:
    """Who has no second factor, and needs one from now on, sets it up at the next
    sign-in: within a quarter of an hour."""
    lowest = await ask_from_role(db, body.second_factor_from, by=caller)
    return SignInRuleOut(second_factor_from=lowest)


async def _prove_both(
    body: RemovalIn, store: Store, hashing: Hashing, caller: Viewer, address: Address
) -> int:
    async with store.read() as db:
        user = await queries.active_user(db, caller)
        if not (await factors_of(db, user.id)).totp:
            raise SecondFactorMissing
    await prove_password(
        store,
        hashing,
        email=user.email,
        password=body.current_password.get_secret_value(),
        address=address,
    )
    await take_code(store, user.id, body.code.get_secret_value(), utc_now())
    return user.id
