"""Facts about what somebody should look at."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from shared.contracts.base import Event
from shared.types import EventId, Instant

AlertKind = Literal[
    "will_run_out",
    "ran_out",
    "demand_off",
    "bias",
    "late_delivery",
    "dead_stock",
    "overstock",
    "expires_unsold",
]
"""Will run out before anything that is ordered now could come; has run out; demand of the
last week was far from its forecast; forecasts are too high or too low week after week;
an order is late; nothing was sold for long; more than is sold in long; expires before
it sells."""


class AlertRaised(Event):
    """Something should be looked at. At most one is open of a kind and subject, which is
    a product, perhaps at a location, or what ``reference`` names, as
    ``purchase_order/12``. ``params`` fill its sentence; money is not among them."""

    topic: ClassVar[str] = "alert.raised"
    identity: ClassVar[tuple[str, ...]] = ("alert_id",)
    routing: ClassVar[tuple[str, ...]] = ("alert_id",)

    alert_id: EventId
    kind: AlertKind
    product_id: EventId | None = None
    location_id: EventId | None = None
    reference: Annotated[str, Field(max_length=200)] | None = None
    params: dict[str, Any]
    ts: Instant


class AlertClosed(Event):
    """An alert is done: by a user, or by itself (0) since there is no reason any more."""

    topic: ClassVar[str] = "alert.closed"
    identity: ClassVar[tuple[str, ...]] = ("alert_id",)
    routing: ClassVar[tuple[str, ...]] = ("alert_id",)

    alert_id: EventId
    by: Annotated[int, Field(ge=0)]
    ts: Instant
