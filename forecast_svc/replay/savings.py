"""What the advice would have saved against another rule, or what happened. Pure."""

from collections.abc import Sequence
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Against = Literal["happened", "min_max", "cover_days"]
AGAINST: tuple[Against, ...] = ("happened", "min_max", "cover_days")
_WEEK = 7
_UNITS, _MONEY = 3, 2


def by_week(cost: NDArray[np.float64]) -> list[float]:
    """Of costs of days; the last week may be shorter."""
    return [
        round(float(cost[n : n + _WEEK].sum()), _MONEY)
        for n in range(0, len(cost), _WEEK)
    ]


def noise(weeks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard error of the sum over weeks, the last axis; 0 of a single one."""
    count = weeks.shape[-1]
    if count < 2:
        return np.zeros(weeks.shape[:-1])
    error: NDArray[np.float64] = weeks.std(axis=-1, ddof=1) * sqrt(count)
    return error


def savings(products: Sequence[dict[str, Any]]) -> dict[Against, dict[str, Any] | None]:
    return {against: _saved(products, against) for against in AGAINST}


def _saved(
    products: Sequence[dict[str, Any]], against: Against
) -> dict[str, Any] | None:
    """Of the same products on both sides: against what happened of those whose stock of
    then the ledger tells, money of those whose cost and price are known. ``None`` where
    there is nothing to compare."""
    compared = [p for p in products if against != "happened" or p["ledger"]]
    if not compared:
        return None
    fewer = sum(_of(p, against)["lost"] - _of(p, "advice")["lost"] for p in compared)
    told = {
        "products": len(compared),
        "lost": round(fewer, _UNITS),
        "saved": None,
        "error": None,
        "stock_value": None,
    }
    priced = [p for p in compared if p["weeks"] is not None]
    if not priced:
        return told
    weeks = np.sum(
        [np.subtract(p["weeks"][against], p["weeks"]["advice"]) for p in priced], axis=0
    )
    more = sum(
        _of(p, "advice")["stock_value"] - _of(p, against)["stock_value"] for p in priced
    )
    return told | {
        "saved": round(float(weeks.sum()), _MONEY),
        "error": round(float(noise(weeks)), _MONEY),
        "stock_value": round(more, _MONEY),
    }


def _of(product: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = (
        product["happened"] if name == "happened" else product["rules"][name]
    )
    return found
