"""The terminal command beside this service, and its older name."""

import asyncio
import os
import pty
import re
import select
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support import access_token, served

ROOT = Path(__file__).parents[2]
SILENCE_S = 20


def run(place, *arguments):
    command = [sys.executable, "-m", "etl_svc", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True)


def test_the_older_name_is_the_terminal_command():
    done = run(ROOT, "upload", "--help")

    assert done.returncode == 0
    assert "--dry-run" in done.stdout


def test_in_the_image_which_has_no_terminal_command_one_line_says_so(tmp_path):
    """Laid out as the Dockerfile does it."""
    for package in ("etl_svc", "ops"):
        (tmp_path / package).mkdir()
        shutil.copy(ROOT / package / "__init__.py", tmp_path / package)
    shutil.copy(ROOT / "etl_svc/__main__.py", tmp_path / "etl_svc")

    done = run(tmp_path, "upload", "sales.csv")

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "python -m ops.cli upload FILE" in line


@pytest.fixture
async def command(app, working):
    """The terminal command beside this service, with a worker; its status and what it
    says. On a terminal it is given ``answers``, one for each question."""
    async with served(app) as port, working():

        async def run_command(*arguments, answers=None, language="C.UTF-8"):
            environment = os.environ | {
                "PREVISTOCK_URL": f"http://127.0.0.1:{port}",
                "PREVISTOCK_TOKEN": access_token(),
                "COLUMNS": "80",
                "LC_ALL": language,
                "TERM": "dumb",
            }
            line = [sys.executable, "-m", "ops.cli", *map(str, arguments)]
            if answers is None:
                return await asyncio.to_thread(piped, line, environment)
            return await asyncio.to_thread(typed, line, environment, answers)

        yield run_command


