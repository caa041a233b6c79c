"""``python -m bench.forecasts FILE …``: accuracy and speed of forecasts, one table.

Each file of ``series_id,date,quantity`` is a shop. See ``make bench-forecast``. Nobody
is given more time than in production.
"""

import asyncio
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench import rivals
from bench.answers import Seconds, service
from bench.engine import Times, times_of
from bench.sum_tables import show_sums
from bench.sums import SumWindow, sum_windows
from bench.totals import TotalWindow, show_totals_of, total_windows
from bench.windows import LEVELS, Answer, Scores, Window, origins, read, scores, windows
from forecast_svc.compute.tasks import warm
from tests.support.http import SECRET

Pairs = list[tuple[Window, Answer]]
OURS = "Previstock, GET /api/forecast?as_of="
console = Console(width=150)


class Part(StrEnum):
    ANSWERS = "answers"
    SUMS = "sums"
    TOTALS = "totals"


async def ask_ourselves(
    files: Iterable[Path], count: int, places: dict[str, str]
) -> tuple[Pairs, Seconds]:
    pairs: Pairs = []
    async with service() as ours:
        for file in files:
            histories = read(file)
            await ours.open_shop(histories, places.get(file.stem, ""))
            for as_of in origins(histories, count):
                await ours.train(as_of)
                for window in windows(file.stem, histories, as_of):
                    pairs.append((window, await ours.answer(window)))
            console.print(f"· {file.stem}: {len(histories)} series", highlight=False)
        return pairs, ours.seconds


def ask_rival(name: str, asked: Sequence[Window]) -> Pairs:
    """In a process of its own, in one thread."""
    with ProcessPoolExecutor(1, initializer=partial(rivals.warm_up, name)) as pool:
        found = pool.map(partial(rivals.answer, name), asked, chunksize=4)
        done = list(track(found, description=name, total=len(asked), console=console))
    return list(zip(asked, done, strict=True))


def show(results: dict[str, Pairs]) -> None:
    ours = {id(window): answer for window, answer in results[OURS]}
    naive = {id(window): answer for window, answer in results["seasonal naive"]}
    table = Table(
        title="28 days ahead; ratios are to seasonal naive on the same windows"
    )
    for title in (
        "method", "windows", "RMSSE", "ratio", "7 days", "WAPE", "bias", "cover 80 / 95",
        "fit p50 / p95 / p99, s", "ours / it",
    ):  # fmt: skip
        table.add_column(title, justify="left" if title == "method" else "right")
    for name, pairs in results.items():
        asked = [window for window, _ in pairs]
        own = scores(pairs)
        base = scores([(w, naive[id(w)]) for w in asked])
        against = scores([(w, ours[id(w)]) for w in asked])
        table.add_row(name, *_cells(own, base), f"{against.rmsse / own.rmsse:.3f}")
    console.print(table)


def _cells(own: Scores, naive: Scores) -> list[str]:
    covered = " / ".join(f"{share:.3f}" for share in own.coverage.values())
    return [
        str(own.windows),
        f"{own.rmsse:.3f}",
        f"{own.rmsse / naive.rmsse:.3f}",
        f"{own.rmsse_week / naive.rmsse_week:.3f}",
        f"{own.wape / naive.wape:.3f}",
        f"{own.bias:+.1%}",
        covered or "–",
        " / ".join(f"{s:.3f}" for s in own.seconds),
    ]


def show_shops(results: dict[str, Pairs]) -> None:
    table = Table(title="By shop: RMSSE over 28 days against seasonal naive")
    for title in ("shop", "windows", "ratio", "WAPE", "bias", "cover 80 / 95"):
        table.add_column(title, justify="left" if title == "shop" else "right")
    naive = dict(
        zip(
            map(id, (w for w, _ in results[OURS])),
            results["seasonal naive"],
            strict=True,
        )
    )
    for shop in dict.fromkeys(window.shop for window, _ in results[OURS]):
        pairs = [pair for pair in results[OURS] if pair[0].shop == shop]
        own, base = scores(pairs), scores([naive[id(w)] for w, _ in pairs])
        cells = _cells(own, base)
        table.add_row(shop, cells[0], cells[2], cells[4], cells[5], cells[6])
    console.print(table)


