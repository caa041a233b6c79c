"""What the local stack runs: commands and environments, as supervisord reads them."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ops.local import node
from ops.local.kafka import Kafka
from ops.local.ports import Ports
from ops.local.postgres import Postgres
from ops.secrets import OPERATOR

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = ("auth", "products", "sales", "forecast", "etl")
DATABASE = "previstock"
MARK = "PREVISTOCK_STACK"
"""Set for every process of a stack, so that leftovers of a killed supervisor
are known by it and nobody else's process is ever ended."""


@dataclass(frozen=True)
class Program:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    starts_first: bool = False
    stop_signal: str = "TERM"


def programs(
    home: Path, ports: Ports, postgres: Postgres, kafka: Kafka
) -> list[Program]:
    return [
        # INT is PostgreSQL's fast shutdown: it does not wait for clients.
        Program("postgres", postgres.command(), starts_first=True, stop_signal="INT"),
        Program("kafka", kafka.command(), starts_first=True),
        *(_service(name, home, ports) for name in SERVICES),
        _front(home, ports),
    ]


def service_environment(name: str, home: Path, ports: Ports) -> dict[str, str]:
    """What one service is told; it sees its own secrets only."""
    secrets = home / "secrets" / name
    environment = {
        "DB_URL": f"postgresql+asyncpg://{name}_app@127.0.0.1:{ports.postgres}/{DATABASE}",
        "DB_PASSWORD_FILE": str(secrets / "db_password"),
        "JWT_ALGORITHM": os.environ.get("JWT_ALGORITHM") or "RS256",
        "JWT_SECRET_FILE": str(secrets / "jwt_secret"),
        "JWT_PUBLIC_KEY_PATH": str(secrets / "jwt_public"),
        "AUTH_URL": ports.url("auth"),
        "PRODUCTS_URL": ports.url("products"),
        "SALES_URL": ports.url("sales"),
        "ETL_URL": ports.url("etl"),
    } | _broker_environment(ports, f"{name}_svc", secrets / "kafka_password")
    # First values of the shop's settings. supervisord passes on its own environment,
    # which may be an older one.
    for variable in (
        "BUSINESS_TZ",
        "SHOP_NAME",
        "SHOP_CURRENCY",
        "SHOP_COUNTRY",
        "AUDIT_KEEP_DAYS",
    ):
        environment[variable] = os.environ.get(variable, "")
    if name == "products":
        address = os.environ.get("SHOP_ELECTRONIC_ADDRESS", "")
        environment["SHOP_ELECTRONIC_ADDRESS"] = address
    if (secrets / "smtp_url").exists():
        environment["SMTP_URL_FILE"] = str(secrets / "smtp_url")
        for variable in ("MAIL_FROM", "PUBLIC_URL"):
            environment[variable] = os.environ.get(variable, "")
    if name == "auth":
        environment |= _auth_environment(secrets)
    if (secrets / "client_secret").exists():
        environment["SERVICE_CLIENT_SECRET_FILE"] = str(secrets / "client_secret")
    if name == "etl":
        environment["ETL_DATA_DIR"] = str(home / "etl")
        environment["ETL_WATCH_DIR"] = str(home / "inbox")
    return environment


def _auth_environment(secrets: Path) -> dict[str, str]:
    """Who comes in: what only auth_svc is told."""
    given = (
        "REGISTRATION",
        "OIDC_ISSUER",
        "OIDC_CLIENT_ID",
        "OIDC_NAME",
    )
    return {
        "JWT_PRIVATE_KEY_PATH": str(secrets / "jwt_private"),
        "FRONT_SECRET_FILE": str(secrets / "front_secret"),
        "OIDC_CLIENT_SECRET_FILE": str(secrets / "oidc_client_secret"),
        "SERVICE_CLIENTS_DIR": str(secrets / "clients"),
    } | {variable: os.environ.get(variable, "") for variable in given}


def setup_environment(home: Path, ports: Ports, postgres: Postgres) -> dict[str, str]:
    """For the one-shot steps: roles, migrations, topics."""
    return {
        "ADMIN_DB_URL": postgres.url("postgres", "postgres"),
        "ADMIN_DB_PASSWORD_FILE": str(home / "secrets" / "postgres" / "password"),
        "SECRETS_DIR": str(home / "secrets"),
        "MIGRATION_DB_URL": postgres.url("{schema}_owner", DATABASE),
        "MIGRATION_PASSWORD_DIR": str(home / "secrets" / "owners"),
    } | _broker_environment(ports, OPERATOR, home / "secrets" / "kafka" / "password")


def _broker_environment(ports: Ports, account: str, password: Path) -> dict[str, str]:
    """An older version, which may still be running, made no such file."""
    address = {"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{ports.kafka}"}
    if not password.exists():
        return address
    return address | {"KAFKA_USERNAME": account, "KAFKA_PASSWORD_FILE": str(password)}


def uvicorn(name: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "uvicorn", f"{name}_svc.app:app",
        "--host", "127.0.0.1", "--port", str(port),
        "--timeout-graceful-shutdown", "15", "--no-access-log",
        # Everybody here comes from the address that uvicorn would believe.
        "--no-proxy-headers",
    ]  # fmt: skip


def _service(name: str, home: Path, ports: Ports) -> Program:
    return Program(
        f"{name}_svc",
        uvicorn(name, getattr(ports, name)),
        service_environment(name, home, ports),
    )


def _front(home: Path, ports: Ports) -> Program:
    return Program(
        "web",
        [str(node.binary()), str(node.FRONT / "server.mjs")],
        {f"{name.upper()}_URL": ports.url(name) for name in SERVICES}
        | {
            "FRONT_PORT": str(ports.web),
            "FRONT_SECRET_FILE": str(home / "secrets" / "front" / "front_secret"),
            "WEB_DIST": str(node.WEB / "dist"),
        },
    )


def supervisord_configuration(home: Path, all_programs: list[Program]) -> str:
    run = home / "run"
    user = "user=root\n" if os.geteuid() == 0 else ""
    parts = [
        f"[supervisord]\nlogfile={home}/logs/supervisord.log\nlogfile_maxbytes=5MB\n"
        f"pidfile={run}/supervisord.pid\nchildlogdir={home}/logs\n"
        f"directory={ROOT}\nidentifier=previstock\n{user}",
        f"[unix_http_server]\nfile={run}/supervisor.sock\nchmod=0700\n",
        "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory ="
        " supervisor.rpcinterface:make_main_rpcinterface\n",
    ]
    parts += [_section(home, program) for program in all_programs]
    return "\n".join(parts)


def _section(home: Path, program: Program) -> str:
    environment = program.environment | {MARK: str(home), "PYTHONUNBUFFERED": "1"}
    settings = {
        "command": " ".join(_quoted(part) for part in program.command),
        "environment": ",".join(f"{k}={_quoted(v)}" for k, v in environment.items()),
        "autostart": str(program.starts_first).lower(),
        "autorestart": "true",
        # After three tries it would give up for good.
        "startretries": "1000000",
        "startsecs": "1",
        "stopsignal": program.stop_signal,
        "stopwaitsecs": "40",
        "stopasgroup": "false",
        "killasgroup": "true",
        "priority": "1" if program.starts_first else "10",
        "redirect_stderr": "true",
        "stdout_logfile": f"{home}/logs/{program.name}.log",
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "2",
    }
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    return f"[program:{program.name}]\n{lines}"


def _quoted(text: str) -> str:
    escaped = text.replace("%", "%%").replace('"', '\\"')
    return f'"{escaped}"'
