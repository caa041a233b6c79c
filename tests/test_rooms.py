"""Every folder of code stands under an import contract that names each of its modules."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "shared",
    "auth_svc",
    "products_svc",
    "sales_svc",
    "forecast_svc",
    "etl_svc",
    "ops",
)
# One verb per file, or tests: the folder itself is the layer.
WHOLE = {"operations", "migrations", "versions", "tests", "sql"}
# Rooms of shared and of ops, each one layer whose modules may know each other.
PLUMBING = {
    "shared/contracts", "shared/http", "shared/kafka", "shared/db", "shared/mail",
    "ops/cli", "ops/docker", "ops/broker", "ops/local", "ops/postgres", "ops/redpanda", "ops/backup",
}  # fmt: skip


def folders() -> list[Path]:
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            folder = path.parent.relative_to(ROOT)
            if not WHOLE & set(folder.parts) and folder not in found:
                found.append(folder)
    return found


def exhaustive_containers() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    return {
        container
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }


@pytest.mark.parametrize("folder", folders(), ids=str)
def test_no_folder_stands_outside_of_every_layer(folder: Path):
    if str(folder) in PLUMBING:
        folder = folder.parent
    assert ".".join(folder.parts) in exhaustive_containers()
