"""The whole system as processes under supervisord; used by `make up` and tests."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

import httpx
import psutil
from supervisor.xmlrpc import SupervisorTransport

from ops import secrets
from ops.local import node
from ops.local.errors import LocalError
from ops.local.kafka import Kafka
from ops.local.ports import Ports, listening
from ops.local.postgres import Postgres
from ops.local.programs import (
    MARK,
    ROOT,
    SERVICES,
    Program,
    programs,
    service_environment,
    setup_environment,
    supervisord_configuration,
    uvicorn,
)
from ops.local.servers import tail

READY_TIMEOUT_S = 90
STOP_TIMEOUT_S = 60

Progress = Callable[[str], None]


class Stack:
    """One stack, known by its ``home``: data, logs, secrets and run files."""

    def __init__(
        self, home: Path, ports: Ports | None = None, *, durable: bool = True
    ) -> None:
        """Not ``durable``, its database never waits for the disk, as tests like it."""
        self.home = Path(home).absolute()
        # What is below is whoever's files; others on this machine get no further.
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        self.ports = ports or Ports()
        secrets.write_missing(self.home / "secrets")
        password = (self.home / "secrets" / "postgres" / "password").read_text()
        self.postgres = Postgres(
            self.home / "postgres",
            self.ports.postgres,
            password=password,
            durable=durable,
        )
        self.kafka = Kafka(
            self.home / "kafka",
            self.ports.kafka,
            accounts=secrets.broker_accounts(self.home / "secrets"),
        )

    def up(self, progress: Progress = lambda _step: None, *, web: bool = True) -> None:
        """Start what does not run yet; returns once every service is ready."""
        for folder in ("logs", "run", "etl"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        building = _InBackground(node.build_web) if web else None
        if not self.running():
            self._end_leftovers()
            self.ports.refuse_busy()
            progress("starting PostgreSQL and Kafka")
            self._start_supervisor()
        self._rpc("reloadConfig")
        for broker in (self.postgres, self.kafka):
            self._start(type(broker).__name__.lower())
            broker.wait_ready(
                self.home / "logs" / f"{type(broker).__name__.lower()}.log"
            )
        self.kafka.ensure_accounts()
        progress("roles, schemas and topics")
        self._one_shots()
        progress("starting the services")
        for name in SERVICES:
            self._start(f"{name}_svc")
        if building is not None:
            progress("building the web client")
            building.result()
            self._start("web")
        progress("waiting until every service is ready")
        self._wait_ready((*SERVICES, "web") if web else SERVICES)

    def down(self) -> None:
        """Stop everything; the data stays."""
        pid = self._supervisor_pid()
        if pid is not None:
            psutil.Process(pid).send_signal(signal.SIGTERM)
            _wait_ended([psutil.Process(pid)])
        self._end_leftovers()

    def erase(self) -> None:
        """Stop everything and delete all data."""
        self.down()
        self.postgres.erase()
        shutil.rmtree(self.home, ignore_errors=True)

    def running(self) -> bool:
        """Whether this stack's supervisor answers."""
        try:
            self._rpc("getState")
        except LocalError:
            return False
        return True

    def processes(self) -> list[dict[str, Any]]:
        """supervisord's view: name, statename, pid, description."""
        found: list[dict[str, Any]] = self._rpc("getAllProcessInfo")
        return found

    def unready(self) -> dict[str, str]:
        """Parts that do not answer as they should now, and why."""
        reasons = {name: self._not_ready(name) for name in (*SERVICES, "web")}
        return {name: reason for name, reason in reasons.items() if reason}

    def pid(self, name: str) -> int:
        """The process id of a part, such as ``sales_svc``."""
        return int(self._rpc("getProcessInfo", name)["pid"])

    def kill(self, name: str) -> int:
        """SIGKILL, as a crash would; the process id that was ended."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop_program(self, name: str) -> None:
        self._rpc("stopProcess", name)

    def start_program(self, name: str) -> None:
        """Returns when it has run for a second; it need not be ready then.

        Nothing when it runs already.
        """
        self._start(name)

    def start_services(self) -> None:
        """Start those that do not run; returns once every one is ready."""
        for name in SERVICES:
            self._start(f"{name}_svc")
        self._wait_ready(SERVICES)

    def develop(self, service: str) -> None:
        """Replace one supervised service by one that reloads on every change."""
        name = service.removesuffix("_svc")
        if name not in SERVICES:
            raise LocalError(
                f"{service} is no service; there are: {', '.join(SERVICES)}."
            )
        if not self.running():
            raise LocalError("The stack is not running: `make up` first.")
        self.stop_program(f"{name}_svc")
        command = [*uvicorn(name, getattr(self.ports, name)), "--reload"]
        environment = os.environ | service_environment(name, self.home, self.ports)
        try:
            subprocess.run(command, cwd=ROOT, env=environment, check=False)
        finally:
            self._start(f"{name}_svc")

    def accounts(self, task: str) -> int:
        """``python -m auth_svc create-admin`` and the like on this stack; its exit
        status."""
        environment = os.environ | service_environment("auth", self.home, self.ports)
        command = [sys.executable, "-m", "auth_svc", task]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=False
        ).returncode

    def migrate(self, arguments: list[str]) -> int:
        """``python -m ops.migrate`` on this stack's database; its exit status."""
        if not self.running():
            raise LocalError("The stack is not running: `make up` first.")
        environment = os.environ | setup_environment(
            self.home, self.ports, self.postgres
        )
        command = [sys.executable, "-m", "ops.migrate", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=False
        ).returncode

    def _programs(self) -> list[Program]:
        return programs(self.home, self.ports, self.postgres, self.kafka)

    def _start_supervisor(self) -> None:
        self.postgres.initialise()
        # Switched on or off where Kafka starts, which asks for them from then on.
        self.kafka.accounts = secrets.write_broker_accounts(
            self.home / "secrets", wanted=secrets.accounts_wanted()
        )
        self.kafka.initialise()
        configuration = self.home / "run" / "supervisord.conf"
        configuration.write_text(supervisord_configuration(self.home, self._programs()))
        configuration.chmod(0o600)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-c", str(configuration)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise LocalError(f"supervisord did not start: {done.stderr.strip()}")
        _until(self.running, 15, "supervisord does not answer")

    def _start(self, name: str) -> None:
        try:
            self._rpc("startProcess", name)
        except LocalError as error:
            if "ALREADY_STARTED" not in str(error):
                log = self.home / "logs" / f"{name}.log"
                raise LocalError(f"{name} did not start: {tail(log)}") from error

    def _one_shots(self) -> None:
        environment = os.environ | setup_environment(
            self.home, self.ports, self.postgres
        )
        for module in ("ops.postgres.roles", "ops.migrate", "ops.topics"):
            done = subprocess.run(
                [sys.executable, "-m", module],
                cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                last = (done.stderr or done.stdout).strip().splitlines()[-3:]
                raise LocalError(f"{module} failed: {' / '.join(last)}")

    def _wait_ready(self, parts: Iterable[str]) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        for name in parts:
            while (reason := self._not_ready(name)) is not None:
                if time.monotonic() > deadline:
                    program = name if name == "web" else f"{name}_svc"
                    log = self.home / "logs" / f"{program}.log"
                    raise LocalError(
                        f"{program} is not ready after {READY_TIMEOUT_S} s: {reason}."
                        f" Last lines of {log}: {tail(log)}"
                    )
                time.sleep(0.2)

    def _not_ready(self, name: str) -> str | None:
        if name == "web":
            return None if listening(self.ports.web) else "does not listen"
        try:
            answer = httpx.get(f"{self.ports.url(name)}/health/ready", timeout=5)
        except httpx.HTTPError as error:
            return str(error) or type(error).__name__
        return None if answer.status_code == 200 else answer.text

    def _rpc(self, method: str, *arguments: object) -> Any:
        socket = f"unix://{self.home}/run/supervisor.sock"
        transport: Any = SupervisorTransport(None, None, socket)
        try:
            proxy = ServerProxy("http://127.0.0.1", transport=transport)
            return getattr(proxy.supervisor, method)(*arguments)
        except Fault as fault:
            raise LocalError(f"{method}: {fault.faultString}") from fault
        except (OSError, HTTPException) as error:
            raise LocalError(f"supervisord does not answer: {error}") from error
        finally:
            transport.close()

    def _supervisor_pid(self) -> int | None:
        try:
            return int(self._rpc("getPID"))
        except LocalError:
            return None

    def _end_leftovers(self) -> None:
        """End what a killed supervisor left behind, and only that."""
        left = [process for process in psutil.process_iter() if self._ours(process)]
        for process in left:
            _signal(process)
        _wait_ended(left)

    def _ours(self, process: psutil.Process) -> bool:
        try:
            return bool(process.environ().get(MARK) == str(self.home))
        except (psutil.Error, OSError):
            return False


class _InBackground:
    """One function on a thread; its failure appears at ``result``."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._error: Exception | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self._error = error

    def result(self) -> None:
        self._thread.join()
        if self._error is not None:
            raise self._error


def _signal(process: psutil.Process) -> None:
    """Ask to end; INT is PostgreSQL's fast shutdown and ends its helpers too."""
    with suppress(psutil.NoSuchProcess):
        fast = process.name() == "postgres"
        process.send_signal(signal.SIGINT if fast else signal.SIGTERM)


def _wait_ended(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=STOP_TIMEOUT_S)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def _until(met: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            raise LocalError(otherwise)
        time.sleep(0.1)
