"""Failures of purchase orders."""

from typing import Any

from shared.errors import Conflict, Invalid, NotFound, PreconditionFailed
from shared.quantities import Units, as_json


class OrderNotFound(NotFound):
    code = "order_not_found"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"There is no purchase order {order_id}.", order_id=order_id)


class OrderLineNotFound(NotFound):
    code = "order_line_not_found"

    def __init__(self, line_id: int, field: str) -> None:
        super().__init__(
            f"The order has no line {line_id} of this product.",
            field=field,
            line_id=line_id,
        )


class OrderChangedMeanwhile(PreconditionFailed):
    code = "order_changed"

    def __init__(self, version: int, changes: list[dict[str, Any]]) -> None:
        super().__init__(
            "Somebody changed this order since it was read.",
            version=version,
            changes=changes,
        )


class OrderNotPlaced(Conflict):
    code = "order_not_placed"

    def __init__(self) -> None:
        super().__init__("This order is a draft: place it first.")


class OrderEnded(Conflict):
    """``status`` says how: received, closed short or cancelled."""

    code = "order_ended"

    def __init__(self, status: str) -> None:
        super().__init__(
            f"This order is {status.replace('_', ' ')}: nothing of it is expected.",
            status=status,
        )


class OrderPartlyReceived(Conflict):
    code = "order_partly_received"

    def __init__(self) -> None:
        super().__init__(
            "Something of this order has come in: what is missing can be closed short."
        )


class LineReceived(Conflict):
    code = "order_line_received"

    def __init__(self, line_id: int, least: Units) -> None:
        super().__init__(
            f"Of line {line_id} {least} have been received or closed short:"
            " it cannot be for less.",
            line_id=line_id,
            least=as_json(least),
        )


class OverReceipt(Conflict):
    """Each of ``lines``: line_id, ordered, received, open, quantity."""

    code = "over_receipt"

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        super().__init__(
            "That is more than is expected. Confirm it with confirm_over_receipt.",
            lines=lines,
            quantity=lines[0]["quantity"],
            open=lines[0]["open"],
        )


class CostUnknown(Invalid):
    code = "cost_unknown"

    def __init__(self, product_id: int, field: str) -> None:
        super().__init__(
            f"The supplier has no terms for product {product_id}: say what it costs.",
            field=field,
            product_id=product_id,
        )


class CostTooLarge(Invalid):
    code = "cost_too_large"

    def __init__(self) -> None:
        super().__init__(
            "With freight and duty a unit would cost more than can be kept.",
            field="lines",
        )


class ChargesWithoutGoods(Invalid):
    code = "charges_without_goods"

    def __init__(self) -> None:
        super().__init__(
            "Freight and duty are spread over goods, and none came in.", field="freight"
        )


class NoCase(Invalid):
    code = "no_case"

    def __init__(self, field: str) -> None:
        super().__init__(
            "The supplier's terms do not say how many units a case has.", field=field
        )


class CasesDiffer(Invalid):
    code = "cases_differ"

    def __init__(self, field: str, units: Units) -> None:
        super().__init__(
            f"So many cases are {units} units.", field=field, units=as_json(units)
        )
