"""Which backups stay: the newest of each of the last days and weeks that have one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from ops.backup import archive


def to_retain(moments: Iterable[datetime], *, daily: int, weekly: int) -> set[datetime]:
    """Days and weeks without a backup do not count, so that a machine which was off
    for a month keeps what it has. The newest always stays."""
    newest_first = sorted(moments, reverse=True)
    days = _newest_of_each(newest_first, lambda moment: moment.date(), daily)
    weeks = _newest_of_each(newest_first, lambda m: m.isocalendar()[:2], weekly)
    return {*newest_first[:1], *days, *weeks}


def _newest_of_each(
    newest_first: Sequence[datetime], period: Callable[[datetime], object], most: int
) -> list[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment), moment)
    return list(found.values())[:most]


def finished(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder by the time in their names."""
    files = folder.glob(f"{archive.PREFIX}*{archive.SUFFIX}")
    return {moment: file for file in files if (moment := archive.made_at(file))}


def prune(folder: Path, *, daily: int, weekly: int) -> list[Path]:
    """Delete what need not stay; the files deleted."""
    files = finished(folder)
    stay = to_retain(files, daily=daily, weekly=weekly)
    gone = [file for moment, file in sorted(files.items()) if moment not in stay]
    for file in gone:
        file.unlink()
    return gone
