"""Events are written in the transaction of what they report, and sent later.

A row holds one event, or a JSON array of events of one topic that the relay
expands. The message key and the event id come from the event itself
(``Event.routing`` and ``Event.identity``), so SQL functions that write rows
need to know no more than a topic and a payload. A row is deleted once the
broker has acknowledged it, so the table stays as small as the backlog.
"""

from collections.abc import Sequence
from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import request_id
from shared.contracts.base import Event
from shared.db.database import WROTE_EVENTS


class Lane(IntEnum):
    """Live rows go before import rows, so that a million-row import delays no sale."""

    LIVE = 0
    IMPORT = 1


CREATE_TABLE = """
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane smallint NOT NULL DEFAULT 0,
    topic text NOT NULL,
    payload json NOT NULL,
    correlation_id text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    parked_at timestamptz,
    error text
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX ix_outbox_lane_id ON outbox (lane, id) WHERE parked_at IS NULL
"""
"""Executed by each service's first migration; later changes are migrations."""

_INSERT = text(
    "INSERT INTO outbox (lane, topic, payload, correlation_id)"
    " VALUES (:lane, :topic, CAST(:payload AS json), :correlation_id)"
)


async def put(
    db: AsyncSession, *events: Event, lane: Lane = Lane.LIVE, batch: bool = False
) -> None:
    """Add events to this transaction.

    With ``batch`` all events, of one topic, share one row: what an import
    needs. Rows of one key keep the order in which its row lock was taken only
    when they are put after that lock; see ``stock.moved``.
    """
    if not events:
        return
    db.info[WROTE_EVENTS] = True
    if batch:
        topic = _only_topic(events)
        payloads = [(topic, "[" + ",".join(event.wire() for event in events) + "]")]
    else:
        payloads = [(event.topic, event.wire()) for event in events]
    await db.execute(
        _INSERT,
        [
            {
                "lane": int(lane),
                "topic": topic,
                "payload": payload,
                "correlation_id": request_id() or None,
            }
            for topic, payload in payloads
        ],
    )


def _only_topic(events: Sequence[Event]) -> str:
    topics = {event.topic for event in events}
    if len(topics) != 1:
        raise ValueError(f"a batch holds events of one topic, not {sorted(topics)}")
    return topics.pop()
