"""Prove a password, with throttling that every replica shares.

Each step is a transaction of its own: hashing holds no connection, and a
failure stays counted although the request ends with an error.
"""

import asyncio
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.budgets import FAILED_SIGN_INS, MOST_TURNS, SIGN_INS_OF_ACCOUNT
from auth_svc.errors import BadCredentials
from auth_svc.passwords.admission import Standing
from auth_svc.passwords.hashing import Passwords
from auth_svc.passwords.operations.count_failures import forget_failures, record_failure
from auth_svc.passwords.queries import Record, record_of
from auth_svc.passwords.refusals import too_many
from auth_svc.passwords.rules import wait_before_next_try
from auth_svc.tables import User
from shared.clock import utc_now
from shared.db.budgets import refuse_spent, spend, spent, take_turn
from shared.db.database import Database
from shared.errors import TooManyRequests
from shared.http.front import network_of


@dataclass(frozen=True, slots=True)
class Proof:
    """A user who knew the password; ``better_hash`` when theirs is out of date."""

    user: User
    better_hash: str | None


@dataclass(frozen=True, slots=True)
class Guess:
    email: str
    network: str

    @property
    def key(self) -> bytes:
        return sha256(f"user\n{self.email}\n{self.network}".encode()).digest()

    async def record(self, db: AsyncSession) -> Record:
        return await record_of(
            db, email=self.email, network=self.network, account_key=self.key
        )


async def prove_password(
    store: Database, passwords: Passwords, *, email: str, password: str, address: str
) -> Proof:
    guess = Guess(email, network_of(address))
    await passwords.refusals.check(guess.key, guess.network)
    try:
        return await _prove(store, passwords, guess, password, address)
    except TooManyRequests as refused:
        await passwords.refusals.note(guess.key, guess.network, refused.retry_after)
        raise


async def _prove(
    store: Database, passwords: Passwords, guess: Guess, password: str, address: str
) -> Proof:
    # Who is refused neither waits nor costs more than a question, and that once.
    async with store.read() as db:
        record = await guess.record(db)
    standing = _admit(record)
    takes_turn = not record.known and spent(record.left_of_account)
    if takes_turn:
        standing = Standing.SUSPECT
        await _wait_for_turn(store, guess)
    async with passwords.slot(guess.network, standing):
        # Asked again after the wait: of a thousand guesses sent at once only the few
        # in hand escape the count.
        async with store.read() as db:
            record = await guess.record(db)
            _admit(record)
            user = await queries.user_by_email(db, guess.email)
        stored = user.password_hash if user else None
        verdict = await passwords.verify(password, stored, standing)
        if user is None or not verdict.matches or not user.active:
            of_account = not (record.known or takes_turn)
            await _count(store, guess, user, address, of_account=of_account)
            raise BadCredentials
    if record.failures:
        async with store.transaction() as db:
            await forget_failures(db, guess.key)
    return Proof(user, verdict.better_hash)


def _admit(record: Record) -> Standing:
    """Raises ``TooManyRequests``."""
    wait = wait_before_next_try(record.failures, record.last_failed_at, utc_now())
    if wait:
        raise too_many(wait)
    # A stranger in the same network must not keep out who is at home there.
    if record.known:
        return Standing.KNOWN
    refuse_spent(FAILED_SIGN_INS, record.left_over)
    return Standing.SUSPECT if record.suspect else Standing.UNSUSPECTED


async def _wait_for_turn(store: Database, guess: Guess) -> None:
    """Who guesses at one account from very many networks is slowed; raises
    ``TooManyRequests`` where too many wait."""
    async with store.transaction() as db:
        wait_s = await take_turn(db, SIGN_INS_OF_ACCOUNT, guess.email, most=MOST_TURNS)
    await asyncio.sleep(wait_s)


async def _count(
    store: Database, guess: Guess, user: User | None, address: str, *, of_account: bool
) -> None:
    async with store.transaction() as db:
        await record_failure(db, guess.key, utc_now())
        await spend(db, FAILED_SIGN_INS, guess.network)
        if of_account:
            await spend(db, SIGN_INS_OF_ACCOUNT, guess.email)
        await audit.record(
            db,
            "sign_in.failed",
            _subject(user),
            actor=audit.NOBODY,
            changes={"address": address},
        )


def _subject(user: User | None) -> str:
    """What strangers type as an e-mail address is not kept: it may be a password."""
    return "user/unknown" if user is None else f"user/{user.id}"
