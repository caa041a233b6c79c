"""A backup a day. One that was missed, because the machine was off, is made at once."""

import asyncio
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from ops.backup import retention
from ops.backup.create import create
from ops.backup.errors import BackupError
from ops.backup.settings import Settings

RETRY = timedelta(minutes=15)
HEALTH_EVERY_S = 5
LATE = timedelta(hours=2)
"""How long after its time a backup may still be missing before that is a fault."""


def last_due(now: datetime, at: time) -> datetime:
    today = datetime.combine(now.date(), at, tzinfo=UTC)
    return today if today <= now else today - timedelta(days=1)


def pause(now: datetime, newest: datetime | None, at: time) -> timedelta:
    """How long to wait for the next backup; nothing when one is due."""
    due = last_due(now, at)
    if newest is None or newest < due:
        return timedelta(0)
    return due + timedelta(days=1) - now


def newest(folder: Path) -> datetime | None:
    return max(retention.finished(folder), default=None)


async def run(settings: Settings) -> None:
    """For ever, and tell all the while whether all is well."""
    await asyncio.gather(_make(settings), _tell_health(settings))


async def _tell_health(settings: Settings) -> None:
    """A file that is there and fresh while all is well: a check that starts an
    interpreter every few seconds would cost more than the backups."""
    file = settings.health_file
    while file is not None:
        if unhealthy(settings, datetime.now(UTC)) is None:
            file.touch()
        else:
            file.unlink(missing_ok=True)
        await asyncio.sleep(HEALTH_EVERY_S)


async def _make(settings: Settings) -> None:
    """A backup that failed is tried again after a quarter of an hour."""
    if settings.backup_at is None:
        print("no backups: BACKUP_AT is off", flush=True)
        await asyncio.Event().wait()
    while settings.backup_at is not None:
        wait = pause(datetime.now(UTC), newest(settings.backup_dir), settings.backup_at)
        if wait:
            # The clock may jump, and a machine may sleep: look again now and then.
            await asyncio.sleep(min(wait, timedelta(minutes=1)).total_seconds())
            continue
        try:
            await once(settings)
        except BackupError as error:
            print(f"backup failed: {error}", file=sys.stderr, flush=True)
            await asyncio.sleep(RETRY.total_seconds())


async def once(settings: Settings) -> None:
    made = await create(settings)
    print(f"backup: {made} ({made.stat().st_size / 1e6:.1f} MB)", flush=True)
    for file in retention.prune(
        settings.backup_dir, daily=settings.keep_daily, weekly=settings.keep_weekly
    ):
        print(f"no longer kept: {file}", flush=True)


def unhealthy(settings: Settings, now: datetime) -> str | None:
    """Why the schedule is not as it should be, or None."""
    if settings.backup_at is None:
        return None
    made = newest(settings.backup_dir)
    if made is None:
        return f"there is no backup in {settings.backup_dir} yet"
    due = last_due(now - LATE, settings.backup_at)
    return None if made >= due else f"the newest backup is of {made:%Y-%m-%d %H:%M}Z"
