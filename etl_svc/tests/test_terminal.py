"""The older name of the terminal command, in a checkout and in the image."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
