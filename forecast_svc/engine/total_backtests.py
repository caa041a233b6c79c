"""Backtests of totals: how far sums of products have gone astray together. Pure; never
imported by the service itself, only by its worker processes.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from forecast_svc.engine.backtests import Calibrated, Sums, learned, sums_of
from forecast_svc.engine.calibration import HORIZONS
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Floats


def calibrate_totals(
    panel: Panel, groups: Sequence[Sequence[int]], tested: Sequence[Sequence[Sums]]
) -> Calibrated:
    """Of each group of rows, from the backtests of its products: their errors are added
    up origin by origin, so that what they have in common does not cancel out."""
    members = np.zeros((len(groups), len(panel.units)))
    for group, rows in enumerate(groups):
        members[group, list(rows)] = 1
    totals = _totals(panel, groups, members)
    added = [
        [
            _added(totals, members, sums, days)
            for days, sums in zip(HORIZONS, of_origin, strict=True)
        ]
        for of_origin in tested
    ]
    return learned(totals, np.arange(len(groups)), added)


def _totals(panel: Panel, groups: Sequence[Sequence[int]], members: Floats) -> Panel:
    """One row for each group."""
    first = [int(panel.first_sale_column[list(rows)].min()) for rows in groups]
    return replace(
        panel, units=members @ panel.units, first_sale_column=np.array(first)
    )


def _added(totals: Panel, members: Floats, sums: Sums, days: int) -> Sums:
    of_rows = members[:, sums.rows]
    rows = np.arange(len(members))
    mean, sold = of_rows @ sums.mean, of_rows @ sums.sold
    return sums_of(totals, sums.end, rows, mean, sold, days)
