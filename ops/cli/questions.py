"""What a file leaves open, asked on the terminal: how cells are read, which column
tells what is needed, and whether it is to be imported."""

import sys
from typing import Any

import typer
from rich.prompt import IntPrompt

from ops.cli.preview import NEEDED
from ops.cli.report import console
from ops.cli.words import t

KEPT = (
    "preset", "delimiter", "decimal", "encoding", "dates", "currency", "no_goods",
    "on_case",
    "header", "quantity_is", "shape", "fill_down", "sheets", "on_negative",
    "on_precision", "on_unit", "shift_dates", "states",
)  # fmt: skip
"""What was asked for stays so when the file is read in another way."""


ASKED = {
    "wrong_columns", "ambiguous_dates", "ambiguous_numbers", "several_currencies",
    "mixed_layout", "ambiguous_encoding", "cells_repeat", "unknown_states",
}  # fmt: skip
"""Why the system refuses a file that a dry run reads, so that it can be asked about."""
STATES = ("sold", "returned", "nothing")
CASE_CODES = {"case_differs", "catalogue_case"}


def on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def answers(job: dict[str, Any]) -> dict[str, Any] | None:
    """Another reading of the file by what somebody answers; None when nothing is
    open."""
    layout = job["layout"]
    if layout is None:
        return None
    told: dict[str, Any] = {
        question["about"]: _reading(question) for question in layout["questions"]
    }
    told |= _encoding(layout) | _states(job) | _case(job)
    columns = dict(layout["columns"])
    missing = [
        field
        for field in NEEDED
        if not columns.get(field) and not (field == "sku" and columns.get("name"))
    ]
    if job["status"] == "unmapped":
        columns |= {field: [_column(field, layout["header"])] for field in missing}
    if not told and columns == layout["columns"]:
        return None
    kept = {name: job["params"].get(name) for name in KEPT}
    # Columns that are found by themselves stay so, by whatever sign they were found.
    mapped = layout["known"] == "asked" or columns != layout["columns"]
    mapping = {"columns": {of: names for of, names in columns.items() if names}}
    return {
        **{name: value for name, value in kept.items() if value is not None},
        **(mapping if mapped else {}),
        **told,
    }


def _reading(question: dict[str, Any]) -> str:
    asked = t(
        "How is {field} {value} read?",
        field=question["field"],
        value=repr(question["value"]),
    )
    chosen = _choice(asked, list(question["readings"].values()))
    readings: list[str] = list(question["readings"])
    return readings[chosen]


def _encoding(layout: dict[str, Any]) -> dict[str, Any]:
    readings = layout["readings"] if "encoding" in layout["unsure"] else ()
    if len(readings) < 2:
        return {}
    chosen = _choice(t("Which is right?"), [one["sample"] for one in readings])
    return {"encoding": readings[chosen]["encoding"]}


def _states(job: dict[str, Any]) -> dict[str, Any]:
    """Words of which nobody knows whether rows that say them were sold."""
    unknown = [
        word
        for warning in job["warnings"]
        if warning["code"] == "unknown_states"
        for word in warning["params"]["states"].split(", ")
    ]
    if not unknown:
        return {}
    choices = [t(state) for state in STATES]
    told = {
        word: STATES[_choice(t("What does {word} say?", word=repr(word)), choices)]
        for word in unknown
    }
    return {"states": (job["params"].get("states") or {}) | told}


def _case(job: dict[str, Any]) -> dict[str, Any]:
    """Whether codes that differ by case only are of one product, until it is said."""
    apart = [
        warning["params"]["value"]
        for warning in job["warnings"]
        if warning["code"] in CASE_CODES
    ]
    if not apart or job["params"].get("on_case"):
        return {}
    asked = t("{codes} differ by case only: what are they?", codes=", ".join(apart))
    chosen = _choice(asked, [t("two products"), t("the same product")])
    return {"on_case": ("apart", "same")[chosen]}


def _column(field: str, header: list[str]) -> str:
    names: list[str] = [name for name in header if name]
    return names[_choice(t("Which column is its {field}?", field=field), names)]


def _choice(asked: str, choices: list[str]) -> int:
    console.print(asked, markup=False)
    for at, choice in enumerate(choices, 1):
        console.print(f"  {at}  {choice}", markup=False)
    numbers = [str(at) for at in range(1, len(choices) + 1)]
    chosen = IntPrompt.ask(
        t("Number"), choices=numbers, show_choices=False, console=console
    )
    return chosen - 1


def wants_import() -> bool:
    return typer.confirm(t("Import it now?"), err=True)
