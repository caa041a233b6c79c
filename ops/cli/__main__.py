"""``python -m ops.cli upload FILE``: import a file from a terminal, and watch it.

Talks to the system through its front like any other client, so it needs an
account of a manager: ``PREVISTOCK_TOKEN``, or an e-mail address and a password
(``PREVISTOCK_EMAIL``, ``PREVISTOCK_PASSWORD``; what is missing is asked for).
Stopping it does not stop an import that has begun.
"""

from collections.abc import Generator, Iterable
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

from ops.cli import remote

SHOWN_PROBLEMS = 10
SHOWN_COLUMNS = 50

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
            exists=True, dir_okay=False, help="CSV or a workbook, also gzip or zip"
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
        str, typer.Option(help="The export it is, when its header does not show it")
    ] = "",
    dates: Annotated[
        Literal["ymd", "dmy", "mdy", ""],
        typer.Option(help="The order of day, month and year"),
    ] = "",
    decimal: Annotated[
        Literal[".", ",", ""], typer.Option(help="The decimal mark")
    ] = "",
    delimiter: Annotated[
        Literal[",", ";", "\t", "|", ""],
        typer.Option(help="What stands between its columns"),
    ] = "",
    encoding: Annotated[
        str, typer.Option(help="Of its letters, such as cp1252 or cp850")
    ] = "",
    no_header: Annotated[
        bool,
        typer.Option(
            "--no-header", help="No line names the columns: 'column 1', 'column 2' …"
        ),
    ] = False,
    quantity_is: Annotated[
        Literal["cells", "rows", ""], typer.Option(help="rows: each row is one unit")
    ] = "",
    shape: Annotated[
        Literal["long", "wide_products", "wide_dates", ""],
        typer.Option(help="Products, or days or weeks, side by side"),
    ] = "",
    fill_down: Annotated[
        list[str] | None,
        typer.Option(
            "--fill-down",
            help="FIELD whose empty cells repeat the one above; again for each",
        ),
    ] = None,
    sheets: Annotated[
        list[str] | None,
        typer.Option("--sheet", help="Of a workbook, or file of a zip; again for each"),
    ] = None,
    currency: Annotated[
        str, typer.Option(help="Which of a file's currencies counts, such as EUR")
    ] = "",
    no_goods: Annotated[
        Literal["leave_out", "import", ""],
        typer.Option(help="Gift cards, postage, fees and tips: left out by default"),
    ] = "",
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            help="WORD:sold, WORD:returned or WORD:nothing, of a state; again for each",
        ),
    ] = None,
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
    told = {
        "preset": preset,
        "dates": dates,
        "decimal": decimal,
        "delimiter": delimiter,
        "encoding": encoding,
        "header": "none" if no_header else "",
        "quantity_is": quantity_is,
        "shape": shape,
        "currency": currency,
        "no_goods": no_goods,
    }
    options: dict[str, str | list[str]] = {
        **{name: value for name, value in told.items() if value},
        "map": columns or [],
        "fill_down": fill_down or [],
        "sheets": sheets or [],
        "states": states or [],
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
        begun = remote.checked(http.post(f"/api/etl/jobs/{job}/commit"))
        done = _watched(http, begun)
    _report(done)


@contextmanager
def _system(
    url: str, token: str, email: str, password: str
) -> Generator[httpx.Client, None, None]:
    """Ends the command with a sentence when nobody answers there, or with a no."""
    if not token:
        # Before any bar is drawn.
        email = email or typer.prompt("E-mail", err=True)
        password = password or typer.prompt("Password", hide_input=True, err=True)
    account = remote.Account(token, email, password)
    with httpx.Client(base_url=url, timeout=60, auth=account) as http:
        try:
            yield http
        except httpx.TransportError as error:
            _stop(f"{url} does not answer: {error}")
        except remote.Refused as refused:
            _stop(str(refused))


def _sent(
    http: httpx.Client, file: Path, options: dict[str, str | list[str]]
) -> dict[str, Any]:
    with Progress(
        TextColumn("sending"), BarColumn(), DownloadColumn(), console=console
    ) as progress:
        bar = progress.add_task("", total=file.stat().st_size)
        return remote.upload(
            http, file, options, lambda sent: progress.advance(bar, sent)
        )


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
        for job in remote.changes(http, begun["id"]):
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
            progress.note = "" if job["status"] in remote.OVER else job["error"] or ""
    # Events leave out what a report needs.
    return remote.checked(http.get(f"/api/etl/jobs/{begun['id']}"))


def _report(job: dict[str, Any]) -> None:
    told: tuple[tuple[str, int], ...] = (
        ("recorded", job["rows_recorded"]),
        ("known before", job["rows_duplicate"]),
        ("of zero", job["rows_zero"]),
        ("returned", job["rows_returned"]),
        ("rejected", job["rows_rejected"]),
        ("of these changed", job["rows_changed"]),
        ("cancelled since", job["rows_withdrawn"]),
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
    _report_notices(job)
    _report_changes(job)
    _report_layout(job)
    if job["status"] == "checked":
        for month, sums in job["months"].items():
            console.print(f"  {month}: {sums['rows']:,} rows, {sums['units']:,} units")
        console.print(f"Nothing is imported yet: commit {job['id']} does it.")
    elif job["status"] != "done":
        _stop(job["error"] or "It did not come to its end.")


def _report_questions(layout: dict[str, Any]) -> None:
    """What the file leaves open, and the options that answer it."""
    for question in layout.get("questions", []):
        choices = " or ".join(
            f"{reads} (--{question['about']} {choice})"
            for choice, reads in question["readings"].items()
        )
        said = f"{question['field']} {question['value']!r} may be {choices}."
        console.print(f"  [yellow]{escape(said)}[/]", soft_wrap=True)
    asked = {question["about"] for question in layout.get("questions", [])}
    for name in layout["unsure"]:
        if name not in asked:
            console.print(f"  [yellow]Not sure of its {name}: please check.[/]")


def _report_notices(job: dict[str, Any]) -> None:
    """What was left out, changed or guessed: how many rows, and the first of each."""
    for reason, out in job.get("left_out", {}).items():
        said = f"left out as {reason}: {out['rows']:,}, such as line {out['line']}"
        console.print(f"  {escape(said)}: {escape(out['example'])}", soft_wrap=True)
    for notice in job.get("notices", []):
        if notice["kind"] == "rejected" and notice["rows"] == 1:
            # Its row is told above.
            continue
        column = f"{notice['field']} " if notice["field"] else ""
        said = f"{notice['kind']}: {notice['rows']:,}, such as line {notice['line']}"
        told = f"{said}: {column}{notice['message']}"
        console.print(f"  {escape(told)}", soft_wrap=True)


def _report_changes(job: dict[str, Any]) -> None:
    """What the file does to what earlier files of its source brought."""
    found = job.get("comparison")
    if found and any(count for name, count in found.items() if name != "new"):
        names = ("new", "same", "changed", "withdrawn", "gone")
        counts = ", ".join(f"{found[name]:,} {name}" for name in names if found[name])
        console.print(f"  beside what is recorded: {counts}")
        for change in found["changes"][:SHOWN_PROBLEMS]:
            told = f"line {change['line']}: {change['sku']}"
            now = f"{change['recorded']:,} recorded, {change['quantity']:,} now"
            console.print(f"  {escape(told)}: {now}", soft_wrap=True)
    for warning in job.get("warnings", []):
        params = ", ".join(
            f"{name} {value}" for name, value in warning["params"].items()
        )
        said = f"{warning['message']} ({params})"
        console.print(f"  [yellow]{escape(said)}[/]", soft_wrap=True)


def _report_layout(job: dict[str, Any]) -> None:
    """How the file was read, as far as it was detected."""
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
        console.print(f"  lines skipped above the columns: {layout['skipped']}")
    _report_found(layout)
    _report_questions(layout)
    if job["shift_days"]:
        console.print(f"  [yellow]All days moved by {job['shift_days']} days.[/]")
    if job["status"] == "unmapped":
        columns = ", ".join(layout["header"][:SHOWN_COLUMNS])
        if len(layout["header"]) > SHOWN_COLUMNS:
            columns += " …"
        _stop(f"Map the columns with --map FIELD:COLUMN. The file has: {columns}.")


def _report_found(layout: dict[str, Any]) -> None:
    """How sure the columns are, and what was found, guessed or left out."""
    for match in layout.get("matches", []):
        _report_match(match)
    for finding in layout.get("findings", []):
        console.print(f"  [yellow]{escape(finding['message'])}[/]", soft_wrap=True)


def _report_match(match: dict[str, Any]) -> None:
    """A field whose columns are a guess, and what else it could be read from."""
    if match["certainty"] == 1 and not match["alternatives"]:
        return
    others = ", ".join(
        f"{' + '.join(other['columns'])} {other['certainty']:.0%}"
        for other in match["alternatives"]
    )
    said = f"{match['field']}: {match['certainty']:.0%} sure"
    more = f" (or {others})" if others else ""
    console.print(f"  {escape(said + more)}", soft_wrap=True)


def _stop(why: str) -> NoReturn:
    console.print(f"[red]✗[/] {escape(why)}", soft_wrap=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m ops.cli")
