"""``python -m ops.local up|down|ps|logs|produce|consume|admin|rotate|reset|dev|migrate``: the stack without Docker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from dotenv import load_dotenv
from rich.console import Console
from rich.table import Table

from ops import secrets
from ops.local import console as topics
from ops.local.errors import LocalError
from ops.local.ports import Ports
from ops.local.programs import ROOT
from ops.local.stack import Stack

app = typer.Typer(add_completion=False, no_args_is_help=True)
console = Console()
RPK_PROFILE = "/var/lib/redpanda/.config/rpk/rpk.yaml"
STATES = {"RUNNING": "green", "STARTING": "yellow", "STOPPED": "dim"}


@contextmanager
def _errors_as_one_line() -> Iterator[None]:
    """A failure is one line, not a trace."""
    try:
        yield
    except LocalError as error:
        console.print(f"[red]✗[/] {error}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


def _stack() -> Stack:
    home = Path(os.environ.get("PREVISTOCK_HOME") or ".local")
    return Stack(home, Ports.from_environment())


def _running() -> Stack:
    stack = _stack()
    if not stack.running():
        raise LocalError("The stack is not running: `make up` first.")
    return stack


@app.command()
def up() -> None:
    """Start everything and wait until it is ready."""
    started = time.monotonic()
    if warning := secrets.without_effect():
        console.print(f"[yellow]![/] {warning}", highlight=False, soft_wrap=True)
    with _errors_as_one_line():
        stack = _stack()
        with console.status("starting …") as status:

            def progress(step: str) -> None:
                status.update(f"{step} …")
                if not console.is_terminal:
                    console.print(f"· {step}")

            stack.up(progress)
    console.print(
        f"[green]✓[/] Previstock is ready ({time.monotonic() - started:.0f} s)\n"
    )
    _addresses(stack.ports, operator=stack.kafka.accounts.get(secrets.OPERATOR, ""))


def _addresses(ports: Ports, *, operator: str, site: str = "") -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("Web client", site or f"http://localhost:{ports.web}")
    for name in ("auth", "products", "sales", "forecast", "etl"):
        table.add_row(f"{name} API", f"http://localhost:{getattr(ports, name)}/docs")
    table.add_row("PostgreSQL", f"localhost:{ports.postgres}")
    asks = f"  user {secrets.OPERATOR}, password {operator}" if operator else ""
    table.add_row("Kafka", f"localhost:{ports.kafka}{asks}")
    console.print(table, soft_wrap=True)
    console.print(
        "\nNext: [bold]make demo[/] fills a shop; [bold]make down[/] stops it all."
    )


@app.command()
def addresses() -> None:
    """Where everything can be found, in containers."""
    site = os.environ.get("SITE_ADDRESS", "").split(",")[0].strip()
    if site and "://" not in site:
        site = f"https://{site}"
    with _errors_as_one_line():
        _addresses(Ports.from_environment(), operator=_operators_password(), site=site)


def _operators_password() -> str:
    """In containers the broker has it, for `rpk`."""
    done = subprocess.run(
        ["docker", "compose", "exec", "-T", "kafka", "cat", RPK_PROFILE],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return secrets.password_in_profile(done.stdout) if done.returncode == 0 else ""


@app.command()
def down() -> None:
    """Stop everything; the data stays."""
    with _errors_as_one_line(), console.status("stopping …"):
        _stack().down()
    console.print("[green]✓[/] stopped; the data stays (`make reset` deletes it)")


@app.command()
def ps() -> None:
    """What runs, and since when."""
    with _errors_as_one_line():
        stack = _stack()
        if not stack.running():
            console.print("Nothing runs. Start with `make up`.")
            return
        table = Table(box=None, pad_edge=False)
        for title in ("part", "state", "details"):
            table.add_column(title)
        for process in stack.processes():
            state = process["statename"]
            colour = STATES.get(state, "red")
            table.add_row(
                process["name"], f"[{colour}]{state}[/]", process["description"]
            )
        console.print(table)


@app.command()
def logs(part: Annotated[str, typer.Argument()] = "") -> None:
    """Follow the logs, of one part or of all."""
    with _errors_as_one_line():
        folder = _stack().home / "logs"
        files = sorted(folder.glob(f"{part or '*'}.log"))
        if not files:
            raise LocalError(f"There is no log of {part or 'anything'} in {folder}.")
    subprocess.run(["tail", "-n", "20", "-F", *map(str, files)], check=False)


@app.command()
def produce(topic: Annotated[str, typer.Argument()] = "") -> None:
    """Send each line typed, a JSON value, to a topic; Ctrl-D ends it."""
    with _errors_as_one_line():
        topics.produce(_running().kafka, topic)


@app.command()
def consume(
    topic: Annotated[str, typer.Argument()] = "",
    count: Annotated[int | None, typer.Option("-n", min=1, help="End then")] = None,
) -> None:
    """Read a topic from its start: headers and value of each message."""
    with _errors_as_one_line():
        topics.consume(_running().kafka, topic, count=count)


@app.command()
def admin() -> None:
    """Make an admin from this shell: asks for name, e-mail address and password."""
    with _errors_as_one_line():
        raise typer.Exit(_running().accounts("create-admin"))


@app.command()
def reset_password() -> None:
    """Give an account a new password: asks for its e-mail address and the password."""
    with _errors_as_one_line():
        raise typer.Exit(_running().accounts("reset-password"))


@app.command()
def remove_second_factor() -> None:
    """For who has lost their phone: asks for the account's e-mail address."""
    with _errors_as_one_line():
        raise typer.Exit(_running().accounts("remove-second-factor"))


@app.command()
def rotate() -> None:
    """Sign tokens with a new key from now on; nobody is signed out."""
    with _errors_as_one_line():
        secrets.rotate(_stack().home / "secrets")
    console.print("[green]✓[/] A new key signs from now on.")


@app.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Stop everything and delete all data. Asks first."""
    with _errors_as_one_line():
        stack = _stack()
        if not yes and not typer.confirm(f"Delete all data of {stack.home}?"):
            console.print("Nothing was deleted.")
            return
        stack.erase()
    console.print("[green]✓[/] all data deleted")


@app.command()
def dev(service: str) -> None:
    """Run one service with reload in place of the supervised one."""
    with _errors_as_one_line():
        _stack().develop(service)


@app.command(context_settings={"ignore_unknown_options": True})
def migrate(
    arguments: Annotated[list[str] | None, typer.Argument()] = None,
) -> None:
    """Run the migrations on the running stack: [SERVICE …] [--check] [--revision TEXT]."""
    with _errors_as_one_line():
        raise typer.Exit(_stack().migrate(arguments or []))


if __name__ == "__main__":
    # Compose reads the same file; a variable that is set already wins.
    load_dotenv(ROOT / ".env")
    sys.exit(app())
