"""Backtests of totals: how far sums of products have gone astray together. Pure; never
imported by the service itself, only by its worker processes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from forecast_svc.engine.backtests import Calibrated, Sums, learned, sums_of
from forecast_svc.engine.calibration import HORIZONS
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Floats

_DOUBT = 20
"""Totals are few, but each has the errors of many products in it."""


def calibrate_totals(
    panel: Panel, groups: Sequence[Sequence[int]], tested: Sequence[Sequence[Sums]]
) -> Calibrated:
    """Of each group of rows, from the backtests of its products: their errors are added
    up origin by origin, so that what they have in common does not cancel out."""
    return TotalSums.of(panel, groups, tested).calibrate()


class ExpectedAndSold(NamedTuple):
    """After an origin, (horizons, groups)."""

    expected: Floats
    sold: Floats

    def plus(self, other: "ExpectedAndSold") -> "ExpectedAndSold":
        return ExpectedAndSold(self.expected + other.expected, self.sold + other.sold)


@dataclass(frozen=True)
class TotalSums:
    """Of groups of products: the units of all their days, the column of the first sale, and
    what backtests expected after each origin (a column). Those of some products of a shop and
    of others add up to those of all, if their panels begin on the same day."""

    first_day: int
    units: Floats
    first_sale_column: NDArray[np.int64]
    tested: Mapping[int, ExpectedAndSold]

    @classmethod
    def of(
        cls,
        panel: Panel,
        groups: Sequence[Sequence[int]],
        tested: Sequence[Sequence[Sums]],
    ) -> Self:
        members = np.zeros((len(groups), len(panel.units)))
        first = np.full(len(groups), panel.width)
        for group, rows in enumerate(groups):
            members[group, list(rows)] = 1
            first[group] = min(panel.first_sale_column[list(rows)], default=panel.width)
        return cls(
            panel.first_day,
            members @ panel.units,
            first,
            {
                of_origin[0].end: ExpectedAndSold(
                    np.stack([members[:, of.rows] @ of.mean for of in of_origin]),
                    np.stack([members[:, of.rows] @ of.sold for of in of_origin]),
                )
                for of_origin in tested
            },
        )

    def __add__(self, other: "TotalSums") -> "TotalSums":
        tested = {**self.tested}
        for end, of in other.tested.items():
            mine = tested.get(end)
            tested[end] = of if mine is None else mine.plus(of)
        return TotalSums(
            self.first_day,
            self.units + other.units,
            np.minimum(self.first_sale_column, other.first_sale_column),
            tested,
        )

    def calibrate(self) -> Calibrated:
        totals = Panel(self.first_day, self.units, self.first_sale_column)
        rows = np.arange(len(self.units))
        tested = [
            [
                sums_of(totals, end, rows, mean, units, days)
                for days, mean, units in zip(HORIZONS, *of, strict=True)
            ]
            for end, of in sorted(self.tested.items(), key=lambda item: item[0])
        ]
        return learned(totals, rows, tested, _DOUBT)

    def to_bytes(self) -> bytes:
        said = {
            "first_day": self.first_day,
            "units": self.units,
            "first_sale_column": self.first_sale_column,
            "tested": [[end, *of] for end, of in self.tested.items()],
        }
        return orjson.dumps(said, option=orjson.OPT_SERIALIZE_NUMPY)

    @classmethod
    def from_bytes(cls, told: bytes) -> Self:
        said = orjson.loads(told)
        return cls(
            said["first_day"],
            np.array(said["units"]),
            np.array(said["first_sale_column"]),
            {
                end: ExpectedAndSold(np.array(expected), np.array(sold))
                for end, expected, sold in said["tested"]
            },
        )
