"""What leaves as CSV, read as spreadsheets do."""

import csv
import io
from decimal import Decimal

import pytest

from shared.csv_files import (
    FOR_PROGRAMS,
    Dialect,
    as_typed,
    csv_lines,
    dialect_for,
    formula_safe,
)

RUN = [
    "=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\uff1d1", "\uff0b1",
    "\uff0d1", "\uff20a", "'a", "\tplain",
]  # fmt: skip


@pytest.mark.parametrize("text", RUN, ids=ascii)
def test_what_a_spreadsheet_would_run_becomes_text(text):
    assert formula_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "wrong article", "2-1", "a=1", " two"])
def test_other_text_stays_as_it_is(text):
    assert formula_safe(text) == text


@pytest.mark.parametrize("text", [*RUN, "", "a", "'", "''", "'=1"], ids=ascii)
def test_what_was_made_safe_is_read_as_it_was_typed(text):
    assert as_typed(formula_safe(text)) == text


def test_an_apostrophe_that_protects_nothing_stays():
    assert as_typed("'s-Hertogenbosch") == "'s-Hertogenbosch"


def test_numbers_stay_numbers_and_every_text_is_safe():
    lines = csv_lines([("=1", -2, Decimal("-1E+2"), None, True, 'a;"b\n', "x")])

    (row,) = csv.reader(io.StringIO(lines, newline=""))
    assert row == ["'=1", "-2", "-100", "", "True", 'a;"b\n', "x"]


def test_other_delimiters():
    assert csv_lines([("a;b", 1)], dialect=Dialect(";")) == '"a;b";1\r\n'


def test_a_spreadsheet_gets_numbers_as_its_country_writes_them():
    row = ("a;b", "1.5", Decimal("-1.50"), 3)

    assert dialect_for(None) == FOR_PROGRAMS
    assert csv_lines([row]) == "a;b,1.5,-1.50,3\r\n"
    point, comma = dialect_for("point"), dialect_for("comma")
    assert csv_lines([row], dialect=point) == "a;b,1.5,-1.50,3\r\n"
    assert csv_lines([row], dialect=comma) == '"a;b";1.5;-1,50;3\r\n'
    assert csv_lines([(1.5, 1e-05)], dialect=comma) == "1,5;0,00001\r\n"
    assert (point.start, comma.start) == ("\ufeff", "\ufeff")
