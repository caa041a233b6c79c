"""``python -m etl_svc upload FILE``: import a file from a terminal, and watch it.

Talks to the system through its front like any other client, so it needs an
account of a manager: ``PREVISTOCK_TOKEN``, or an e-mail address and a password
(``PREVISTOCK_EMAIL``, ``PREVISTOCK_PASSWORD``; what is missing is asked for).
Stopping it does not stop an import that has begun.
"""

import json
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import httpx
import typer
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

OVER = {"unmapped", "checked", "done", "failed", "cancelled", "undone"}
RETRY_S = 0.2
AWAY_S = 60.0
"""How long a service may be away while its job is watched."""
SEND_BYTES = 256 * 1024
SHOWN_PROBLEMS = 10
SHOWN_COLUMNS = 50
BOUNDARY = "previstock-upload"

app = typer.Typer(add_completion=False, no_args_is_help=True)
console = Console(stderr=True, highlight=False)


@app.callback()
def main() -> None:
    """Imports of Previstock, from a terminal."""


Url = Annotated[
    str, typer.Option(envvar="PREVISTOCK_URL", help="Where the system answers")
]
Token = Annotated[str, typer.Option(envvar="PREVISTOCK_TOKEN")]
Email = Annotated[str, typer.Option(envvar="PREVISTOCK_EMAIL")]
Password = Annotated[
    str, typer.Option(envvar="PREVISTOCK_PASSWORD", show_default=False)
]


@app.command()
def upload(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV or XLSX, also gzip or zip"
        ),
    ],
    url: Url = "http://localhost:8080",
    token: Token = "",
    email: Email = "",
    password: Password = "",
    source: Annotated[
        str, typer.Option(help="Rows are recognised again within one source only")
    ] = "file",
    on_unknown: Annotated[
        Literal["create", "reject"], typer.Option(help="Rows of unknown products")
    ] = "create",
    on_error: Annotated[
        Literal["skip", "reject"],
        typer.Option(help="Leave bad rows out, or import nothing when there are any"),
    ] = "skip",
    default_price: Annotated[
        float, typer.Option(help="Of products created from rows without a price")
    ] = 0.0,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD:COLUMN, such as sku:Article; again for each"),
    ] = None,
    preset: Annotated[
        str, typer.Option(help="The export it is, when its header does not tell")
    ] = "",
    dates: Annotated[
        Literal["ymd", "dmy", "mdy", ""],
        typer.Option(help="The order of day, month and year"),
    ] = "",
    decimal: Annotated[
        Literal[".", ",", ""], typer.Option(help="The decimal mark")
    ] = "",
    returns: Annotated[
        bool,
        typer.Option("--returns", help="Quantities below zero came back"),
    ] = False,
    shift_dates: Annotated[
        bool,
        typer.Option(
            "--shift-dates", help="MOVE ALL DAYS so that the last one is yesterday"
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, import nothing yet")
    ] = False,
) -> None:
    """Import a file and show how far it is; exit status 1 when it fails."""
    if shift_dates:
        console.print(
            "[bold yellow]All days of this file are moved so that the last one is"
            " yesterday: for trying out, never for a shop's own sales.[/]"
        )
    told = {"preset": preset, "dates": dates, "decimal": decimal}
    options: dict[str, str | list[str]] = {
        **{name: value for name, value in told.items() if value},
        "map": columns or [],
        "on_negative": "return" if returns else "reject",
        "shift_dates": str(shift_dates).lower(),
        "source": source,
        "on_unknown": on_unknown,
        "on_error": on_error,
        "default_price": str(Decimal(str(default_price))),
        "dry_run": str(dry_run).lower(),
    }
    with _system(url, token, email, password) as http:
        job = _watched(http, _sent(http, file, options))
    _report(job)


@app.command()
def commit(
    job: Annotated[int, typer.Argument(help="Number of a dry run")],
    url: Url = "http://localhost:8080",
    token: Token = "",
    email: Email = "",
    password: Password = "",
) -> None:
    """Import what a dry run has checked."""
    with _system(url, token, email, password) as http:
        begun = _checked(http.post(f"/api/etl/jobs/{job}/commit"))
        done = _watched(http, begun)
    _report(done)


@contextmanager
def _system(
    url: str, token: str, email: str, password: str
) -> Generator[httpx.Client, None, None]:
    """Ends the command with a sentence when nobody answers there."""
    if not token:
        # Before any bar is drawn.
        email = email or typer.prompt("E-mail", err=True)
        password = password or typer.prompt("Password", hide_input=True, err=True)
    account = Account(token, email, password)
    with httpx.Client(base_url=url, timeout=60, auth=account) as http:
        try:
            yield http
        except httpx.TransportError as error:
            _stop(f"{url} does not answer: {error}")


class Account(httpx.Auth):
    """A token, or the account that gets one: again when it has run out, since an
    import may take longer than a token lasts."""

    requires_response_body = True

    def __init__(self, token: str, email: str, password: str) -> None:
        self._token = token
        self._email = email
        self._password = password

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._token:
            yield from self._sign_in(request.url)
        request.headers["Authorization"] = f"Bearer {self._token}"
        answer = yield request
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._email:
            yield from self._sign_in(request.url)
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request

    def _sign_in(
        self, url: httpx.URL
    ) -> Generator[httpx.Request, httpx.Response, None]:
        account = {"email": self._email, "password": self._password}
        answer = yield httpx.Request("POST", url.join("/api/auth/login"), json=account)
        self._token = _checked(answer)["access_token"]


