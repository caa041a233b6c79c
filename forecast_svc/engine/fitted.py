"""A fitted model as a few hundred bytes of JSON, and when to fit another. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal, Self

from forecast_svc.engine.series import Series

Order = tuple[int, int, int]
"""(p, d, q) of an ARIMA model."""
FitMethod = Literal["search", "order", "filter", "quick"]
"""By a full search, by a fit of the order found before, or by applying the fitted
model to newer days; or by a fit of the simplest order until the search is done."""

QUICK = "quick_arima"
"""What a quick fit is called."""
Demand = Literal["quick", "full", "refit"]
"""What a question is content with: with a quick fit until there has been a search; with
any model that was searched for; or with none of an earlier day."""

_PAST_MAY_CHANGE = 0.05


@dataclass(frozen=True, slots=True)
class ArimaOrder:
    """Which ARIMA model it is: (p, d, q), and whether with a constant."""

    order: Order
    constant: bool = False


SIMPLEST = ArimaOrder((0, 1, 1))


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a model was fitted to, and how much was sold in them."""

    first_day: date
    last_day: date
    sold: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts of four weeks from past days, with what was fitted to all days: a
    little flattered. RMSSE as in the M5 guide, beside that of repeating a week."""

    windows: int
    rmsse: float
    naive_rmsse: float


@dataclass(frozen=True, slots=True)
class FittedModel:
    """``parameters`` are enough to apply the model to newer days."""

    method: FitMethod | None = None
    order_searched_on: date | None = None
    """The last day that the search of the order saw."""
    window: Window | None = None
    order: Order | None = None
    weekday_effect: Literal["none", "additive", "multiplicative"] = "none"
    closed_weekdays: tuple[int, ...] = ()
    yearly_effect: bool = False
    backtest: Backtest | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def quick(self) -> bool:
        """A search is to take its place."""
        return self.method == "quick"

    @property
    def arima_order(self) -> ArimaOrder | None:
        """``None`` where there is no model that could be fitted or applied again."""
        if self.order is None or not self.parameters.get("weights"):
            return None
        return ArimaOrder(self.order, self.parameters["constant"])

    def is_of(self, first_day: date, values: Sequence[float]) -> bool:
        """Whether a series begins with the days that were fitted, but for a few
        late sales: not after a year of history has been imported."""
        if self.window is None:
            return False
        length = (self.window.last_day - first_day).days + 1
        changed = abs(sum(values[: max(0, length)]) - self.window.sold)
        return changed <= _PAST_MAY_CHANGE * self.window.sold

    def sold_since(self, series: Series) -> bool:
        """Whether there is a sale after the days that it was fitted to."""
        if self.window is None:
            return True
        known = (self.window.last_day - series.first_day).days + 1
        return any(series.values[max(0, known) :])

    def applied(self) -> Self:
        """Of the same model on newer days."""
        return replace(self, method="filter")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Also of what was stored before some of the fields were, or others ceased."""
        window, backtest = stored.get("window"), stored.get("backtest")
        searched_on = stored.get("order_searched_on")
        names = cls.__dataclass_fields__
        known = {
            **{name: value for name, value in stored.items() if name in names},
            "order": stored["order"] and tuple(stored["order"]),
            "closed_weekdays": tuple(stored["closed_weekdays"]),
            "order_searched_on": searched_on and date.fromisoformat(searched_on),
            "backtest": backtest and Backtest(**backtest),
            "window": window
            and Window(
                date.fromisoformat(window["first_day"]),
                date.fromisoformat(window["last_day"]),
                window["sold"],
            ),
        }
        return cls(**known)


SEARCH_EVERY = 7
"""Days that the order found by a search is good for, where something sells."""
UNSOLD_SEARCH_EVERY = 28
"""And where nothing does."""


@dataclass(frozen=True, slots=True)
class WarmStart:
    """An earlier model of the same product, and what to do with it."""

    model: FittedModel
    method: Literal["order", "filter"]


def warm_start(
    earlier: FittedModel | None, product_id: int, series: Series, *, refit: bool
) -> WarmStart | None:
    """``None`` when nothing but a search will do.

    A question is answered by applying what is known. A refit fits the known order
    anew to a product that has sold something since it was fitted; once a week, on a
    weekday that goes by the product so that not all come at once, it searches. To one
    that has not, days without a sale tell little: the model is applied, and searched for
    every four weeks. One whose days come as a surprise to it is not applied, whatever the
    day (``local_model.apply``).
    """
    if (
        earlier is None
        or earlier.arima_order is None
        or earlier.order_searched_on is None
    ):
        return None
    if not refit:
        return WarmStart(earlier, "filter")
    age = (series.last_day - earlier.order_searched_on).days
    if not earlier.sold_since(series):
        return None if age >= UNSOLD_SEARCH_EVERY else WarmStart(earlier, "filter")
    its_turn = (
        age > 0 and (series.last_day.toordinal() + product_id) % SEARCH_EVERY == 0
    )
    return None if its_turn or age >= SEARCH_EVERY else WarmStart(earlier, "order")
