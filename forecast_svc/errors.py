"""Failures of this service."""

from datetime import date

from shared.errors import (
    Conflict,
    Invalid,
    NotFound,
    PreconditionFailed,
    TooManyRequests,
)


class ProductNotFound(NotFound):
    code = "product_not_found"

    def __init__(self, product_id: int) -> None:
        super().__init__(f"Product {product_id} not found.", product_id=product_id)


class TotalNotKept(NotFound):
    code = "total_not_kept"

    def __init__(self, as_of: date) -> None:
        super().__init__(
            f"No product was forecast as of {as_of}, or that was too long ago.",
            as_of=as_of.isoformat(),
        )


class NothingSold(NotFound):
    code = "nothing_sold"

    def __init__(self, category: str | None, unit: str | None) -> None:
        what = (
            "Nothing" if category is None else f"Nothing of the category {category!r}"
        )
        counted = "" if unit is None else f" in the unit {unit!r}"
        super().__init__(
            f"{what} has been sold{counted} in a year.", category=category, unit=unit
        )


class DayNotComplete(Invalid):
    code = "day_not_complete"

    def __init__(self, last: date) -> None:
        super().__init__(
            f"as_of is at most the last complete day of the shop, {last}.",
            field="as_of",
            last=last.isoformat(),
        )


class HorizonNotKept(Invalid):
    code = "horizon_not_kept"

    def __init__(self, days: int) -> None:
        super().__init__(
            f"Of a total of a past day the first {days} days are known.",
            field="horizon_days",
            days=days,
        )


class PeriodReversed(Invalid):
    code = "period_reversed"

    def __init__(self) -> None:
        super().__init__("'from' must not be after 'to'.", field="from")


class NoRefit(NotFound):
    code = "no_refit"

    def __init__(self) -> None:
        super().__init__("No refit has been requested yet.")


class OverrideNotFound(NotFound):
    code = "override_not_found"

    def __init__(self, override_id: int) -> None:
        super().__init__(f"There is no override {override_id}.", id=override_id)


class CorrectionNotFound(NotFound):
    code = "correction_not_found"

    def __init__(self, correction_id: int) -> None:
        super().__init__(f"There is no correction {correction_id}.", id=correction_id)


class DayNotOver(Invalid):
    code = "day_not_over"

    def __init__(self, today: date) -> None:
        super().__init__(
            f"A correction is of a day before today, {today}.",
            field="day",
            today=today.isoformat(),
        )


class EventNotFound(NotFound):
    code = "event_not_found"

    def __init__(self, event_id: int) -> None:
        super().__init__(f"There is no event {event_id}.", id=event_id)


class DaysGoneBy(Invalid):
    code = "days_gone_by"

    def __init__(self, today: date, field: str = "first_day") -> None:
        super().__init__(
            f"{field} is today, {today}, or later.",
            field=field,
            today=today.isoformat(),
        )


class CategoryNotFound(NotFound):
    code = "category_not_found"

    def __init__(self, category: str) -> None:
        super().__init__(
            f"No product has the category {category!r}.", category=category
        )


class TooFarAhead(Invalid):
    code = "too_far_ahead"

    def __init__(self, last: date) -> None:
        super().__init__(
            f"Forecasts reach to {last}.", field="last_day", last=last.isoformat()
        )


class LocationNotFound(NotFound):
    code = "location_not_found"

    def __init__(self, location_id: int, field: str) -> None:
        super().__init__(
            f"There is no open location {location_id}.",
            field=field,
            location_id=location_id,
        )


class NoStockOfItsOwn(Conflict):
    code = "no_stock_of_its_own"

    def __init__(self, product_id: int, kind: str) -> None:
        super().__init__(
            f"Product {product_id} is a {kind}: it has no stock of its own, and is"
            " not ordered.",
            product_id=product_id,
            kind=kind,
        )


class NoSupplier(Invalid):
    code = "no_supplier"

    def __init__(self, product_id: int, field: str) -> None:
        super().__init__(
            f"No supplier that is known sells product {product_id}.",
            field=field,
            product_id=product_id,
        )


class QuantityPrecision(Invalid):
    code = "quantity_precision"

    def __init__(self, decimal_places: int, field: str) -> None:
        super().__init__(
            f"A quantity of this product has at most {decimal_places} decimals.",
            field=field,
            decimal_places=decimal_places,
        )


class OthersFirst(TooManyRequests):
    """What people who are signed in have asked for keeps this process busy."""

    code = "others_first"

    def __init__(self) -> None:
        super().__init__(
            "Forecasts are being made for people who are signed in: try again soon.",
            retry_after=5,
        )


class ReplayNotFound(NotFound):
    code = "replay_not_found"

    def __init__(self, replay_id: int) -> None:
        super().__init__(f"There is no replay {replay_id}.", id=replay_id)


class ReplayNotDone(Conflict):
    code = "replay_not_done"

    def __init__(self, replay_id: int) -> None:
        super().__init__(f"Replay {replay_id} has no result yet.", id=replay_id)


class ReplayNotCancellable(Conflict):
    code = "replay_not_cancellable"

    def __init__(self, replay_id: int) -> None:
        super().__init__(f"Replay {replay_id} has come to its end.", id=replay_id)


class ReplayClaimLost(Exception):
    """Somebody else works on the replay, or it was cancelled."""


class AlertNotFound(NotFound):
    code = "alert_not_found"

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"There is no alert {alert_id}.", id=alert_id)


class AlertSettingsChanged(PreconditionFailed):
    code = "alert_settings_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Somebody changed these settings since they were read.", version=version
        )


class AlertDone(Conflict):
    code = "alert_done"

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"Alert {alert_id} is done already.", id=alert_id)
