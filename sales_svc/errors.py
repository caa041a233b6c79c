"""Failures of this service, and how the stock functions' refusals become them."""

from typing import Any

import orjson

from shared.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from shared.quantities import Units, as_json


class SaleNotFound(NotFound):
    code = "sale_not_found"

    def __init__(self, sale_id: int) -> None:
        super().__init__(f"There is no sale {sale_id}.", sale_id=sale_id)


class ImportNotFound(NotFound):
    code = "import_not_found"

    def __init__(self, import_id: int) -> None:
        super().__init__(f"Import {import_id} not found.", import_id=import_id)


class ProductNotFound(NotFound):
    code = "product_not_found"

    def __init__(self, product_id: int) -> None:
        super().__init__(
            f"There is no product {product_id}, or it is archived.",
            field="product_id",
            product_id=product_id,
        )


class InsufficientStock(Conflict):
    code = "insufficient_stock"

    def __init__(self, *, product_id: int, left: Units) -> None:
        super().__init__(
            f"Only {left} left of product {product_id}.",
            field="quantity",
            product_id=product_id,
            left=left,
        )


class QuantityPrecision(Invalid):
    code = "quantity_precision"

    def __init__(self, *, product_id: int, decimal_places: int) -> None:
        super().__init__(
            f"A quantity of product {product_id} has at most {decimal_places} decimals.",
            field="quantity",
            product_id=product_id,
            decimal_places=decimal_places,
        )


class SaleVoidedBefore(Conflict):
    code = "sale_voided"

    def __init__(self, sale_id: int) -> None:
        super().__init__(
            f"Sale {sale_id} is voided: nothing of it can come back.", sale_id=sale_id
        )


class ReturnExceedsSale(Conflict):
    code = "return_exceeds_sale"

    def __init__(self, *, sale_id: int, left: Units) -> None:
        super().__init__(
            f"Only {left} of sale {sale_id} can still come back.",
            field="quantity",
            sale_id=sale_id,
            left=as_json(left),
        )


class NotYourSale(Forbidden):
    code = "not_your_sale"

    def __init__(self) -> None:
        super().__init__("Without a manager only own sales of the last day come back.")


class ReturnNotFound(NotFound):
    code = "return_not_found"

    def __init__(self, return_id: int) -> None:
        super().__init__(f"Return {return_id} not found.", return_id=return_id)


class TooManyDays(Invalid):
    code = "too_many_days"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} days at a time.", field="from", most=most)


def stock_error(error: BaseException | None) -> ServiceError | None:
    """What a stock function's SQLSTATE means; ``None`` for any other failure."""
    match getattr(error, "sqlstate", None):
        case "PS001" | "PS002":
            return ProductNotFound(_detail(error)["product_id"])
        case "PS003":
            return InsufficientStock(**_detail(error))
        case "PS004":
            return QuantityPrecision(**_detail(error))
    return None


def _detail(error: BaseException | None) -> dict[str, Any]:
    detail: dict[str, Any] = orjson.loads(getattr(error, "detail", None) or "{}")
    return detail
