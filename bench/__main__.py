"""``python -m bench``: the table. See ``make bench``."""

import os
from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from bench import ingest, sales
from bench.report import Line, show
from bench.rig import LOAD_CORE, SERVED_CORE, rig
from tests.support.http import SECRET

HOW = (
    f"Medians of {{rounds}} rounds in turn. PostgreSQL, Kafka and the measured application"
    f" share core {SERVED_CORE}; the load comes from core {LOAD_CORE}."
)


def main(
    rounds: Annotated[int, typer.Option(min=1, max=20)] = 3,
    seconds: Annotated[float, typer.Option(min=0.5, max=60)] = 5,
    only: Annotated[Literal["all", "sales", "ingest"], typer.Option()] = "all",
) -> None:
    """Print what was measured, against what, and whether the target is reached."""
    os.environ.setdefault("JWT_SECRET", SECRET)
    lines: list[Line] = []
    parts: dict[str, Iterable[Line]] = {}
    with rig() as servers:
        parts["sales"] = sales.measure(servers, rounds=rounds, seconds=seconds)
        parts["ingest"] = ingest.measure(servers, rounds=rounds)
        for name, part in parts.items():
            if only in {"all", name}:
                lines.extend(part)
    show(lines, how=HOW.format(rounds=rounds))


if __name__ == "__main__":
    typer.run(main)
