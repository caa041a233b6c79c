"""A product's sales as a series of days without a gap. Pure; no numpy."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

MAX_SERIES_DAYS = 1095
"""Days of history that a model may use."""
ENGINE = 6
"""Raised whenever the same series would be answered differently."""


@dataclass(frozen=True, slots=True)
class Series:
    """Units sold on each day from ``first_day`` on; empty when nothing ever was.

    A day without a sale is a zero, never a gap: the models need a regular step,
    and leaving such days out is the surest way to forecast too much.
    """

    first_day: date
    values: tuple[float, ...]
    censored: tuple[int, ...] = ()
    """Positions of days without stock, or unknown, whose values are estimates."""

    @classmethod
    def of(
        cls,
        sold: Iterable[tuple[date, int]],
        *,
        first_day: date | None,
        last_day: date,
        parts: int = 1,
    ) -> "Series":
        """What was sold is told in so many ``parts`` of a unit. Days from ``first_day`` to ``last_day``; without one, or with one that
        lies later, there is none.

        What was sold on a day in several places is added. A day below zero, which a
        void heard of before its sale can leave for a moment, counts as zero.
        """
        if first_day is None or first_day > last_day:
            return cls(last_day + timedelta(days=1), ())
        values = [0] * ((last_day - first_day).days + 1)
        for day, quantity in sold:
            if first_day <= day <= last_day:
                values[(day - first_day).days] += quantity
        return cls(first_day, tuple([max(0, sold) / parts for sold in values]))

    @property
    def next_day(self) -> date:
        """The day after the last one; the first that is forecast."""
        return self.first_day + timedelta(days=len(self.values))

    @property
    def last_day(self) -> date:
        return self.next_day - timedelta(days=1)

    def days(self) -> list[date]:
        return days_between(self.first_day, self.last_day)

    @property
    def selling_days(self) -> int:
        estimated = set(self.censored)
        return sum(
            1 for n, value in enumerate(self.values) if value > 0 and n not in estimated
        )

    def known(self, last_day: date) -> list[float | None]:
        """Units of each day up to one; ``None`` where they are estimates, or beyond the
        last day."""
        values: list[float | None] = list(self.values)
        for n in self.censored:
            values[n] = None
        days = (last_day - self.first_day).days + 1
        return [*values, *[None] * (days - len(values))][: max(0, days)]

    def fingerprint(self) -> bytes:
        """Differs whenever a day differs, or the engine does."""
        content = struct.pack(
            f"<qq{len(self.values)}d", ENGINE, self.first_day.toordinal(), *self.values
        )
        return blake2b(content, digest_size=16).digest()


def days_after(day: date, count: int) -> list[date]:
    return [day + timedelta(days=n) for n in range(1, count + 1)]


def days_between(first: date, last: date) -> list[date]:
    """Both included; none when ``last`` lies before ``first``."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
