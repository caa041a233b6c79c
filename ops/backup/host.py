"""``python -m ops.backup.host docker|local backup|restore|check``: what people call.

The work itself is ``ops.backup``, run where the database, the secrets and
PostgreSQL's programs are: as a process beside the local stack, or as a one-shot
container. Around a restore the services stop, and start again in any case.
"""

import argparse
import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from dotenv import load_dotenv

from ops.backup import archive
from ops.backup.archive import Archive
from ops.backup.errors import BackupError
from ops.local.errors import LocalError
from ops.local.ports import Ports
from ops.local.postgres import binaries
from ops.local.programs import ROOT, SERVICES, setup_environment
from ops.local.stack import Stack

FOLDER = Path("backups")


class Host(ABC):
    """Where the stack runs."""

    @abstractmethod
    def one_shot(self, act: str, file: Path | None = None) -> None:
        """Run ``ops.backup``; raises LocalError when it fails, as it said why."""

    @abstractmethod
    def backup(self, target: Path) -> None: ...

    @abstractmethod
    def stop_services(self) -> None: ...

    @abstractmethod
    def start_services(self) -> None:
        """Returns once each is ready."""


class Local(Host):
    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        if not stack.running():
            raise LocalError("The stack is not running: `make up` first.")

    @classmethod
    def of_environment(cls) -> Self:
        home = Path(os.environ.get("PREVISTOCK_HOME") or ".local")
        return cls(Stack(home, Ports.from_environment()))

    def one_shot(self, act: str, file: Path | None = None) -> None:
        self._run(act, *([file.absolute()] if file else []))

    def backup(self, target: Path) -> None:
        self._run("create", "--to", target.absolute())

    def _run(self, *arguments: object) -> None:
        stack = self._stack
        environment = setup_environment(stack.home, stack.ports, stack.postgres)
        environment |= {
            "ETL_DATA_DIR": str(stack.home / "etl"),
            "PG_BIN": str(binaries()),
            "BACKUP_DIR": str(FOLDER.absolute()),
        }
        _call([sys.executable, "-m", "ops.backup", *map(str, arguments)], environment)

    def stop_services(self) -> None:
        for name in SERVICES:
            self._stack.stop_program(f"{name}_svc")

    def start_services(self) -> None:
        self._stack.start_services()


class Compose(Host):
    """Files come and go by standard input and output: the host's folders need not be
    readable for the container's user."""

    RUN = ("docker", "compose", "run", "--rm", "-T", "restore")

    def one_shot(self, act: str, file: Path | None = None) -> None:
        command = [*self.RUN, act, *(["-"] if file else [])]
        with (file or Path(os.devnull)).open("rb") as content:
            _call(command, stdin=content)

    def backup(self, target: Path) -> None:
        partial = target.with_name(target.name + archive.PARTIAL)
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                _call([*self.RUN, "create", "--stdout"], stdout=out)
            Archive.open(partial)
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)

    def stop_services(self) -> None:
        _call(["docker", "compose", "stop", *(f"{name}_svc" for name in SERVICES)])

    def start_services(self) -> None:
        _call(["docker", "compose", "up", "--wait", "--no-build"])


def _call(
    command: list[str],
    environment: dict[str, str] | None = None,
    *,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | (environment or {}),
        stdin=stdin, stdout=stdout, check=False,
    )  # fmt: skip
    if done.returncode:
        raise LocalError(f"`{' '.join(command[-3:])}` did not succeed; see above.")


def backup(host: Host, folder: Path = FOLDER) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / archive.file_name(datetime.now(UTC))
    host.backup(target)
    print(f"✓ {target} ({target.stat().st_size / 1e6:.1f} MB). Keep a copy elsewhere.")
    return target


def restore(host: Host, file: Path, *, yes: bool) -> None:
    host.one_shot("look", file)
    if not yes and not _agreed(file):
        print("Nothing was changed.")
        return
    started = time.monotonic()

    def step(words: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {words}", flush=True)

    step("stopping the services")
    host.stop_services()
    try:
        host.one_shot("restore", file)
    finally:
        step("starting the services")
        host.start_services()
    step("waiting until everything is built again")
    host.one_shot("settled")
    step("restored")
    print(f"✓ {file} is restored. The database that it replaced is kept as")
    print(
        "  previstock_replaced until the next restore; docs/backup.md tells how to drop it."
    )


def _agreed(file: Path) -> bool:
    print(f"Everything that came after {file} was made will be gone.")
    return input("Restore it in the place of what is there now? [y/N] ").strip() == "y"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ops.backup.host")
    parser.add_argument("stack", choices=["docker", "local"])
    parser.add_argument("act", choices=["backup", "restore", "check"])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    chosen = parser.parse_args()
    try:
        host: Host = Compose() if chosen.stack == "docker" else Local.of_environment()
        if chosen.act == "backup":
            backup(host)
        elif chosen.file is None or not chosen.file.is_file():
            raise LocalError(f"Which backup? file={FOLDER}/previstock-….tar")
        elif chosen.act == "check":
            host.one_shot("check", chosen.file)
        else:
            restore(host, chosen.file, yes=chosen.yes)
    except (LocalError, BackupError) as error:
        sys.exit(f"✗ {error}")


if __name__ == "__main__":
    # Compose reads the same file; a variable that is set already wins.
    load_dotenv(ROOT / ".env")
    main()