def piped(line, environment):
    done = subprocess.run(
        line, env=environment, cwd=ROOT, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def typed(line, environment, answers):
    """Each answer is typed once the question before it stands there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        line, env=environment, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said, left = "", list(answers)
    try:
        with suppress(OSError):  # Its end, on this side of a terminal.
            while select.select([ours], [], [], SILENCE_S)[0]:
                said += os.read(ours, 4096).decode(errors="replace")
                if left and left[0][0] in said:
                    os.write(ours, f"{left.pop(0)[1]}\n".encode())
        os.close(ours)
        return process.wait(SILENCE_S), said
    except subprocess.TimeoutExpired:
        raise AssertionError(f"It waits for something else:\n{said}") from None
    finally:
        process.kill()
        process.wait()


CAISSE = """\
Jour;Article;Qté;Prix;Statut
03/04/2025;THÉ;2;1.234,50;payé
04/04/2025;CAFÉ;1;1.000,00;Blorp
Total;;3;;
"""


async def test_every_option_arrives(command, driver, tmp_path):
    file = tmp_path / "caisse.csv"
    file.write_text(CAISSE, encoding="iso-8859-15")
    options = {
        "delimiter": ";", "decimal": ",", "encoding": "iso-8859-15", "dates": "dmy",
        "currency": "EUR", "no_goods": "import", "on_case": "same", "header": "first",
        "quantity_is": "cells", "shape": "long", "on_error": "skip",
        "on_unknown": "create", "source": "caisse", "default_price": "2.5",
    }  # fmt: skip
    told = [(f"--{name.replace('_', '-')}", value) for name, value in options.items()]
    told += [
        ("--map", "sku:Article"), ("--map", "sold_at:Jour"), ("--map", "quantity:Qté"),
        ("--map", "price:Prix"), ("--map", "status:Statut"), ("--fill-down", "sku"),
        ("--state", "Blorp:sold"),
    ]  # fmt: skip

    status, said = await command(
        "upload", file, "--dry-run", "--returns", "--shift-dates", *sum(told, ())
    )

    assert status == 0, said
    params = (await driver.job(1))["params"]
    assert {name: params[name] for name in options} == options
    assert params["columns"]["sku"] == ["Article"]
    assert (params["states"], params["fill_down"]) == ({"Blorp": "sold"}, ["sku"])
    assert (params["on_negative"], params["shift_dates"]) == ("return", True)


async def test_an_error_says_what_the_system_says(command, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("sku,sold_at,quantity\nA,2025-01-01,1\n")

    status, said = await command("upload", file, "--source", "a b", "--preset", "x")

    assert status == 1
    assert "422 Invalid input: These fields cannot be accepted: " in said
    assert re.search("^  source: String should match", said, re.MULTILINE)
    assert re.search("^  preset: Input should be", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "C.UTF-8",
            [
                "Import 1 checked: 1 can be imported, 1 rejected.",
                "  Columns, found by names and contents:",
                "    sku          Article ",
                "  2025-03: 1 rows, 2 units",
                "  Left out, totals: 1, such as line 4: Total;;3;;",
                "Nothing is imported yet: commit 1 does it.",
            ],
        ),
        (
            "fr_FR.UTF-8",
            [
                "Import 1 vérifié : 1 importables, 1 refusées.",
                "  Colonnes, trouvées d'après noms et contenus :",
                "    sku          Article ",
                "  2025-03 : 1 lignes, 2 unités",
                "  Laissées de côté, totaux : 1, comme la ligne 4 : Total;;3;;",
                "Rien n'est encore importé : commit 1 le fait.",
            ],
        ),
    ],
)
async def test_a_dry_run_shows_how_a_file_is_read_and_what_it_holds(
    command, tmp_path, language, lines
):
    file = tmp_path / "caisse.csv"
    file.write_text(CAISSE.replace("/04/2025", "/03/2025"))

    status, said = await command("upload", file, "--dry-run", language=language)

    assert status == 0, said
    at = -1
    for line in lines:
        found = [n for n, one in enumerate(said.split("\n")) if one.startswith(line)]
        assert found, f"{line!r} in\n{said}"
        assert found[0] > at
        at = found[0]
    assert "Blorp" in said


async def test_an_import_is_shown_with_the_reasons_of_what_was_left_out(
    command, counter, tmp_path
):
    """By its number, as those of the watched folder have one."""
    body = {"sku": "HAM", "name": "Ham", "price": 12.5}
    await counter[0].post("/api/products", json=body)
    file = tmp_path / "scale.csv"
    file.write_text("series_id,date,quantity\nHAM,2025-01-31,0.275\n")

    status, said = await command("upload", file)
    shown, again = await command("job", 1)

    assert (status, shown) == (0, 0), said
    for told in (said, again):
        assert "line 2: quantity '0.275' is finer than its product" in told
        assert "counted in whole units: say on_precision=raise" in told
        assert "count the product to 3 decimals" in told


async def test_on_a_terminal_codes_in_other_letters_are_asked_about(
    command, driver, tmp_path
):
    file = tmp_path / "codes.csv"
    file.write_text("sku,sold_at,quantity\nCup,2025-04-03,2\ncup,2025-04-04,1\n")

    status, said = await command(
        "upload", file, "--dry-run",
        answers=[("differ by case only", "2"), ("Import it now?", "n")],
    )  # fmt: skip

    assert status == 0, said
    assert "cup / Cup differ by case only" in said
    assert (await driver.job(1))["params"]["on_case"] == "same"


async def test_on_a_terminal_what_is_open_is_asked(command, driver, tmp_path):
    file = tmp_path / "dates.csv"
    file.write_text("sku,sold_at,quantity\nTEA,03/04/2025,2\nTEA,04/05/2025,1\n")

    status, said = await command(
        "upload", file, answers=[("Number", "1"), ("Import it now?", "n")]
    )

    assert status == 0, said
    job = await driver.job(2)
    assert (job["status"], job["params"]["dates"]) == ("checked", "dmy")
    assert job["rows_accepted"] == 2
    assert "2025-04: 1 rows, 2 units" in said


async def test_on_a_terminal_a_column_that_is_missing_is_chosen(
    command, driver, tmp_path
):
    file = tmp_path / "odd.csv"
    file.write_text("Zork,Tag,Menge\nTEA,2025-04-03,2\nMUG,2025-04-04,1\n")

    status, said = await command(
        "upload", file, answers=[("Number", "1"), ("Import it now?", "n")]
    )

    assert status == 0, said
    job = await driver.job(1)
    assert job["layout"]["columns"]["sku"] == ["Zork"]
    assert (job["status"], job["rows_accepted"]) == ("checked", 2)
