"""Prove a password, with throttling that every replica shares.

Each step is a transaction of its own: hashing holds no connection, and a
failure stays counted although the request ends with an error.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from auth_svc import audit, queries
from auth_svc.budgets import FAILED_SIGN_INS
from auth_svc.errors import BadCredentials
from auth_svc.passwords.hashing import Passwords
from auth_svc.passwords.operations.count_failures import forget_failures, record_failure
from auth_svc.passwords.queries import sign_in_failures, signed_in_from
from auth_svc.passwords.rules import wait_before_next_try
from auth_svc.tables import User
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
        known = await signed_in_from(db, email, network)
    # The count is read after waiting for a thread, not before: of a thousand
    # guesses sent at once only the few in hand escape it.
    async with passwords.slot(network, known=known):
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


def throttle_key(kind: Literal["user", "service"], account: str, address: str) -> bytes:
    return sha256(f"{kind}\n{account}\n{network_of(address)}".encode()).digest()


async def _admit(store: Database, key: bytes) -> int:
    """How many failures there were, or ``TooManyRequests``."""
    async with store.read() as db:
        known = await sign_in_failures(db, key)
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
