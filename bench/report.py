"""One line of the table, and the table."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """``rate`` and ``other_rate`` are per second; ``target`` is their ratio."""

    what: str
    rate: float
    against: str
    other_rate: float
    target: float

    @property
    def ratio(self) -> float:
        return self.rate / self.other_rate


def show(lines: Iterable[Line], *, how: str) -> None:
    table = Table(title=how, title_justify="left")
    for title in ("measured", "per second", "against", "per second", "ratio", "target"):
        table.add_column(
            title, justify="right" if title not in {"measured", "against"} else "left"
        )
    for line in lines:
        reached = line.ratio >= line.target
        verdict = (
            "[green]reached[/]"
            if reached
            else f"[red]{line.ratio / line.target:.0%} of it[/]"
        )
        table.add_row(
            line.what,
            f"{line.rate:,.0f}",
            line.against,
            f"{line.other_rate:,.0f}",
            f"{line.ratio:.2f}",
            f"{line.target:.2f}  {verdict}",
        )
    Console(width=140).print(table)
