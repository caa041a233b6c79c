"""``make demo``: a shop to look at, made through the public API alone.

The first admin, a catalogue and two years of made-up sales, two more locations,
suppliers with terms and orders in every state, then the forecasts of a few
products. Running it again changes nothing.
"""

import sys
import time
from functools import partial
from typing import Any

import httpx
from dotenv import load_dotenv
from rich.console import Console
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from ops.buying import Buying
from ops.keeping import Keeping
from ops.local.errors import LocalError
from ops.local.ports import Ports
from ops.local.programs import ROOT

EMAIL = "admin@example.com"
PASSWORD = "admin123"  # noqa: S105 - everybody knows it
HISTORY = {"products": 40, "days": 730, "seed": 2026, "profile": "grocery"}
SHOWN = 5
HORIZON_DAYS = 7
DEADLINE_S = 300
SPARKS = "▁▂▃▄▅▆▇█"

console = Console()


class Demo:
    """Signed in as the demo's admin."""

    def __init__(self, ports: Ports, http: httpx.Client) -> None:
        self._ports = ports
        self._http = http

    def run(self) -> None:
        self._sign_in()
        job = self._finish(self._ask("POST", "etl", "/api/etl/synthetic", json=HISTORY))
        if job["status"] != "done":
            raise LocalError(f"The history could not be made: {job['error']}")
        known = job["rows_duplicate"]
        console.print(
            f"[green]✓[/] {job['rows_recorded']:,} sales recorded"
            + (f", {known:,} were there already" if known else "")
        )
        started = time.monotonic()
        currency = self._ask("GET", "auth", "/api/auth/shop")["currency"]
        orders = Buying(self._ask, partial(self._table, job["id"]), currency).run()
        Keeping(self._ask).run()
        console.print(
            f"[green]✓[/] locations, suppliers and their terms, {orders} orders, lots,"
            " transfers and counts"
            f" ({time.monotonic() - started:.1f} s)"
        )
        self._show_forecasts()
        self._say_where()

    def _sign_in(self) -> None:
        admin = {"name": "Admin", "email": EMAIL, "password": PASSWORD, "role": "admin"}
        auth = self._ports.url("auth") + "/api/auth"
        registered = self._http.post(f"{auth}/register", json=admin)
        if registered.status_code == 201:
            console.print(f"[green]✓[/] first admin: {EMAIL}")
        credentials = {"email": EMAIL, "password": PASSWORD}
        answer = self._http.post(f"{auth}/login", json=credentials)
        if answer.status_code == 401:
            raise LocalError(_why_not_made(registered))
        if answer.is_error:
            raise LocalError(f"{EMAIL} cannot sign in: {answer.text}")
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def _finish(self, job: dict[str, Any]) -> dict[str, Any]:
        columns = (
            TextColumn("two years of sales"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        deadline = time.monotonic() + DEADLINE_S
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("", total=job["rows_total"])
            while job["status"] in {"queued", "running"}:
                if time.monotonic() > deadline:
                    raise LocalError(
                        f"The history is not complete after {DEADLINE_S} s."
                    )
                time.sleep(0.3)
                job = self._ask("GET", "etl", f"/api/etl/jobs/{job['id']}")
                progress.update(
                    task, completed=_dealt_with(job), total=job["rows_total"]
                )
        return job

    def _show_forecasts(self) -> None:
        products = self._ask(
            "GET", "products", "/api/products", params={"limit": SHOWN}
        )
        table = Table(
            title=f"The next {HORIZON_DAYS} days", title_justify="left", box=None
        )
        for title in ("product", "a day", "", "95 % between", "from"):
            table.add_column(title)
        for product in products:
            query = {"product_id": product["id"], "horizon_days": HORIZON_DAYS}
            answer = self._ask("GET", "forecast", "/api/forecast", params=query)
            mean = sum(answer["forecast"]) / HORIZON_DAYS
            table.add_row(
                product["name"],
                f"{mean:.1f}",
                _sparkline(answer["forecast"]),
                f"{min(answer['lower']):.0f} and {max(answer['upper']):.0f}",
                answer["model"]["name"],
            )
        console.print(table)

    def _say_where(self) -> None:
        console.print(
            Panel(
                f"Look: http://localhost:{self._ports.web}\n"
                f"Sign in: [bold]{EMAIL}[/] / [bold]{PASSWORD}[/]\n"
                "[bold red]Everybody knows this password: change it before anyone else"
                " can reach this system.[/]",
                expand=False,
            )
        )

    def _table(self, job_id: int, name: str) -> str:
        """What is known of where the made-up shop buys."""
        path = f"/api/etl/jobs/{job_id}/purchasing/{name}"
        return self._request("GET", "etl", path).text

    def _ask(self, method: str, service: str, path: str, **options: Any) -> Any:
        return self._request(method, service, path, **options).json()

    def _request(
        self, method: str, service: str, path: str, **options: Any
    ) -> httpx.Response:
        answer = self._http.request(method, self._ports.url(service) + path, **options)
        if answer.is_error:
            raise LocalError(f"{method} {path}: {answer.text}")
        return answer


def _why_not_made(refusal: httpx.Response) -> str:
    """Why there is no account with the demo's password, and what helps."""
    match refusal.json().get("code"):
        case "role_not_allowed":
            return (
                f"There is an admin already, and {EMAIL} is missing or has another"
                f" password than {PASSWORD}. If it is missing, `make admin` makes it;"
                " `make reset` deletes everything and starts over."
            )
        case "email_taken":
            return (
                f"{EMAIL} has another password than {PASSWORD}."
                " `make reset` deletes everything and starts over."
            )
        case _:
            return f"The demo's admin cannot be made: {refusal.text}"


def _dealt_with(job: dict[str, Any]) -> int:
    parts = ("rows_folded", "rows_duplicate", "rows_zero", "rows_rejected")
    return sum(job[part] for part in parts)


def _sparkline(values: list[float]) -> str:
    top = max(values) or 1
    return "".join(SPARKS[round(value / top * (len(SPARKS) - 1))] for value in values)


def main() -> None:
    try:
        with httpx.Client(timeout=30) as http:
            Demo(Ports.from_environment(), http).run()
    except LocalError as error:
        console.print(f"[red]✗[/] {error}", highlight=False, soft_wrap=True)
        sys.exit(1)
    except httpx.TransportError:
        console.print("[red]✗[/] Nothing answers: start with `make up`.")
        sys.exit(1)


if __name__ == "__main__":
    load_dotenv(ROOT / ".env")
    main()
