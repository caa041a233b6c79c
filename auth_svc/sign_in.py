"""Prove a secret, or a second factor, with throttling that every replica shares.

Each step is a transaction of its own: hashing holds no connection, and a
failure stays counted although the request ends with an error.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.budgets import FAILED_SERVICE_TOKENS, FAILED_SIGN_INS, SECOND_FACTORS
from auth_svc.errors import (
    BadClientCredentials,
    BadCredentials,
    SecondFactorRequired,
    SecondFactorSetupRequired,
    SecondFactorWrong,
)
from auth_svc.operations.count_failures import forget_failures, record_failure
from auth_svc.passwords import Passwords
from auth_svc.rules import wait_before_next_try
from auth_svc.second_factors.operations.spend_code import spend_code
from auth_svc.second_factors.queries import factors_of, is_required
from auth_svc.second_factors.tables import Authenticator
from auth_svc.service_accounts import ServiceAccounts
from auth_svc.tables import User
from auth_svc.tokens import Issuer
from shared.clock import utc_now
from shared.db.budgets import check_budget, spend
from shared.db.database import Database
from shared.errors import TooManyRequests
from shared.http.front import network_of


@dataclass(frozen=True, slots=True)
class Proof:
    """A user who knew the password; ``better_hash`` when theirs is out of date."""

    user: User
    better_hash: str | None


async def prove_password(
    store: Database, passwords: Passwords, *, email: str, password: str, address: str
) -> Proof:
    key = throttle_key("user", email, address)
    network = network_of(address)
    async with store.read() as db:
        # A stranger in the same network must not keep out who is at home there.
        known = await queries.signed_in_from(db, email, network)
    # The count is read after waiting for a thread, not before: of a thousand
    # guesses sent at once only the few in hand escape it.
    async with passwords.turn(network, known=known):
        failures = await _admit(store, key)
        async with store.read() as db:
            if not known:
                await check_budget(db, FAILED_SIGN_INS, network)
            user = await queries.user_by_email(db, email)
        verdict = await passwords.verify(password, user.password_hash if user else None)
        if user is None or not verdict.matches or not user.active:
            await _count(store, key, _subject(user), address)
            async with store.transaction() as db:
                await spend(db, FAILED_SIGN_INS, network)
            raise BadCredentials
    if failures:
        async with store.transaction() as db:
            await forget_failures(db, key)
    return Proof(user, verdict.better_hash)


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


async def prove_client(
    store: Database,
    accounts: ServiceAccounts,
    *,
    client_id: str,
    client_secret: str,
    address: str,
) -> None:
    network = network_of(address)
    if not accounts.know(client_id, client_secret):
        async with store.transaction() as db:
            await check_budget(db, FAILED_SERVICE_TOKENS, network)
            await spend(db, FAILED_SERVICE_TOKENS, network)
            await audit.record(
                db,
                "sign_in.failed",
                f"service/{client_id}",
                actor=audit.NOBODY,
                changes={"address": address},
            )
        raise BadClientCredentials


def throttle_key(kind: Literal["user", "service"], account: str, address: str) -> bytes:
    return sha256(f"{kind}\n{account}\n{network_of(address)}".encode()).digest()


async def _admit(store: Database, key: bytes) -> int:
    """How many failures there were, or ``TooManyRequests``."""
    async with store.read() as db:
        known = await queries.sign_in_failures(db, key)
    if known is None:
        return 0
    wait = wait_before_next_try(known.failures, known.last_failed_at, utc_now())
    if wait:
        raise TooManyRequests(
            f"Too many wrong attempts: try again in {wait} s.", retry_after=wait
        )
    return known.failures


async def _count(store: Database, key: bytes, subject: str, address: str) -> None:
    async with store.transaction() as db:
        await record_failure(db, key, utc_now())
        await audit.record(
            db,
            "sign_in.failed",
            subject,
            actor=audit.NOBODY,
            changes={"address": address},
        )


def _subject(user: User | None) -> str:
    """What strangers type as an e-mail address is not kept: it may be a password."""
    return "user/unknown" if user is None else f"user/{user.id}"


async def _count_code(db: AsyncSession, user_id: int) -> None:
    await spend(db, SECOND_FACTORS, str(user_id))
    await audit.record(
        db,
        "sign_in.failed",
        f"user/{user_id}",
        actor=audit.NOBODY,
        changes={"factor": "second"},
    )
