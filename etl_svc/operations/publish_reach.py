"""Publish how far the data of a source reaches by an import."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import queries
from shared.contracts.history import HistoryReached
from shared.kafka import outbox


async def publish_reach(db: AsyncSession, job_ids: Sequence[int]) -> None:
    """Of imports that have come to their end, whichever it was; nothing of those that
    never sent a row."""
    reached = await queries.history_reached(db, job_ids)
    await outbox.put(db, *(HistoryReached(**asdict(line)) for line in reached))
