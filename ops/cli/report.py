"""What became of an import, told in a terminal."""

from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from ops.cli.preview import preview
from ops.cli.words import number, t

SHOWN_PROBLEMS = 10
SHOWN_COLUMNS = 50

console = Console(stderr=True, highlight=False)


def report(job: dict[str, Any]) -> None:
    """All that a job tells; ends the command with status 1 when it failed."""
    show(job)
    if job["status"] == "unmapped":
        columns = ", ".join(job["layout"]["header"][:SHOWN_COLUMNS])
        if len(job["layout"]["header"]) > SHOWN_COLUMNS:
            columns += " …"
        stop(
            t(
                "Map the columns with --map FIELD:COLUMN. The file has: {columns}.",
                columns=columns,
            )
        )
    if job["status"] not in {"checked", "done"}:
        stop(job["error"] or t("It did not come to its end."))


def show(job: dict[str, Any]) -> None:
    """What it came to and how its file was read, line by line."""
    console.print(_headline(job))
    problems = job.get("problems", [])
    for problem in problems[:SHOWN_PROBLEMS]:
        column = f"{problem['field']} " if problem["field"] else ""
        said = f"{column}{problem['message']}"
        line = problem["line"]
        told = t("line {line}: {said}", line=line, said=said) if line else None
        _print(told or t("row: {said}", said=said))
    if len(problems) > SHOWN_PROBLEMS:
        more = len(problems) - SHOWN_PROBLEMS
        _print(t("… and {count} more", count=number(more)))
    for line, style in preview(job):
        _print(line, style)
    if job["status"] == "checked":
        console.print(t("Nothing is imported yet: commit {id} does it.", id=job["id"]))


def _headline(job: dict[str, Any]) -> str:
    told: tuple[tuple[str, int], ...] = (
        ("{count} recorded", job["rows_recorded"]),
        ("{count} known before", job["rows_duplicate"]),
        ("{count} of zero", job["rows_zero"]),
        ("{count} returned", job["rows_returned"]),
        ("{count} rejected", job["rows_rejected"]),
        ("{count} of these changed", job["rows_changed"]),
        ("{count} cancelled since", job["rows_withdrawn"]),
    )
    if job["status"] == "checked":
        told = (("{count} can be imported", job["rows_accepted"]), *told[2:])
    counts = ", ".join(t(name, count=number(count)) for name, count in told if count)
    return t(
        "Import {id} {status}: {counts}.",
        id=job["id"],
        status=t(job["status"]),
        counts=counts or t("no rows"),
    )


def _print(line: str, style: str = "") -> None:
    console.print(f"  {escape(line)}", style=style or None, soft_wrap=True)


def stop(why: str) -> NoReturn:
    console.print(f"[red]✗[/] {escape(why)}", soft_wrap=True)
    raise typer.Exit(1)