def show_totals(pairs: Pairs) -> None:
    covered = [
        np.mean(
            [
                low <= w.coming.sum() <= high
                for w, a in pairs
                for low, high in [a.totals[level]]
            ]
        )
        for level in LEVELS
    ]
    console.print(
        f"sums of 28 days covered {covered[0]:.3f} / {covered[1]:.3f}", highlight=False
    )


def time_engine(asked: Sequence[Window]) -> Times:
    """In one worker process, as the service has it."""
    with ProcessPoolExecutor(1, initializer=warm) as pool:
        return pool.submit(times_of, list(asked)).result()


def show_speed(seconds: Seconds, engine: Times) -> None:
    cold, warm = np.array(seconds.cold), np.array(seconds.warm)
    pace = ", ".join(
        f"{name} {60 / np.mean(times):.0f}" for name, times in engine._asdict().items()
    )
    console.print(
        f"cold answer p50 {np.percentile(cold, 50):.3f} s, p95 {np.percentile(cold, 95):.3f} s,"
        f" max {cold.max():.3f} s\n"
        f"products a minute and core: {pace}\n"
        f"warm answer p50 {1000 * np.percentile(warm, 50):.1f} ms\n"
        f"the shop's model: {np.median(seconds.training):.1f} s a day (median)\n"
        f"answers without a fitted model: {dict(seconds.reasons) or 'none'}",
        highlight=False,
    )


def ask_sums(
    files: Iterable[Path], weeks: int, places: dict[str, str]
) -> Iterator[SumWindow]:
    """Weekly origins, the newest of which has a whole window after it."""
    with ProcessPoolExecutor(1, initializer=warm) as pool:
        for file in files:
            place = places.get(file.stem, "")
            yield from pool.submit(sums_of, file, weeks, place).result()
            console.print(f"· sums of {file.stem}", highlight=False)


def ask_totals(
    files: Iterable[Path], count: int, places: dict[str, str]
) -> Iterator[TotalWindow]:
    with ProcessPoolExecutor(1, initializer=warm) as pool:
        for file in files:
            place = places.get(file.stem, "")
            yield from pool.submit(totals_of, file, count, place).result()
            console.print(f"· totals of {file.stem}", highlight=False)


def totals_of(file: Path, count: int, place: str) -> list[TotalWindow]:
    histories = read(file)
    at = origins(histories, count)
    return list(total_windows(file.stem, histories, place, at))


def sums_of(file: Path, weeks: int, place: str) -> list[SumWindow]:
    histories = read(file)
    newest = origins(histories, 1)[0]
    weekly = [newest - timedelta(weeks=n) for n in range(weeks)]
    return list(sum_windows(file.stem, histories, place, weekly))


def main(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    count: Annotated[int, typer.Option("--origins", min=1, max=24)] = 3,
    sample: Annotated[
        int, typer.Option(min=1, help="Windows for the slow rivals")
    ] = 24,
    weeks: Annotated[
        int, typer.Option(min=1, max=104, help="Weekly origins of sums")
    ] = 52,
    place: Annotated[
        list[str] | None,
        typer.Option(help="Whose holidays count: FILE=FR, without its ending"),
    ] = None,
    only: Annotated[
        list[Part] | None, typer.Option(help="Some of what is measured, not all")
    ] = None,
) -> None:
    """Rolling origins 28 days apart, on every series, the same for every method; and
    weekly ones for quantiles of sums."""
    places = dict(said.split("=", 1) for said in place or ())
    os.environ.setdefault("JWT_SECRET", SECRET)
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
    parts = only or list(Part)
    if Part.ANSWERS in parts:
        show_answers(files, count, sample, places)
    if Part.SUMS in parts:
        show_sums(list(ask_sums(files, weeks, places)), console)
    if Part.TOTALS in parts:
        show_totals_of(list(ask_totals(files, count, places)), console)


def show_answers(
    files: Iterable[Path], count: int, sample: int, places: dict[str, str]
) -> None:
    pairs, seconds = asyncio.run(ask_ourselves(files, count, places))
    asked = [window for window, _ in pairs]
    # Drawn before any result is seen.
    few = random.Random(1).sample(asked, min(sample, len(asked)))
    results = {OURS: pairs}
    for name, (_, slow) in rivals.RIVALS.items():
        results[name] = ask_rival(name, few if slow else asked)
    show(results)
    show_shops(results)
    show_totals(pairs)
    show_speed(seconds, time_engine(few))


if __name__ == "__main__":
    typer.run(main)