def _sent(
    http: httpx.Client, file: Path, options: dict[str, str | list[str]]
) -> dict[str, Any]:
    """The job of the file, once all of it has arrived. It is read as it is sent."""
    size = file.stat().st_size
    head, tail = _form(file.name)
    with Progress(
        TextColumn("sending"), BarColumn(), DownloadColumn(), console=console
    ) as progress:
        bar = progress.add_task("", total=size)

        def body() -> Iterator[bytes]:
            yield head
            with file.open("rb") as content:
                while piece := content.read(SEND_BYTES):
                    yield piece
                    progress.advance(bar, len(piece))
            yield tail

        answer = http.post(
            "/api/etl/uploads",
            params=options,
            content=body(),
            headers={
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "Content-Length": str(len(head) + size + len(tail)),
            },
        )
    return _checked(answer)


def _form(name: str) -> tuple[bytes, bytes]:
    """What stands around a file in a form; httpx would read it whole into memory."""
    plain = "".join(c if c.isprintable() and c not in '"\\' else "_" for c in name)
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{plain}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


class JobProgress(Progress):
    """Bars, and below them what the job is waiting for."""

    note = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        if self.note:
            yield Text(self.note, style="dim")


def _watched(http: httpx.Client, begun: dict[str, Any]) -> dict[str, Any]:
    """The job at its end. Read, recorded and folded rows each have a bar."""
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with JobProgress(*columns, console=console) as progress:
        # A dry run records nothing, nor does a file that is refused.
        bars = {
            name: progress.add_task(name, total=None, visible=name == "read")
            for name in ("read", "recorded", "in series")
        }
        for job in _changes(http, begun["id"]):
            known = job["rows_duplicate"]
            to_send = job["rows_accepted"] or None
            for name, done, total in (
                ("read", job["rows_read"], job["rows_total"]),
                ("recorded", job["rows_recorded"] + known, to_send),
                ("in series", job["rows_folded"] + known, to_send),
            ):
                progress.update(
                    bars[name],
                    completed=done,
                    total=total,
                    visible=name == "read" or job["rows_sent"] > 0,
                )
            # What ended it is in the report.
            progress.note = "" if job["status"] in OVER else job["error"] or ""
    # Events leave out what a report needs.
    return _checked(http.get(f"/api/etl/jobs/{begun['id']}"))


def _changes(http: httpx.Client, job_id: int) -> Iterator[dict[str, Any]]:
    """The job at each change until it is over, from as many streams as it takes: a
    service that restarts goes on with it."""
    away_since: float | None = None
    while True:
        try:
            with http.stream("GET", f"/api/etl/jobs/{job_id}/events") as answer:
                if answer.is_error and answer.status_code < 500:
                    answer.read()
                    _checked(answer)
                for job in _jobs_in(answer):
                    away_since = None
                    yield job
                    if job["status"] in OVER:
                        return
        except httpx.TransportError:
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > AWAY_S:
                raise
        # Neither a stream that ended nor a service that is away is asked in haste.
        time.sleep(RETRY_S)


def _jobs_in(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    for line in answer.iter_lines():
        if line.startswith("data: "):
            job: dict[str, Any] = json.loads(line.removeprefix("data: "))
            yield job


def _report(job: dict[str, Any]) -> None:
    told: tuple[tuple[str, int], ...] = (
        ("recorded", job["rows_recorded"]),
        ("known before", job["rows_duplicate"]),
        ("of zero", job["rows_zero"]),
        ("returned", job["rows_returned"]),
        ("rejected", job["rows_rejected"]),
    )
    if job["status"] == "checked":
        told = (("can be imported", job["rows_accepted"]), *told[2:])
    counts = ", ".join(f"{count:,} {name}" for name, count in told if count)
    console.print(f"Import {job['id']} {job['status']}: {counts or 'no rows'}.")
    for problem in job.get("problems", [])[:SHOWN_PROBLEMS]:
        where = f"line {problem['line']}" if problem["line"] else "row"
        column = f"{problem['field']} " if problem["field"] else ""
        said = f"{where}: {column}{problem['message']}"
        console.print(f"  {escape(said)}", soft_wrap=True)
    _tell_layout(job)
    if job["status"] == "checked":
        for month, sums in job["months"].items():
            console.print(f"  {month}: {sums['rows']:,} rows, {sums['units']:,} units")
        console.print(f"Nothing is imported yet: commit {job['id']} does it.")
    elif job["status"] != "done":
        _stop(job["error"] or "It did not come to its end.")


def _tell_layout(job: dict[str, Any]) -> None:
    """How the file was read, as far as it had to be found out."""
    layout = job.get("layout")
    if layout is None:
        return
    told = ", ".join(
        f"{field} from {escape(' + '.join(names))}"
        for field, names in layout["columns"].items()
    )
    known = layout["preset"] or layout["known"]
    console.print(f"  read as {known}: {told}; dates {layout['dates']}", soft_wrap=True)
    if layout["skipped"]:
        console.print(f"  lines passed over above the columns: {layout['skipped']}")
    for name in layout["unsure"]:
        console.print(f"  [yellow]Not sure of its {name}: please look.[/]")
    if job["shift_days"]:
        console.print(f"  [yellow]All days moved by {job['shift_days']} days.[/]")
    if job["status"] == "unmapped":
        columns = ", ".join(layout["header"][:SHOWN_COLUMNS])
        if len(layout["header"]) > SHOWN_COLUMNS:
            columns += " …"
        _stop(f"Tell with --map which of its columns says what: {columns}.")


def _checked(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        try:
            detail = answer.json()["detail"]
        except (ValueError, KeyError):
            detail = answer.text[:200]
        _stop(f"{answer.status_code}: {detail}")
    body: dict[str, Any] = answer.json()
    return body


def _stop(why: str) -> NoReturn:
    console.print(f"[red]✗[/] {escape(why)}", soft_wrap=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m etl_svc")
