"""``python -m ops.backup create|look|check|restore|settled|schedule|healthy|list``.

The one-shot steps of both run modes; people use ``make backup``, ``make restore``
and ``make restore-check``. Messages go to standard error, results to standard output.
"""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from ops.backup import retention, schedule
from ops.backup.archive import Archive
from ops.backup.check import check, say
from ops.backup.create import create
from ops.backup.errors import BackupError
from ops.backup.restore import look, restore
from ops.backup.settings import Settings
from ops.backup.settled import settled
from shared.settings import load

SECRET = "It holds the secrets of this installation: whoever has the file is admin."  # noqa: S105


def main() -> None:
    chosen = _parser().parse_args()
    settings = load(Settings)
    try:
        _ACTS[chosen.act](settings, chosen)
    except BackupError as error:
        sys.exit(f"✗ {error}")
    except (OSError, asyncpg.PostgresError) as error:
        # A full disk, most often: here or under the server.
        sys.exit(f"✗ {chosen.act} did not succeed: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops.backup")
    acts = parser.add_subparsers(dest="act", required=True)
    for name in _ACTS:
        act = acts.add_parser(name)
        if name in {"look", "check", "restore"}:
            act.add_argument("file", type=Path)
        if name == "create":
            act.add_argument("--to", type=Path, help="another file than by the time")
            act.add_argument("--stdout", action="store_true", help="write it there")
    return parser


def _create(settings: Settings, chosen: argparse.Namespace) -> None:
    started = time.monotonic()
    file = asyncio.run(create(settings, chosen.to))
    size, seconds = file.stat().st_size / 1e6, time.monotonic() - started
    _tell(f"{size:.1f} MB in {seconds:.1f} s. {SECRET}")
    _tell(_summary(Archive.open(file)))
    if not chosen.stdout:
        print(file)
        return
    try:
        with file.open("rb") as content:
            shutil.copyfileobj(content, sys.stdout.buffer)
    finally:
        file.unlink()


@contextmanager
def _file(settings: Settings, named: Path) -> Iterator[Path]:
    """The file that was named; ``-`` is what comes from standard input."""
    if str(named) != "-":
        yield named
        return
    with settings.work_folder() as folder:
        came = folder / "backup.tar"
        with came.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        yield came


def _look(settings: Settings, chosen: argparse.Namespace) -> None:
    with _file(settings, chosen.file) as file:
        print(_summary(look(file)))


def _check(settings: Settings, chosen: argparse.Namespace) -> None:
    started = time.monotonic()
    with _file(settings, chosen.file) as file:
        print(say(file, asyncio.run(check(settings, file))))
    _tell(f"{time.monotonic() - started:.1f} s")


def _restore(settings: Settings, chosen: argparse.Namespace) -> None:
    started = time.monotonic()

    def step(words: str) -> None:
        _tell(f"{time.monotonic() - started:6.1f} s  {words}")

    with _file(settings, chosen.file) as file:
        asyncio.run(restore(settings, file, step))


def _settled(settings: Settings, _chosen: argparse.Namespace) -> None:
    for name, value in asyncio.run(settled(settings)).items():
        print(f"{name}: {value}")


def _schedule(settings: Settings, _chosen: argparse.Namespace) -> None:
    asyncio.run(schedule.run(settings))


def _healthy(settings: Settings, _chosen: argparse.Namespace) -> None:
    if reason := schedule.unhealthy(settings, datetime.now(UTC)):
        raise BackupError(reason)


def _list(settings: Settings, _chosen: argparse.Namespace) -> None:
    for _, file in sorted(retention.finished(settings.backup_dir).items()):
        print(f"{file}  {file.stat().st_size / 1e6:.1f} MB")


def _summary(archive: Archive) -> str:
    manifest = archive.manifest
    rows = sum(table.rows for table in manifest.figures.tables.values())
    sums = ", ".join(f"{name} {value}" for name, value in manifest.figures.sums.items())
    return f"Made {manifest.made_at:%Y-%m-%d %H:%M:%S}Z: {rows:,} rows; {sums}."


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


_ACTS: dict[str, Callable[[Settings, argparse.Namespace], None]] = {
    "create": _create,
    "look": _look,
    "check": _check,
    "restore": _restore,
    "settled": _settled,
    "schedule": _schedule,
    "healthy": _healthy,
    "list": _list,
}

if __name__ == "__main__":
    main()
