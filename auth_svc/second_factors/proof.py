"""Prove a second factor, for who knew the password."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.budgets import SECOND_FACTORS
from auth_svc.errors import (
    SecondFactorRequired,
    SecondFactorSetupRequired,
    SecondFactorWrong,
)
from auth_svc.second_factors.operations.spend_code import spend_code
from auth_svc.second_factors.queries import factors_of, is_required
from auth_svc.tables import Authenticator, User
from auth_svc.tokens import Issuer
from shared.db.budgets import check_budget, spend
from shared.db.database import Database


async def prove_second_factor(
    store: Database, issuer: Issuer, user: User, code: str | None, now: datetime
) -> None:
    """Nothing where none is set up or asked for; otherwise raises
    ``SecondFactorRequired``, ``SecondFactorWrong`` or ``SecondFactorSetupRequired``."""
    async with store.read() as db:
        factors = await factors_of(db, user.id)
        required = await is_required(db, user.role)
    if required and not factors.any:
        raise SecondFactorSetupRequired(issuer.setup(user, now))
    if not factors.totp:
        # A passkey signs in without any password, so it is never asked for after one.
        if required:
            raise SecondFactorRequired(["passkey"])
        return
    if code is None:
        raise SecondFactorRequired(
            ["totp", "passkey"] if factors.passkeys else ["totp"]
        )
    await take_code(store, user.id, code, now)


async def take_code(store: Database, user_id: int, code: str, now: datetime) -> None:
    """Raises ``SecondFactorWrong``, and ``TooManyRequests`` after ten of them.

    They are counted for the account over all networks, and a right password does not
    forget them: who knows it has only these codes left to guess.
    """
    async with store.transaction() as db:
        # Of guesses sent at once each sees what the one before it has spent.
        await db.get(Authenticator, user_id, with_for_update=True)
        await check_budget(db, SECOND_FACTORS, str(user_id))
        good = await spend_code(db, user_id, code, now)
        if not good:
            await _count_code(db, user_id)
    if not good:
        raise SecondFactorWrong


async def _count_code(db: AsyncSession, user_id: int) -> None:
    await spend(db, SECOND_FACTORS, str(user_id))
    await audit.record(
        db,
        "sign_in.failed",
        f"user/{user_id}",
        actor=audit.NOBODY,
        changes={"factor": "second"},
    )
