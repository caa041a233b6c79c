"""The terminal command can say all that the API can, and knows what it may ask about."""

import ast
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer.main

from etl_svc.jobs.run import NEEDS_MAPPING
from etl_svc.review.layouts import FileOptionsIn, LayoutIn
from etl_svc.schemas import UploadQuery
from ops.cli import questions, words
from ops.cli.__main__ import app, upload

CALLED_OTHERWISE = {
    "map": "--map",
    "states": "--state",
    "sheets": "--sheet",
    "fill_down": "--fill-down",
    "on_negative": "--returns",
}
COMMAND = typer.main.get_command(app).commands["upload"]  # type: ignore[attr-defined]
OPTIONS = {name: option for option in COMMAND.params for name in option.opts}
KINDS = get_type_hints(upload)


def words_in(kind: Any) -> set[str]:
    """What a parameter may be, where that is a few words."""
    found = {word for word in get_args(kind) if isinstance(word, str)}
    return found.union(*(words_in(part) for part in get_args(kind)))


@pytest.mark.parametrize("name", UploadQuery.model_fields)
def test_each_parameter_of_an_upload_is_an_option(name):
    called = CALLED_OTHERWISE.get(name, f"--{name.replace('_', '-')}")

    assert called in OPTIONS
    # An option without a list of words takes any.
    if choices := words_in(KINDS[OPTIONS[called].name]):
        assert words_in(UploadQuery.model_fields[name].annotation) <= choices


def test_another_reading_keeps_all_that_was_asked_for():
    assert set(questions.KEPT) == {*FileOptionsIn.model_fields, "states"}
    assert {*questions.KEPT, "columns"} == set(LayoutIn.model_fields)


def test_what_a_mapping_may_settle_is_asked_about():
    assert questions.ASKED == NEEDS_MAPPING


def test_all_that_the_command_says_is_there_in_french():
    said = set()
    for file in Path(words.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t":
                text = node.args[0]
                said |= {text.value} if isinstance(text, ast.Constant) else set()

    assert len(said) > 30
    assert said <= words.FRENCH.keys()
    for english, french in words.FRENCH.items():
        assert sorted(fields_of(english)) == sorted(fields_of(french)), english


def fields_of(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]
