"""What became of an import, told in a terminal."""

from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

SHOWN_PROBLEMS = 10
SHOWN_COLUMNS = 50

console = Console(stderr=True, highlight=False)


def report(job: dict[str, Any]) -> None:
    """All that a job tells; ends the command with status 1 when it failed."""
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
        recorded = (job.get("comparison") or {}).get("months", {})
        for month, sums in job["months"].items():
            now = recorded.get(month, {}).get("units", 0)
            console.print(
                f"  {month}: {sums['rows']:,} rows, {sums['units']:,} units"
                f" ({now:,g} recorded now)"
            )
        console.print(f"Nothing is imported yet: commit {job['id']} does it.")
    elif job["status"] != "done":
        stop(job["error"] or "It did not come to its end.")


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
        if notice["code"] in {warning["code"] for warning in job.get("warnings", [])}:
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
        _report_gone(job["id"], found)
    for warning in job.get("warnings", []):
        params = ", ".join(
            f"{name} {value}" for name, value in warning["params"].items()
        )
        said = f"{warning['message']} ({params})"
        console.print(f"  [yellow]{escape(said)}[/]", soft_wrap=True)


def _report_gone(job_id: int, found: dict[str, Any]) -> None:
    """Recorded sales of which the file does not tell any more, and what takes them
    back."""
    for row in found.get("gone_rows", [])[:SHOWN_PROBLEMS]:
        told = (
            f"{row['day']}: {row['sku']}: {row['recorded']:,} recorded, not in the file"
        )
        console.print(f"  {escape(told)}", soft_wrap=True)
    if found["gone"]:
        console.print(f"  They stay, unless commit {job_id} --void-gone is said.")


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
        stop(f"Map the columns with --map FIELD:COLUMN. The file has: {columns}.")


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


def stop(why: str) -> NoReturn:
    console.print(f"[red]✗[/] {escape(why)}", soft_wrap=True)
    raise typer.Exit(1)
