"""``python -m ops.cli upload FILE``: import a file from a terminal, and watch it.

Talks to the system through its front like any other client, so it needs an
account of a manager: ``PREVISTOCK_TOKEN``, or an e-mail address and a password
(``PREVISTOCK_EMAIL``, ``PREVISTOCK_PASSWORD``; what is missing is asked for).
Stopping it does not stop an import that has begun.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import httpx
import typer

from ops.cli import questions, remote
from ops.cli.report import console, report, show, stop
from ops.cli.watching import sent, watched
from ops.cli.words import t

app = typer.Typer(add_completion=False, no_args_is_help=True)


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
    header: Annotated[
        Literal["first", "none", ""],
        typer.Option(help="none: no line names the columns: 'column 1', 'column 2' …"),
    ] = "",
    no_header: Annotated[
        bool, typer.Option("--no-header", help="The same as --header none")
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
    on_case: Annotated[
        Literal["apart", "same", ""],
        typer.Option(help="same: codes that differ by case only are of one product"),
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
    on_precision: Annotated[
        Literal["reject", "raise"],
        typer.Option(
            help="Quantities finer than their product is counted: raise its decimals"
        ),
    ] = "reject",
    on_unit: Annotated[
        Literal["reject", "keep"],
        typer.Option(
            help="Quantities in a unit that cannot be made that of their product: keep"
            " the numbers"
        ),
    ] = "reject",
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
            t(
                "All days of this file are moved so that the last one is yesterday:"
                " for trying out, never for a shop's own sales."
            ),
            style="bold yellow",
        )
    told = {
        "preset": preset,
        "dates": dates,
        "decimal": decimal,
        "delimiter": delimiter,
        "encoding": encoding,
        "header": "none" if no_header else header,
        "quantity_is": quantity_is,
        "shape": shape,
        "currency": currency,
        "no_goods": no_goods,
        "on_case": on_case,
    }
    options: dict[str, str | list[str]] = {
        **{name: value for name, value in told.items() if value},
        "map": columns or [],
        "fill_down": fill_down or [],
        "sheets": sheets or [],
        "states": states or [],
        "on_negative": "return" if returns else "reject",
        "on_precision": on_precision,
        "on_unit": on_unit,
        "shift_dates": str(shift_dates).lower(),
        "source": source,
        "on_unknown": on_unknown,
        "on_error": on_error,
        "default_price": str(Decimal(str(default_price))),
        "dry_run": str(dry_run).lower(),
    }
    with _system(url, token, email, password) as http:
        job = _uploaded(http, file, options)
        if job["status"] == "checked" and questions.on_a_terminal():
            show(job)
            if not questions.wants_import():
                return
            job = _committed(http, job["id"])
    report(job)


@app.command()
def commit(
    job: Annotated[int, typer.Argument(help="Number of a dry run")],
    url: Url = "http://localhost:8080",
    token: Token = "",
    email: Email = "",
    password: Password = "",
    void_gone: Annotated[
        bool,
        typer.Option(
            "--void-gone",
            help="Take back recorded sales that the file does not tell of any more",
        ),
    ] = False,
) -> None:
    """Import what a dry run has checked."""
    choice = {"gone": "void" if void_gone else "keep"}
    with _system(url, token, email, password) as http:
        done = _committed(http, job, choice)
    report(done)


@app.command()
def job(
    number: Annotated[int, typer.Argument(help="Of an import, also of the folder's")],
    url: Url = "http://localhost:8080",
    token: Token = "",
    email: Email = "",
    password: Password = "",
) -> None:
    """Show what became of an import, with the reasons of what was refused."""
    with _system(url, token, email, password) as http:
        found = remote.checked(http.get(f"/api/etl/jobs/{number}"))
    report(found)


def _committed(
    http: httpx.Client, job_id: int, choice: Mapping[str, str] | None = None
) -> dict[str, Any]:
    begun = remote.checked(http.post(f"/api/etl/jobs/{job_id}/commit", params=choice))
    return watched(http, begun)


def _uploaded(
    http: httpx.Client, file: Path, options: Mapping[str, str | list[str]]
) -> dict[str, Any]:
    """The job at its end. What a file leaves open is asked on a terminal, which takes
    a dry run; elsewhere it is told with the options that settle it."""
    asking = questions.on_a_terminal()
    if not asking or options["dry_run"] == "false":
        try:
            job = watched(http, sent(http, file, options))
        except remote.Refused as refused:
            if not asking or refused.code not in questions.ASKED:
                raise
        else:
            if not asking or job["error_code"] not in questions.ASKED:
                return job
    job = watched(http, sent(http, file, {**options, "dry_run": "true"}))
    while (body := questions.answers(job)) is not None:
        begun = http.put(f"/api/etl/jobs/{job['id']}/layout", json=body)
        job = watched(http, remote.checked(begun))
    return job


@contextmanager
def _system(
    url: str, token: str, email: str, password: str
) -> Generator[httpx.Client, None, None]:
    """Ends the command with a sentence when nobody answers there, or with a no."""
    if not token:
        # Before any bar is drawn.
        email = email or typer.prompt(t("E-mail"), err=True)
        asked = t("Password")
        password = password or typer.prompt(asked, hide_input=True, err=True)
    account = remote.Account(token, email, password)
    with httpx.Client(base_url=url, timeout=60, auth=account) as http:
        try:
            yield http
        except httpx.TransportError as error:
            stop(t("{url} does not answer: {error}", url=url, error=error))
        except remote.Refused as refused:
            stop(str(refused))


if __name__ == "__main__":
    app(prog_name="python -m ops.cli")
