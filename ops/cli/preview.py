"""What a file holds and how it is read, as lines for a terminal of 80 columns."""

from collections.abc import Iterator
from typing import Any

from ops.cli.words import number, t

WIDTH = 80
SHOWN_CHANGES = 10
NEEDED = ("sku", "sold_at", "quantity")
WARN = "yellow"

Line = tuple[str, str]
"""A text and its style."""

_REASONS = {
    "total": "totals",
    "section": "headings",
    "header": "names of columns",
    "no_goods": "no goods",
    "known_sale": "sales of this shop already",
}
_KINDS = {
    "rejected": "Rejected",
    "changed": "Changed",
    "guessed": "Guessed",
    "warning": "Warning",
}


def preview(job: dict[str, Any]) -> Iterator[Line]:
    layout = job.get("layout")
    if layout is not None:
        yield from _columns(layout)
        yield from _found(layout)
    if job["shift_days"]:
        yield t("All days moved by {days} days.", days=job["shift_days"]), WARN
    if job["status"] in {"checked", "unmapped"}:
        yield from _months(job)
    yield from _left_out(job)
    yield from _notices(job)
    yield from _changes(job)
    if layout is not None:
        yield from _questions(layout)


def _columns(layout: dict[str, Any]) -> Iterator[Line]:
    """One line a field: its columns, how sure that is, and what else they may be."""
    known = {
        "asked": t("as mapped"),
        "saved": t("as saved for its source"),
        "guess": t("found by names and contents"),
    }
    preset = layout["preset"]
    exports = t("as in exports of {preset}", preset=preset) if preset else ""
    yield t("Columns, {known}:", known=known.get(layout["known"], exports)), ""
    matches = {match["field"]: match for match in layout.get("matches", [])}
    for field, names in layout["columns"].items():
        if names:
            yield _column(field, names, matches.get(field))
    for field in NEEDED:
        if not layout["columns"].get(field) and not _stands_for(layout, field):
            yield f"  {field:<12} {t('not found')}", WARN
    yield (
        t(
            "Dates: {dates}; decimal mark: {decimal}; delimiter: {delimiter};"
            " encoding: {encoding}.",
            dates=layout["dates"],
            decimal=layout["decimal"],
            delimiter=t("tab") if layout["delimiter"] == "\t" else layout["delimiter"],
            encoding=layout["encoding"] or layout["written"],
        ),
        "",
    )
    if layout["skipped"]:
        said = t("{count} lines skipped above the columns.", count=layout["skipped"])
        yield said, ""


def _stands_for(layout: dict[str, Any], field: str) -> bool:
    """A name tells the product, and a row one unit, where no column does."""
    if field == "sku":
        return bool(layout["columns"].get("name"))
    return field == "quantity" and layout.get("quantity_is") == "rows"


def _column(field: str, names: list[str], match: dict[str, Any] | None) -> Line:
    told = f"  {field:<12} {_cut(' + '.join(names), 30):<30}"
    if match is None:
        return told.rstrip(), ""
    told += f" {match['certainty']:>5.0%}"
    others = ", ".join(
        f"{_cut(' + '.join(other['columns']), 30)} {other['certainty']:.0%}"
        for other in match["alternatives"]
    )
    unsure = match["certainty"] < 1 or bool(others)
    if others:
        told += f" {t('or {others}', others=others)}"
    return _cut(told, WIDTH - 2), WARN if unsure else ""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _found(layout: dict[str, Any]) -> Iterator[Line]:
    for finding in layout.get("findings", []):
        yield finding["message"], WARN


def _months(job: dict[str, Any]) -> Iterator[Line]:
    recorded = (job.get("comparison") or {}).get("months", {})
    for month, sums in job["months"].items():
        said = t(
            "{month}: {rows} rows, {units} units ({now} recorded now)",
            month=month,
            rows=number(sums["rows"]),
            units=number(sums["units"]),
            now=f"{recorded.get(month, {}).get('units', 0):g}",
        )
        yield said, ""


def _left_out(job: dict[str, Any]) -> Iterator[Line]:
    for reason, out in job.get("left_out", {}).items():
        yield (
            t(
                "Left out, {reason}: {count}, such as line {line}: {example}",
                reason=t(_REASONS[reason]) if reason in _REASONS else reason,
                count=number(out["rows"]),
                line=out["line"],
                example=out["example"],
            ),
            "",
        )


def _notices(job: dict[str, Any]) -> Iterator[Line]:
    """What was refused, changed or guessed: how many rows, and the first of each."""
    warned = {warning["code"] for warning in job.get("warnings", [])}
    for notice in job.get("notices", []):
        # Of a single one refused its row is told above.
        alone = notice["kind"] == "rejected" and notice["rows"] == 1
        if alone or notice["code"] in warned:
            continue
        column = f"{notice['field']} " if notice["field"] else ""
        yield (
            t(
                "{kind}: {count}, such as line {line}: {said}",
                kind=t(_KINDS[notice["kind"]]),
                count=number(notice["rows"]),
                line=notice["line"],
                said=f"{column}{notice['message']}",
            ),
            "",
        )


def _changes(job: dict[str, Any]) -> Iterator[Line]:
    """What the file does to what earlier files of its source brought."""
    found = job.get("comparison")
    if found and any(found[name] for name in ("same", "changed", "withdrawn", "gone")):
        names = ("new", "same", "changed", "withdrawn", "gone")
        counts = ", ".join(
            t(f"{{count}} {name}", count=number(found[name]))
            for name in names
            if found[name]
        )
        yield t("Beside what is recorded: {counts}.", counts=counts), ""
        for change in found["changes"][:SHOWN_CHANGES]:
            yield (
                t(
                    "line {line}: {sku}: {recorded} recorded, {quantity} now",
                    line=change["line"],
                    sku=change["sku"],
                    recorded=number(change["recorded"]),
                    quantity=number(change["quantity"]),
                ),
                "",
            )
        yield from _gone(job["id"], found)
    for warning in job.get("warnings", []):
        params = ", ".join(f"{name} {told}" for name, told in warning["params"].items())
        yield f"{warning['message']} ({params})", WARN


def _gone(job_id: int, found: dict[str, Any]) -> Iterator[Line]:
    """Recorded sales of which the file does not tell any more, and what takes them
    back."""
    for row in found.get("gone_rows", [])[:SHOWN_CHANGES]:
        yield (
            t(
                "{day}: {sku}: {recorded} recorded, not in the file",
                day=row["day"],
                sku=row["sku"],
                recorded=number(row["recorded"]),
            ),
            "",
        )
    if found["gone"]:
        said = t("They stay, unless commit {id} --void-gone is said.", id=job_id)
        yield said, ""


def _questions(layout: dict[str, Any]) -> Iterator[Line]:
    """What the file leaves open, and the options that answer it."""
    for question in layout.get("questions", []):
        choices = t(" or ").join(
            f"{reads} (--{question['about']} {choice})"
            for choice, reads in question["readings"].items()
        )
        yield (
            t(
                "{field} {value} may be {choices}.",
                field=question["field"],
                value=repr(question["value"]),
                choices=choices,
            ),
            WARN,
        )
    asked = {question["about"] for question in layout.get("questions", [])}
    for name in layout["unsure"]:
        if name not in asked:
            yield t("Not sure of its {name}: please check.", name=name), WARN
