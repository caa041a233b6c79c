"""Corrections: what people say of days that sold suspiciously much. Pure; no numpy."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Self

from forecast_svc.engine.series import Series

CorrectionKind = Literal["confirmed", "corrected", "bulk_order"]
"""It was demand as it stands; it was another quantity; it was an order that says
nothing of the demand to come, which is estimated instead."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """``confirmed`` are days that count as they are, those of another quantity too."""

    confirmed: frozenset[date] = frozenset()
    quantities: dict[date, float] = field(default_factory=dict)
    bulk_orders: frozenset[date] = frozenset()

    @classmethod
    def of(cls, said: Iterable[tuple[CorrectionKind, date, float | None]]) -> Self:
        """From the kind, the day and, where it was another, the quantity of each."""
        said = list(said)
        return cls(
            frozenset(day for kind, day, _ in said if kind != "bulk_order"),
            {day: units or 0.0 for kind, day, units in said if kind == "corrected"},
            frozenset(day for kind, day, _ in said if kind == "bulk_order"),
        )

    def transform(self, series: Series) -> Series:
        """The series with the right quantities; days of bulk orders are left empty, to
        be estimated as unknown ones are."""
        quantities = self.quantities | dict.fromkeys(self.bulk_orders, 0.0)
        if not quantities:
            return series
        values = list(series.values)
        for day, units in quantities.items():
            if series.first_day <= day <= series.last_day:
                values[(day - series.first_day).days] = units
        return replace(series, values=tuple(values))
