"""Whatever code a service answers with, and whatever act it records, a page has words for
it, in each language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVICES = (
    "shared",
    "auth_svc",
    "products_svc",
    "sales_svc",
    "forecast_svc",
    "etl_svc",
)
# Their first argument is the code; of a rejected row it is the third.
SAID_BY = {"PydanticCustomError": 0, "JobFailed": 0, "reject": 2}
# Text takes the place of these: a limit or `required` stands in `fields`.
SAID_OTHERWISE = {"missing", "quantity_precision"}


def _strings(node: ast.expr) -> Iterator[str]:
    """Of ``"a" if old else "b"`` both."""
    if isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _of_class(node: ast.Assign) -> Iterator[str]:
    """``code = "x"`` and ``status, code = 404, "x"``."""
    names = ast.unparse(node.targets[0])
    if names == "code":
        yield from _strings(node.value)
    elif names in {"status, code", "(status, code)"} and isinstance(
        node.value, ast.Tuple
    ):
        yield from _strings(node.value.elts[1])


def _of_call(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
    place = SAID_BY.get(name or "")
    if place is not None and len(node.args) > place:
        yield from _strings(node.args[place])


def _answered() -> dict[str, str]:
    """Every code that stands in the services' sources, with the file that says it."""
    found: dict[str, str] = {}
    for service in SERVICES:
        for path in sorted((ROOT / service).rglob("*.py")):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                codes: Iterator[str] = iter(())
                if isinstance(node, ast.ClassDef):
                    assigned = (n for n in node.body if isinstance(n, ast.Assign))
                    codes = (code for each in assigned for code in _of_class(each))
                elif isinstance(node, ast.Call):
                    codes = _of_call(node)
                for code in codes:
                    found.setdefault(code, str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_of_a_service_has_a_text(language: str) -> None:
    # In parts: what every page may meet, and what comes with the first refusal.
    parts = [
        errors
        for path in (ROOT / "web/src/shared/i18n").rglob(f"texts.{language}.ts")
        for errors in re.findall(
            r"^export const errors = \{\n(.*?)^\}",
            path.read_text(),
            re.MULTILINE | re.DOTALL,
        )
    ]
    known = set(re.findall(r"^  (\w+):", "".join(parts), re.MULTILINE)) | SAID_OTHERWISE
    answered = _answered()
    assert len(answered) > 100, (
        "the sources are written otherwise: nothing was compared"
    )
    assert {code: where for code, where in answered.items() if code not in known} == {}


def _recorded() -> set[str]:
    """Every act that the log may hold: ``record(db, "product.changed", ...)``."""
    return {
        arg.value
        for service in SERVICES
        for path in (ROOT / service).rglob("*.py")
        if "tests" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"record", "record_change"}
        for arg in node.args[1:3]
        if isinstance(arg, ast.Constant)
        and isinstance(arg.value, str)
        and re.fullmatch(r"[a-z_]+\.[a-z_]+", arg.value)
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_act_of_the_log_has_a_text(language: str) -> None:
    texts = (ROOT / f"web/src/features/audit/acts/texts.{language}.ts").read_text()
    actions = texts[texts.index("  actions: {") :]
    known = {
        f"{kind}.{act}"
        for kind, acts in re.findall(
            r"^    (\w+): \{(.*?)\}", actions, re.MULTILINE | re.DOTALL
        )
        for act in re.findall(r"(\w+): ['\"]", acts)
    }
    recorded = _recorded()
    assert len(recorded) > 30, "acts are recorded otherwise: nothing was compared"
    assert recorded - known == set()
