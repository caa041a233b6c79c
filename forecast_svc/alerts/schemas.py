"""Bodies of alerts and their settings."""

from datetime import time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from forecast_svc.alerts.rules import without_money
from forecast_svc.tables import Alert
from shared.contracts.alerts import AlertKind
from shared.http.bodies import Body
from shared.mail.message import MailAddress
from shared.types import Id, Instant

AlertState = Literal["new", "seen", "done"]
ClockTime = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
]
"""Of the shop, as 07:30."""
Share = Annotated[float, Field(strict=True, gt=0, le=1)]
Amount = Annotated[float, Field(strict=True, ge=0, le=1_000_000_000)]


class AlertSettings(Body):
    """From where on something is worth an alert, and when people are told."""

    off: Annotated[list[AlertKind], Field(max_length=8, default_factory=list)]
    """Kinds that nobody wants."""
    run_out_chance: Share = 0.5
    """Of running out before anything that is ordered now could come."""
    demand_deviation: Annotated[float, Field(strict=True, ge=1, le=100)] = 3.0
    """Standard deviations of the forecast that a week is off by."""
    late_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 0
    """Days that a delivery may be late without a word."""
    dead_value: Amount = 0.0
    """Money in a product of which nothing is sold."""
    overstock_value: Amount = 50.0
    """Money in what is beyond the demand of three months."""
    expiry_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 30
    """How far ahead dates of expiry are looked at."""
    expiry_units: Annotated[float, Field(strict=True, gt=0, le=1_000_000)] = 1.0
    """Units that will not be sold by then."""
    quiet_from: ClockTime | None = None
    quiet_to: ClockTime | None = None
    """Between these nothing is raised; what is still so afterwards is raised then."""
    mail_to: Annotated[list[MailAddress], Field(max_length=20, default_factory=list)]
    """Who gets a summary each morning, where mails can be sent."""
    mail_at: ClockTime = "07:00"
    mail_language: Literal["en", "fr"] = "en"

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise ValueError("quiet hours have a beginning and an end")
        return self

    @property
    def quiet(self) -> tuple[time | None, time | None]:
        return _time(self.quiet_from), _time(self.quiet_to)


def _time(said: str | None) -> time | None:
    return None if said is None else time.fromisoformat(said)


class AlertPut(Body):
    state: Literal["seen", "done"]


class AlertOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    kind: AlertKind
    product_id: Id | None
    location_id: Id | None
    reference: str | None
    """What it is about besides, as ``purchase_order/12`` or ``lot/5``."""
    params: dict[str, Any]
    """What fills its sentence; money only for managers."""
    state: AlertState
    raised_at: Instant
    seen_at: Instant | None
    seen_by: int | None
    closed_at: Instant | None
    closed_by: int | None
    """0 when its reason has gone by itself."""

    @classmethod
    def of(cls, row: Alert, *, money: bool) -> "AlertOut":
        shown = cls.model_validate(row)
        return (
            shown
            if money
            else shown.model_copy(update={"params": without_money(shown.params)})
        )
