"""What is advised, and with which consequences. Pure."""

from dataclasses import dataclass
from datetime import date

from forecast_svc.replenishment.calculation.cycle import CycleDates
from forecast_svc.replenishment.calculation.state import Note, WhyNot
from forecast_svc.replenishment.calculation.terms import Terms


@dataclass(frozen=True, slots=True)
class StockOutDates:
    """First day with unmet demand, with open orders and no other: one in ten paths
    has it by ``p10``. ``None`` lies beyond the horizon."""

    p10: date | None
    p50: date | None
    p90: date | None

    @property
    def beyond_horizon(self) -> bool:
        return self.p90 is None


@dataclass(frozen=True, slots=True)
class Chances:
    """Of running out, probabilities: before A, which no order changes; from A to B
    without the order, and with it."""

    before_arrival: float
    without: float
    with_order: float


@dataclass(frozen=True, slots=True)
class Cycle:
    """What may be ordered next: an outlook, computed as the order in question is."""

    order_on: date
    arrives_on: date
    quantity: float


@dataclass(frozen=True, slots=True)
class Consequences:
    """Of a quantity that was asked about: the chance of running out from A to B, units
    expected to be missing then and to be left at B, and money: ``worth`` is what is not
    lost less what is held too early, against ordering nothing; ``None`` where costs are
    not known."""

    quantity: float
    chance: float
    missing: float
    left: float
    worth: float | None
    worth_of_last_unit: float | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Units that another location can spare."""

    from_location_id: int
    quantity: float


@dataclass(frozen=True, slots=True)
class Advice:
    """``quantity`` units to order on ``dates.order_on``; 0 with ``why_not``.

    ``order_by`` is the last day that serves as asked for, ``None`` beyond the horizon;
    ``late`` when even an order of today comes later than that, with a probability of
    ``1 - chances.before_arrival`` of nothing missing until then. ``covered_until``: up
    to which day demand is met as asked for. Money is ``None`` where cost or price are
    unknown. ``pack_worths`` are what the first, second … ``pack`` units of the order are worth.
    ``transfers`` are to be sent before anything is bought: they are among the arrivals.
    ``terms`` are ``None`` where nothing could be computed.
    """

    quantity: float
    why_not: WhyNot | None
    dates: CycleDates
    terms: Terms | None = None
    order_by: date | None = None
    late: bool = False
    covered_until: date | None = None
    stock_out: StockOutDates | None = None
    chances: Chances | None = None
    days_of_cover: int | None = None
    units_at_risk_per_day: float = 0.0
    money_at_risk_per_day: float | None = None
    worth: float | None = None
    worth_of_last_unit: float | None = None
    pack: float = 1.0
    pack_worths: tuple[float, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    reorder_point: float | None = None
    order_up_to: float | None = None
    safety_stock: float | None = None
    unit_cost: float | None = None
    notes: tuple[Note, ...] = ()
    consequences: Consequences | None = None

    @property
    def cost(self) -> float | None:
        """Of the order."""
        return (
            None if self.unit_cost is None else round(self.quantity * self.unit_cost, 2)
        )
