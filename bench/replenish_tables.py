"""The tables of ``make bench-replenish``: against whom, how surely, and from which shop."""

from collections.abc import Mapping, Sequence

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.replenish_cycles import LEVELS, Cycle, reached
from bench.replenish_measures import COVER, COVER_MORE, OURS, Outcome, ratios
from bench.replenish_stockouts import SHARE, Censored
from bench.replenish_tuning import RIVALS

NEWER = 3
"""Windows of the newer half, which nothing was chosen by."""
_BARS = {
    ("cost", COVER): (-0.08, -0.15),
    ("value", "min/max"): (-0.10, -0.25),
}
CYCLE_BARS = (0.03, 0.015)
BIAS_BARS = (1 / 3, 1 / 5)


def show_outcomes(found: Sequence[Outcome], console: Console) -> None:
    table = Table(
        title="The advice against rules, mean of windows: all six ± their spread (standard"
        " deviation), over seeds, newer three, older three; shops together, then each"
    )
    for head in (
        "what",
        "against",
        "shop",
        "six windows",
        "seeds",
        "newer",
        "older",
        "must / ambitious",
    ):
        table.add_column(
            head, justify="left" if head in {"what", "against", "shop"} else "right"
        )
    rules = [("cost", name) for name in (COVER, COVER_MORE, *RIVALS)]
    shops = dict.fromkeys(each.shop for each in found)
    for what, against in [*rules, ("value", "min/max"), ("value", "(s, S)")]:
        for shop in (None, *shops):
            table.add_row(
                what, against, shop or "all", *_ratio(found, what, against, shop)
            )
    console.print(table)


def _ratio(
    found: Sequence[Outcome], what: str, against: str, shop: str | None
) -> list[str]:
    of = ratios(found, against, what, shop)
    seeds, windows = ({key[n] for key in of} for n in (0, 1))
    by_window = [np.mean([of[s, w] for s in seeds]) - 1 for w in sorted(windows)]
    by_seed = [np.mean([of[s, w] for w in windows]) - 1 for s in sorted(seeds)]
    mean = float(np.mean(by_window))
    bars = _BARS.get((what, against)) if shop is None else None
    return [
        f"{mean:+.1%} ± {np.std(by_window, ddof=1):.1%}",
        f"{min(by_seed):+.1%} … {max(by_seed):+.1%}",
        f"{np.mean(by_window[:NEWER]):+.1%}",
        f"{np.mean(by_window[NEWER:]):+.1%}",
        ""
        if bars is None
        else f"{bars[0]:+.0%} / {bars[1]:+.0%} {_verdict(mean, bars)}",
    ]


def _verdict(value: float, bars: tuple[float, float]) -> str:
    must, ambitious = bars
    if value <= ambitious:
        return "[green]ambitious[/]"
    return "[green]reached[/]" if value <= must else "[red]missed[/]"


def show_settings(found: Sequence[Outcome], console: Console) -> None:
    """What the rules served, and where the rivals were set."""
    table = Table(title="Units served and stock held, and what the rivals were set to")
    for head in ("shop", "rule", "fill rate", "cost", "stock value", "set to"):
        table.add_column(head, justify="left" if head in {"shop", "rule"} else "right")
    for shop in dict.fromkeys(each.shop for each in found):
        for rule in (OURS, COVER, COVER_MORE, *RIVALS):
            of = [e for e in found if (e.shop, e.rule) == (shop, rule)]
            fill = 1 - sum(e.lost for e in of) / max(1.0, sum(e.demand for e in of))
            cost, value = (
                np.mean([getattr(e, n) for e in of]) for n in ("cost", "value")
            )
            settings = [
                f"{e.setting:.2f}" for e in of if e.setting is not None and e.seed == 1
            ]
            table.add_row(
                shop,
                rule,
                f"{fill:.1%}",
                f"{cost:,.0f}",
                f"{value:,.0f}",
                " ".join(settings),
            )
    console.print(table)


