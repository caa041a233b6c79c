"""Failures of this service, and how the stock functions' refusals become them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

from shared.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ServiceError,
    TooManyRequests,
)
from shared.quantities import Units, as_json


class SaleNotFound(NotFound):
    code = "sale_not_found"

    def __init__(self, sale_id: int) -> None:
        super().__init__(f"There is no sale {sale_id}.", sale_id=sale_id)


class ImportNotFound(NotFound):
    code = "import_not_found"

    def __init__(self, import_id: int) -> None:
        super().__init__(f"Import {import_id} not found.", import_id=import_id)


class TooManyStreams(TooManyRequests):
    code = "too_many_streams"

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many pages follow what happens.", retry_after=retry_after)


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


class LocationNotFound(NotFound):
    code = "location_not_found"

    def __init__(self, location_id: int) -> None:
        super().__init__(
            f"There is no location {location_id}.",
            field="location_id",
            location_id=location_id,
        )


class LocationArchived(Conflict):
    code = "location_archived"

    def __init__(self) -> None:
        super().__init__(
            "This location is archived: nothing can be put there.", field="location_id"
        )


class CorrectionNotAllowed(Forbidden):
    code = "correction_not_allowed"

    def __init__(self) -> None:
        super().__init__(
            "Only a manager may sell more than the stock says; the shop can allow it to"
            " all."
        )


class DiscountTooLarge(Invalid):
    code = "discount_too_large"

    def __init__(self, *, total: Decimal) -> None:
        super().__init__(
            f"A discount is at most what the line comes to: {total}.",
            field="discount",
            total=float(total),
        )


class OrderRefused(Conflict):
    """Nothing of a basket is sold; ``parts`` say of each line why it cannot be."""

    code = "basket_refused"

    def __init__(self, refused: Mapping[int, ServiceError]) -> None:
        super().__init__(
            f"{len(refused)} of the lines cannot be sold.", total=len(refused)
        )
        for line, why in refused.items():
            why.field = f"lines.{line}.{why.field}"
            why.params["line"] = line
        self.parts = list(refused.values())


class OrderNotFound(NotFound):
    code = "basket_not_found"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"Basket {order_id} not found.", order_id=order_id)


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
        super().__init__(
            "Without a manager only own sales of the last day are taken back."
        )


class ReturnNotFound(NotFound):
    code = "return_not_found"

    def __init__(self, return_id: int) -> None:
        super().__init__(f"Return {return_id} not found.", return_id=return_id)


class TooManyDays(Invalid):
    code = "too_many_days"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} days at a time.", field="from", most=most)


class NoStockOfItsOwn(Conflict):
    """A parent is sold as one of its variants. A ``kind`` of bundle is sold as its
    components, by whoever knows how."""

    code = "no_stock_of_its_own"

    def __init__(self, product_id: int, kind: str) -> None:
        super().__init__(
            f"Product {product_id} has variants: one of them is sold.",
            field="product_id",
            product_id=product_id,
            kind=kind,
        )
        self.kind = kind


def stock_error(error: BaseException | None) -> ServiceError | None:
    """What a stock function's SQLSTATE means; ``None`` for any other failure. Of several
    lines that were refused it is the first."""
    refused = refused_lines(error)
    if refused:
        return next(iter(refused.values()))
    code = getattr(error, "sqlstate", None)
    return _refusal(code, _detail(error)) if code in _REFUSALS else None


def refused_lines(error: BaseException | None) -> dict[int, ServiceError]:
    """By its place, counted from 0, why a line cannot be sold; empty when something else
    went wrong."""
    if getattr(error, "sqlstate", None) != "PS008":
        return {}
    lines = sorted(_detail(error), key=lambda about: about["line"])
    return {about["line"]: _refusal(about["code"], about) for about in lines}


_REFUSALS = frozenset({"PS001", "PS002", "PS003", "PS004", "PS006", "PS007", "PS009"})


def _refusal(code: str, about: Mapping[str, Any]) -> ServiceError:
    match code:
        case "PS003":
            return InsufficientStock(product_id=about["product_id"], left=about["left"])
        case "PS004":
            return QuantityPrecision(
                product_id=about["product_id"], decimal_places=about["decimal_places"]
            )
        case "PS006":
            return LocationArchived()
        case "PS007":
            return LocationNotFound(about["location_id"])
        case "PS009":
            return NoStockOfItsOwn(about["product_id"], about["kind"])
    return ProductNotFound(about["product_id"])


def _detail(error: BaseException | None) -> Any:
    return orjson.loads(getattr(error, "detail", None) or "{}")
