"""docs/security/asvs.csv names tests that are there, and what the threat model lists is
all that there is."""

import csv
import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from ops import secrets
from ops.migrate import SERVICES

ROOT = Path(__file__).resolve().parent.parent
MODEL = (ROOT / "docs" / "threat-model.md").read_text()
LEAST_SHARE = 0.9
"""Of the requirements that apply, those that are met."""

with (ROOT / "docs" / "security" / "asvs.csv").open(newline="") as table:
    ROWS = list(csv.DictReader(table))


def rows_of(heading):
    """The rows of the table under a heading of the threat model, as lists of cells."""
    _, found, section = MODEL.partition(f"\n## {heading}\n")
    assert found, heading
    lines = [
        line.strip("| ").split(" | ")
        for line in section.partition("\n## ")[0].splitlines()
        if line.startswith("| ")
    ]
    return [[cell.strip() for cell in line] for line in lines[1:]]


def names(rows):
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row[0])}


def test_each_requirement_stands_there_once():
    numbers = [row["requirement"] for row in ROWS]

    assert len(numbers) == len(set(numbers)) == 253
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", number) for number in numbers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["requirement"])
def test_what_is_met_has_a_test_and_what_is_not_has_a_word(row):
    if row["state"] != "pass":
        assert row["state"] in {"n/a", "gap"}
        assert row["note"]
        assert row["tests"] == ""
        assert row["state"] == "n/a" or "Plan:" in row["note"] or "As V" in row["note"]
        return
    for test in row["tests"].split("; "):
        path, _, name = test.partition("::")
        source = (ROOT / path).read_text()
        # The client's tests are named by sentences.
        web = rf"^test\('{re.escape(name)}',"
        python = rf"^(async )?def {re.escape(name)}\("
        declared = web if path.startswith("web/") else python
        assert re.search(declared, source, re.MULTILINE), test


def test_nine_of_ten_that_apply_are_met():
    states = [row["state"] for row in ROWS]
    met, open_ = states.count("pass"), states.count("gap")

    assert met / (met + open_) >= LEAST_SHARE


def test_every_key_and_algorithm_is_in_the_inventory(tmp_path):
    secrets.write_missing(tmp_path)
    kinds = {
        re.sub(r"^clients/.*", "clients", path.relative_to(tmp_path / part).as_posix())
        for part in ("auth", "sales", "products")
        for path in (tmp_path / part).rglob("*")
        if path.is_file()
    }
    kinds = {kind.partition("/")[0] for kind in kinds} | {"owners", "postgres"}

    keys = rows_of("Keys")
    assert kinds - names(keys) == set()
    assert all(len(row) == 4 and all(row) for row in keys)


def test_every_kind_of_data_has_a_level():
    """Of auth_svc, which knows people, every table; of the others what they are for."""
    base = import_module("auth_svc.tables").Base
    data = rows_of("Data")

    known = names(data)
    assert set(base.metadata.tables) - known == set()
    assert {service.removesuffix("_svc") for service in SERVICES} - known == {"auth"}
    assert {row[1] for row in data} <= {"secret", "person", "business", "open"}
    assert all(len(row) == 4 and all(row) for row in data)


def test_every_kind_of_log_is_told():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    told = names(rows_of("Logs"))

    assert set(compose["services"]) - told == set()
    assert "audit" in told


def test_the_policy_says_within_what_time():
    policy = (ROOT / "SECURITY.md").read_text()

    for severity in ("critical", "high", "medium", "low"):
        assert re.search(rf"^\| {severity} \| \d+ days \|", policy, re.MULTILINE)
