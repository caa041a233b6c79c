"""The terminal command, against the whole running stack."""

import gzip
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.shop import ADMIN, Shop

pytestmark = pytest.mark.system

SALES = 400


def run(
    shop: Shop, *arguments: str | Path, command: str = "upload", **account: str
) -> tuple[int, str]:
    signed_in = {
        "PREVISTOCK_EMAIL": ADMIN["email"],
        "PREVISTOCK_PASSWORD": ADMIN["password"],
    }
    done = subprocess.run(
        [sys.executable, "-m", "etl_svc", command, *map(str, arguments)],
        env=os.environ
        | {"PREVISTOCK_URL": shop.stack.ports.url("web"), "COLUMNS": "120"}
        | signed_in
        | account,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stderr


@pytest.fixture
def history(tmp_path: Path) -> Path:
    first = date(2025, 3, 1)
    lines = (
        f"UPLOADED-{n % 4},{first + timedelta(days=n // 4)},{1 + n % 7}\n"
        for n in range(SALES)
    )
    file = tmp_path / "history.csv.gz"
    file.write_bytes(
        gzip.compress(("series_id,date,quantity\n" + "".join(lines)).encode())
    )
    return file


def test_a_file_is_imported_and_once_more_changes_nothing(shop, history):
    status, said = run(shop, history)
    assert status == 0, said
    assert f"done: {SALES} recorded." in said

    status, said = run(shop, history)
    assert status == 0, said
    assert f"done: {SALES} known before." in said


def test_what_cannot_be_imported_is_told_and_the_status_is_1(shop, tmp_path):
    file = tmp_path / "prices.csv"
    file.write_text("a,b\n1,2\n")
    status, said = run(shop, file)

    assert status == 1
    assert "Unknown columns: a, b." in said


def test_bad_rows_are_told_with_their_lines(shop, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("series_id,date,quantity\nTEA,2025-02-31,1\n")
    status, said = run(shop, file, "--on-error", "reject")

    assert status == 1
    assert "line 2: date '2025-02-31' is not in the calendar" in said


def test_a_wrong_password_is_no_trace_of_a_program(shop, history):
    status, said = run(shop, history, PREVISTOCK_PASSWORD="not-the-password")

    assert status == 1
    assert "Traceback" not in said
    assert "401" in said


def test_an_account_is_asked_for_before_anything_is_sent(shop, history):
    status, said = run(shop, history, PREVISTOCK_EMAIL="", PREVISTOCK_PASSWORD="")

    assert status == 1
    assert "E-mail" in said
    assert "sending" not in said


def test_columns_are_told_by_name_and_asked_for_when_they_are_not(shop, tmp_path):
    file = tmp_path / "caisse.csv"
    file.write_text("Ref;Quand;Combien\nTOLD;31/01/2026;1 200\nTOLD;1/2/2026;-200\n")
    status, said = run(shop, file, "--dry-run")
    assert status == 1
    assert "Map the columns with --map" in said
    assert "Ref, Quand, Combien" in said

    told = ("--map", "sku:Ref", "--map", "sold_at:Quand", "--map", "quantity:Combien")
    status, said = run(shop, file, *told, "--returns", "--shift-dates")
    assert status == 0, said
    assert "1 recorded, 1 returned" in said
    assert "never for a shop's own sales" in said
    assert "All days moved by" in said


def test_kilos_of_a_product_in_pieces_are_counted_finer_only_when_told(shop, tmp_path):
    file = tmp_path / "kilos.csv"
    head = "sku,sold_at,quantity,price\n"
    file.write_text(f"{head}TOLD-KG,2025-02-03 10:00,2,9.50\n")
    run(shop, file)
    file.write_text(f"{head}TOLD-KG,2025-02-04 10:00,0.125,9.50\n")

    status, said = run(shop, file, "--dry-run")
    assert status == 0, said
    assert "say on_precision=raise" in said

    status, said = run(shop, file, "--on-precision", "raise", "--on-unit", "keep")
    assert status == 0, said
    assert "1 recorded" in said
    assert "from now on to 3 decimals" in said


def test_a_dry_run_is_looked_at_first_and_then_committed(shop, tmp_path):
    file = tmp_path / "first.csv"
    file.write_text("series_id,date,quantity\nLOOKED-AT,2025-02-03,4\n")
    status, said = run(shop, file, "--dry-run")

    assert status == 0, said
    assert "1 can be imported" in said
    assert "2025-02: 1 rows, 4 units" in said
    number = said.rsplit("commit ", 1)[1].split()[0]
    status, said = run(shop, number, command="commit")
    assert status == 0, said
    assert "done: 1 recorded." in said
