"""Decisions about alerts that need no computer."""

from collections.abc import Mapping
from datetime import time
from typing import Any

MONEY = frozenset({"value", "money_at_risk"})
"""Params that say what things cost or bring in: for managers."""


def is_quiet(now: time, quiet_from: time | None, quiet_to: time | None) -> bool:
    """Whether nobody shall be told now; the hours may go over midnight."""
    if quiet_from is None or quiet_to is None:
        return False
    if quiet_from <= quiet_to:
        return quiet_from <= now < quiet_to
    return now >= quiet_from or now < quiet_to


def without_money(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name not in MONEY}
