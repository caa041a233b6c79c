"""Who did what: a row per act, in the transaction of the act, and its event.

Each service has a table of its own to which its role can only append.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import address, request_id
from shared.contracts.audit import Act
from shared.db.database import WROTE_EVENTS, Database
from shared.kafka.outbox import Lane
from shared.settings import LEAST_AUDIT_DAYS

CREATE_TABLE = """
CREATE TABLE audit (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ts timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor bigint NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    version bigint,
    changes json NOT NULL,
    request_id text
);
CREATE INDEX ix_audit_subject_n ON audit (subject, n)
"""
"""Executed by a migration of each service, with ``RIGHTS`` for its role."""

FORGOTTEN_AT_ONCE = 10_000
FORGET_ACTS = f"""
CREATE FUNCTION forget_acts(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF before > now() - interval '{LEAST_AUDIT_DAYS} days' THEN
        RAISE EXCEPTION 'acts of the last {LEAST_AUDIT_DAYS} days stay';
    END IF;
    DELETE FROM audit USING (
        SELECT n, ts FROM audit ORDER BY n LIMIT {FORGOTTEN_AT_ONCE}
    ) AS oldest WHERE audit.n = oldest.n AND oldest.ts < before;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$
"""  # noqa: S608 - of constants
"""The owner's, for ``shared.db.migrations.create_owners_function``: a service's role can
only add. It looks at the oldest rows alone, so it needs no index."""

RIGHTS = "REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM {app}"

TELL = (
    "INSERT INTO outbox (lane, topic, payload, correlation_id)"
    " SELECT CAST(:lane AS smallint), 'audit.recorded', json_build_object("
    " 'service', CAST(:service AS text), 'n', n, 'action', action, 'subject', subject,"
    " 'actor', actor, 'changes', changes, 'version', version, 'request_id', request_id,"
    " 'address', CAST(:address AS text),"
    """ 'ts', to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),"""
    " request_id FROM recorded"
)
"""The event of the rows that ``recorded`` has: ``shared.contracts.audit.AuditRecorded``.

For statements that write down what they do themselves: whoever holds a row that others
wait for takes no further round trip for it. The ``address`` goes into the event alone: a person
who is erased is forgotten by auth_svc, which the other services do not hear of.
"""
_RECORDED = (
    "WITH recorded AS ("
    " INSERT INTO audit (actor, action, subject, version, changes, request_id)"
    " VALUES (:actor, :action, :subject, :version, CAST(:changes AS json), :request_id)"
    " RETURNING *)"
)
_RECORD = text(" ".join((_RECORDED, TELL)))
_SINCE = text(
    "SELECT version, actor, action, ts, changes FROM audit"
    " WHERE subject = :subject AND version > :version ORDER BY n LIMIT 20"
)


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """By field what was and what is, of those that are not the same."""
    return {
        name: {"from": before.get(name), "to": value}
        for name, value in after.items()
        if before.get(name) != value
    }


async def record(
    db: AsyncSession,
    action: Act,
    subject: str,
    *,
    service: str,
    actor: int,
    changes: Mapping[str, Any] | None = None,
    version: int | None = None,
    lane: Lane = Lane.LIVE,
) -> None:
    """Write down what ``actor`` did to ``subject``, as ``supplier/3``."""
    written = orjson.dumps(changes or {}, default=_plain, option=orjson.OPT_UTC_Z)
    await db.execute(
        _RECORD,
        {
            "actor": actor,
            "action": action,
            "subject": subject,
            "version": version,
            "changes": written.decode(),
            "request_id": request_id() or None,
            "address": address() or None,
            "service": service,
            "lane": int(lane),
        },
    )
    db.info[WROTE_EVENTS] = True


async def record_export(
    database: Database, subject: str, *, service: str, actor: int
) -> None:
    """That ``actor`` takes a file of this: in a transaction of its own, before its
    first line, since a file that has left cannot be called back."""
    async with database.transaction() as db:
        await record(db, "file.exported", subject, service=service, actor=actor)


async def changes_since(
    db: AsyncSession, subject: str, version: int
) -> list[dict[str, Any]]:
    """What was done to a subject after somebody saw this version of it."""
    rows = await db.execute(_SINCE, {"subject": subject, "version": version})
    return [_entry(**row) for row in rows.mappings()]


def _entry(
    version: int, actor: int, action: str, ts: datetime, changes: dict[str, Any]
) -> dict[str, Any]:
    return {
        "version": version,
        "user_id": actor,
        "action": action,
        "ts": ts.isoformat().replace("+00:00", "Z"),
        "changes": changes,
    }


def _plain(value: Any) -> Any:
    # Amounts have at most 15 digits, which a JSON number holds.
    return float(value)