def show_cycles(
    found: Sequence[Mapping[float, Sequence[Cycle]]], console: Console
) -> None:
    table = Table(
        title="Cycles without unmet demand, against what was asked for; exact: those with"
        " an order, whole units counted for the share that makes the level exact"
    )
    for head in (
        "asked",
        "shop",
        "half",
        "cycles",
        "with an order",
        "exact",
        "as it came",
        "all cycles",
        "all, as stated",
        "must / ambitious",
    ):
        table.add_column(head, justify="left" if head in {"shop", "half"} else "right")
    for level in LEVELS:
        pooled = [cycle for of in found for cycle in of[level]]
        for shop in ("all", *dict.fromkeys(c.shop for c in pooled)):
            of = [c for c in pooled if shop in {"all", c.shop}]
            for half, part in zip(("newer", "older"), _halves(of), strict=True):
                _add_cycles(table, level, shop, half, part)
    console.print(table)


def _halves(found: Sequence[Cycle]) -> tuple[list[Cycle], list[Cycle]]:
    """Each shop's newer half of the origins, and the older one."""
    newer, older = [], []
    for shop in {c.shop for c in found}:
        of = [c for c in found if c.shop == shop]
        days = sorted({c.as_of for c in of})
        middle = days[len(days) // 2]
        newer += [c for c in of if c.as_of >= middle]
        older += [c for c in of if c.as_of < middle]
    return newer, older


def _add_cycles(
    table: Table, level: float, shop: str, half: str, part: Sequence[Cycle]
) -> None:
    ordered = [c for c in part if c.ordered]
    if not ordered:
        return
    exact, error = reached(ordered, "exact")
    away = abs(exact - level)
    must, ambitious = (max(bar, 2 * error) for bar in CYCLE_BARS)
    verdict = _verdict(away, (must, ambitious)) if shop == "all" else ""
    table.add_row(
        f"{level:.2f}",
        shop,
        half,
        str(len(part)),
        str(len(ordered)),
        f"{exact:.3f} ± {error:.3f}",
        f"{reached(ordered, 'served')[0]:.3f}",
        f"{reached(part, 'served')[0]:.3f}",
        f"{reached(part, 'stated')[0]:.3f}",
        f"± {must:.3f} / {ambitious:.3f} {verdict}" if shop == "all" else "",
    )


def show_stock_outs(found: Sequence[Censored], console: Console) -> None:
    table = Table(
        title=f"A shop with empty shelves on {SHARE:.0%} of its days: bias of the demand"
        " that is seen, and of forecasts of 28 days against those from the whole demand"
    )
    for head in (
        "shelves empty",
        "shop",
        "days",
        "plain average",
        "engine",
        "share",
        "forecast: plain",
        "engine",
        "share",
        "must / ambitious",
    ):
        table.add_column(
            head, justify="left" if head in {"shelves empty", "shop"} else "right"
        )
    for cause in dict.fromkeys(each.cause for each in found):
        for shop in ("all", *dict.fromkeys(each.shop for each in found)):
            of = [e for e in found if e.cause == cause and shop in {"all", e.shop}]
            _add_stock_outs(table, cause, shop, of)
    console.print(table)


def _add_stock_outs(
    table: Table, cause: str, shop: str, of: Sequence[Censored]
) -> None:
    def total(name: str) -> float:
        return float(sum(getattr(each, name) for each in of))

    plain = total("sold") / total("demand") - 1
    engine = total("estimated") / total("demand") - 1
    average = total("average") / total("average_of_truth") - 1
    expected = total("expected") / total("expected_from_truth") - 1
    share = abs(engine / plain)
    table.add_row(
        cause,
        shop,
        f"{np.mean([e.stocked_out for e in of]):.1%}",
        f"{plain:+.1%}",
        f"{engine:+.1%}",
        f"{share:.2f}",
        f"{average:+.1%}",
        f"{expected:+.1%}",
        f"{abs(expected / average):.2f}",
        f"{BIAS_BARS[0]:.2f} / {BIAS_BARS[1]:.2f} {_verdict(share, BIAS_BARS)}"
        if shop == "all"
        else "",
    )
