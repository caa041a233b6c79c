"""Where each group stands, kept in the database that its effects are in.

The broker's own note of it may be lost with the broker, or be ahead of a database
that was restored. Held against each other, the two tell what was lost.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiokafka import TopicPartition
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.epoch import SCHEMA

OnLoss = Callable[[AsyncSession, str], Awaitable[None]]
"""What makes good that events were lost, in the transaction that notes it, with
the reason."""


async def nothing_to_mend(_db: AsyncSession, _reason: str) -> None:
    """For groups whose work others ask for again."""


CREATE_TABLE = """
CREATE TABLE consumer_offsets (
    consumer_group text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    epoch uuid,
    next_offset bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer_group, topic, partition)
) WITH (fillfactor = 50)
"""
"""Executed by a migration of each service that consumes events."""

# A member that was thought dead may finish its batch after its successor's: what
# stands there only grows. Where the epoch has changed meanwhile no row is written.
_STORE = """
INSERT INTO consumer_offsets AS o (consumer_group, topic, partition, epoch, next_offset)
SELECT :group, topic, partition, CAST(:epoch AS uuid), next_offset FROM unnest(
    CAST(:topics AS text[]), CAST(:partitions AS integer[]), CAST(:offsets AS bigint[])
) AS x (topic, partition, next_offset) {where} ORDER BY topic, partition
ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET
    epoch = excluded.epoch, next_offset = {offset}, updated_at = clock_timestamp()
RETURNING 1
"""
_SAME_EPOCH = (
    f"WHERE EXISTS (SELECT FROM {SCHEMA}.epoch"
    " WHERE ended_at IS NULL AND epoch = CAST(:epoch AS uuid))"
)
_GROWN = "greatest(o.next_offset, excluded.next_offset)"
_READ = text(
    "SELECT topic, partition, epoch::text AS epoch, next_offset FROM consumer_offsets"
    " WHERE consumer_group = :group"
)


class EpochChanged(Exception):
    """The database was replaced under this client: it has to begin anew."""


@dataclass(frozen=True, slots=True)
class Stored:
    epoch: str | None
    next_offset: int


@dataclass(frozen=True, slots=True)
class Log:
    """What the broker has of a partition: offsets of the first event and behind the
    last, and what the group has committed."""

    first: int
    end: int
    committed: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """Where to read on, and what was lost, if anything was."""

    offset: int
    loss: str | None = None


def where_to_start(stored: Stored | None, epoch: str | None, log: Log) -> Start:
    """A group that has stored nothing yet believes the broker, as before.

    Otherwise the database is right: effects are committed there first, so it can
    only be ahead of the broker's note.
    """
    if stored is None:
        return _unstored(log)
    if log.committed is None:
        return Start(log.first, "the broker knows nothing of what was read")
    if stored.next_offset > log.end:
        return Start(log.first, "the log ends before what was read")
    if stored.next_offset < log.first:
        return Start(log.first, "events were deleted before they were read")
    if stored.epoch != epoch and None not in {stored.epoch, epoch}:
        return Start(stored.next_offset, "the database was restored")
    if log.committed > stored.next_offset:
        return Start(stored.next_offset, "the database knows less than was read")
    return Start(stored.next_offset)


def _unstored(log: Log) -> Start:
    if log.committed is None:
        return Start(log.first)
    if log.first <= log.committed <= log.end:
        return Start(log.committed)
    return Start(log.first, "what was read last is no longer in the log")


async def read(db: AsyncSession, group: str) -> dict[TopicPartition, Stored]:
    return {
        TopicPartition(row.topic, row.partition): Stored(row.epoch, row.next_offset)
        for row in await db.execute(_READ, {"group": group})
    }


async def store(
    db: AsyncSession,
    group: str,
    epoch: str | None,
    offsets: Mapping[TopicPartition, int],
    *,
    anew: bool = False,
) -> None:
    """Note what this transaction's effects come to. ``anew`` also sets back.

    Raises ``EpochChanged`` when the database is no longer the one of ``epoch``.
    """
    if not offsets:
        return
    statement = _STORE.format(
        where=_SAME_EPOCH if epoch else "",
        offset="excluded.next_offset" if anew else _GROWN,
    )
    topics, partitions, numbers = _columns(offsets.items())
    written = await db.execute(
        text(statement),
        {
            "group": group,
            "epoch": epoch,
            "topics": topics,
            "partitions": partitions,
            "offsets": numbers,
        },
    )
    if len(written.all()) != len(offsets):
        raise EpochChanged(f"the database has another epoch than {epoch}")


def _columns(
    offsets: Iterable[tuple[TopicPartition, int]],
) -> tuple[Sequence[str], Sequence[int], Sequence[int]]:
    rows = [(tp.topic, tp.partition, offset) for tp, offset in offsets]
    topics, partitions, numbers = zip(*rows, strict=True)
    return list(topics), list(partitions), list(numbers)
