"""What each image is made with has all that its code imports."""

import re
import sys
from importlib.metadata import packages_distributions

import grimp
import pytest

from tests.test_rooms import PACKAGES, ROOT

STEPS = ("ops.postgres.roles", "ops.migrate", "ops.broker.__main__", "ops.topics")
"""The setup step, and the migrations that it loads."""
IMAGES = {
    **{
        service: (f"{service}_svc.app", f"{service}_svc.__main__")
        for service in ("auth", "products", "sales", "forecast", "etl")
    },
    "shared": ("ops.secrets", "ops.probe", "ops.backup.__main__", *STEPS),
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip().lower())


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True)


def imported(imports: grimp.ImportGraph, roots: set[str]) -> dict[str, str]:
    """Packages of others, and a module of ours that imports each."""
    found: dict[str, str] = {}
    known, ahead = set(roots), list(roots)
    while ahead:
        module = ahead.pop()
        folders = [module.rsplit(".", n)[0] for n in range(1, module.count(".") + 1)]
        for other in (*imports.find_modules_directly_imported_by(module), *folders):
            if imports.is_module_squashed(other):
                found[other] = module
            elif other not in known:
                known.add(other)
                ahead.append(other)
    return found


@pytest.mark.parametrize("pins", IMAGES)
def test_an_image_has_what_its_code_imports(
    imports: grimp.ImportGraph, pins: str
) -> None:
    roots = {root for root in IMAGES[pins] if root in imports.modules}
    if pins == "shared":
        roots |= {each for each in imports.modules if ".migrations.versions." in each}
    lines = (ROOT / "requirements" / f"{pins}.txt").read_text().splitlines()
    pinned = {plain(line.partition("==")[0]) for line in lines if "==" in line}
    distributions = packages_distributions()

    missing = {
        package: module
        for package, module in imported(imports, roots).items()
        if package not in sys.stdlib_module_names
        and not pinned & {plain(name) for name in distributions.get(package, [])}
    }

    assert roots
    assert missing == {}
