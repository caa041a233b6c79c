"""Reads about who signed in from where, or tried to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.budgets import FAILED_SIGN_INS, SIGN_INS_OF_ACCOUNT
from shared.db.budgets import LEFT

LATELY = timedelta(minutes=10)
_RECORD = text(
    "SELECT EXISTS (SELECT FROM sessions JOIN users ON users.id = sessions.user_id"  # noqa: S608
    " WHERE users.email = :email AND sessions.network = :network) AS known,"
    f" (SELECT {LEFT} FROM budgets WHERE key = :key) AS left_over,"
    # One account has as much as one network.
    f" (SELECT {LEFT} FROM budgets WHERE key = :key_of_account) AS left_of_account,"
    " EXISTS (SELECT FROM budgets WHERE key = :key"
    " AND counted_at > clock_timestamp() - CAST(:lately AS interval)) AS suspect,"
    " coalesce(failed.failures, 0) AS failures, failed.last_failed_at"
    " FROM (SELECT) AS one LEFT JOIN sign_in_failures AS failed"
    " ON failed.key = :account_key"
)


@dataclass(frozen=True, slots=True)
class Record:
    """Of an account and a network: ``known`` if it has signed in from there within a
    session's life, how often it failed in a row, what is ``left_over`` of the network's
    budget and of the account's, which is null where nothing was spent, and whether the
    network's was spent of ``LATELY``."""

    known: bool
    left_over: float | None
    left_of_account: float | None
    suspect: bool
    failures: int
    last_failed_at: datetime | None


async def record_of(
    db: AsyncSession, *, email: str, network: str, account_key: bytes
) -> Record:
    """In one question: a refusal costs no more than this."""
    asked = {
        "email": email,
        "network": network,
        "account_key": account_key,
        "key_of_account": SIGN_INS_OF_ACCOUNT.key(email),
        "lately": LATELY,
    }
    found = await db.execute(_RECORD, FAILED_SIGN_INS.values(network) | asked)
    return Record(**found.mappings().one())
