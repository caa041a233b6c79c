"""How a scenario is declared, and the summary of all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.story import Result


def scenario(
    title: str, *, seconds: float, quick: bool = False
) -> Callable[[Any], Any]:
    """``seconds`` is its own limit; quick ones also run with every change."""

    def declare(function: Any) -> Any:
        # Without the making of a stack, which whoever comes first pays for.
        marked = pytest.mark.timeout(seconds, func_only=True)(function)
        marked = pytest.mark.faults(title)(marked)
        return pytest.mark.quick(marked) if quick else marked

    return declare


def title_of(item: pytest.Item) -> str | None:
    mark = item.get_closest_marker("faults")
    if mark is None:
        return None
    case = getattr(item, "callspec", None)
    return str(mark.args[0]).format(**case.params if case else {})


@dataclass(frozen=True)
class Line:
    title: str
    verdict: str
    result: Result
    seconds: float

    def cells(self) -> tuple[str, ...]:
        r = self.result
        sold = (r.acknowledged, r.lost, r.doubled) if r.acknowledged else ("–",) * 3
        return (
            self.title,
            self.verdict,
            *map(str, sold),
            _seconds(r.serving_s),
            _seconds(r.converged_s),
            f"{self.seconds:.0f}",
            "; ".join(r.notes),
        )


HEADER = (
    "scenario", "verdict", "acknowledged", "lost", "doubled",
    "serving after (s)", "converged after (s)", "took (s)", "measured",
)  # fmt: skip


def markdown(lines: list[Line]) -> str:
    rows = [HEADER, ("---",) * len(HEADER), *(line.cells() for line in lines)]
    return "".join(
        f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows
    )


def write(lines: list[Line], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(markdown(lines))


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
