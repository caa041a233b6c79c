"""Failures of this service, and how the stock functions' refusals become them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import exc

from shared.db.failures import sqlstate
from shared.errors import Conflict, Invalid, NotFound, PreconditionFailed, ServiceError
from shared.quantities import Units


class ProductNotFound(NotFound):
    code = "product_not_found"

    def __init__(self, product_id: int) -> None:
        super().__init__(
            f"There is no product {product_id}, or it is archived.",
            product_id=product_id,
        )


class ProductArchived(Conflict):
    code = "product_archived"

    def __init__(self, product_id: int, sku: str, field: str) -> None:
        super().__init__(
            f"Product {sku!r} is archived.",
            field=field,
            product_id=product_id,
            sku=sku,
        )


class MovementNotFound(NotFound):
    code = "movement_not_found"

    def __init__(self, movement_id: int) -> None:
        super().__init__(
            f"There is no movement {movement_id}.", movement_id=movement_id
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

    def __init__(self, location_id: int) -> None:
        super().__init__(
            f"Location {location_id} is archived: nothing can be put there.",
            field="location_id",
            location_id=location_id,
        )


class LocationNameTaken(Conflict):
    code = "location_name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another location is called {name!r}.", field="name", name=name
        )


class LocationInUse(Conflict):
    """``what`` stands in the way: ``main``, ``stock``, ``orders`` or ``transit``."""

    code = "location_in_use"

    def __init__(self, location_id: int, what: str) -> None:
        super().__init__(
            f"Location {location_id} cannot be archived: {_IN_USE[what]}.",
            location_id=location_id,
            what=what,
        )


_IN_USE = {
    "main": "it is the one that is meant when none is named",
    "stock": "it still holds stock",
    "orders": "orders are on their way to it",
    "transit": "goods are on their way to it from another location",
}


class SkuTaken(Conflict):
    code = "sku_taken"

    def __init__(self, sku: str) -> None:
        super().__init__(f"Another product has the sku {sku!r}.", field="sku", sku=sku)


class BarcodeTaken(Conflict):
    code = "barcode_taken"

    def __init__(self, barcode: str) -> None:
        super().__init__(
            f"Another product has the barcode {barcode}.",
            field="barcodes",
            barcode=barcode,
        )


class BarcodeNotFound(NotFound):
    code = "barcode_not_found"

    def __init__(self, barcode: str) -> None:
        super().__init__(f"No product has the barcode {barcode}.", barcode=barcode)


class KindFixed(Conflict):
    """``kind`` is what the product is, and stays: because of what was done with it, or
    because of what the same request says of ``field``."""

    code = "kind_fixed"

    def __init__(self, product_id: int, kind: str, field: str) -> None:
        super().__init__(
            f"Product {product_id} is a {kind}, and stays one.",
            field=field,
            product_id=product_id,
            kind=kind,
        )


class ComponentsNeeded(Invalid):
    code = "components"

    def __init__(self) -> None:
        super().__init__(
            "A bundle has components, and nothing else has.", field="components"
        )


class BundleWithinItself(Invalid):
    code = "bundle_within_itself"

    def __init__(self, product_id: int) -> None:
        super().__init__(
            "A bundle cannot be a component of itself.",
            field="components",
            product_id=product_id,
        )


class ComponentNotStocked(Invalid):
    code = "component_not_stocked"

    def __init__(self, product_id: int, kind: str) -> None:
        super().__init__(
            f"Product {product_id} is a {kind}: components are products with stock.",
            field="components",
            product_id=product_id,
            kind=kind,
        )


class NoSuchParent(Invalid):
    code = "no_such_parent"

    def __init__(self, parent_id: int) -> None:
        super().__init__(
            f"Product {parent_id} is no parent of variants, or it is archived.",
            field="parent_id",
            parent_id=parent_id,
        )


class NoStockOfItsOwn(Conflict):
    code = "no_stock_of_its_own"

    def __init__(self, product_id: int, kind: str) -> None:
        super().__init__(
            f"Product {product_id} is a {kind}: it has no stock of its own, and is"
            " neither counted nor ordered.",
            field="product_id",
            product_id=product_id,
            kind=kind,
        )


class InsufficientStock(Conflict):
    code = "insufficient_stock"

    def __init__(self, *, product_id: int, left: Units) -> None:
        super().__init__(
            f"Only {left} left of product {product_id}.",
            product_id=product_id,
            left=left,
        )


class InsufficientLot(Conflict):
    code = "insufficient_lot"

    def __init__(self, *, lot_id: int, left: Units) -> None:
        super().__init__(f"Only {left} left of this lot.", lot_id=lot_id, left=left)


class QuantityPrecision(Invalid):
    code = "quantity_precision"

    def __init__(
        self, *, decimal_places: int, field: str, product_id: int | None = None
    ) -> None:
        super().__init__(
            f"A quantity of this product has at most {decimal_places} decimals.",
            field=field,
            product_id=product_id,
            decimal_places=decimal_places,
        )


class DecimalsInUse(Conflict):
    code = "quantity_decimals_in_use"

    def __init__(self, product_id: int) -> None:
        super().__init__(
            f"Product {product_id} has quantities of more decimals, in its ledger or in"
            " bundles.",
            field="quantity_decimals",
            product_id=product_id,
        )


class TooMuchStock(Invalid):
    code = "too_much_stock"

    def __init__(self) -> None:
        super().__init__("A location cannot hold that many units.", field="delta")


class CatalogueChanged(PreconditionFailed):
    code = "catalogue_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Somebody changed this product since it was read.", version=version
        )


class LocationChanged(PreconditionFailed):
    code = "location_changed"

    def __init__(self, version: int, changes: list[dict[str, Any]]) -> None:
        super().__init__(
            "Somebody changed this location since it was read.",
            version=version,
            changes=changes,
        )


class UnreadableFile(Invalid):
    code = "unreadable_file"


class RowsRejected(Invalid):
    """Nothing of the file was taken; ``rejected`` says why, row by row."""

    code = "rows_rejected"

    def __init__(self, rejected: list[dict[str, Any]], count: int) -> None:
        super().__init__(
            f"Nothing was imported: {count} of its rows cannot be accepted.",
            count=count,
            rejected=rejected,
        )


@contextmanager
def stock_errors(location_id: int, field: str) -> Iterator[None]:
    """The stock functions' own SQLSTATEs, raised as the failures they mean; ``field`` is
    where the caller said the quantity."""
    try:
        yield
    except exc.DBAPIError as error:
        failure = _stock_error(error, location_id, field)
        if failure is None:
            raise
        raise failure from error


def _stock_error(
    error: exc.DBAPIError, location_id: int, field: str
) -> ServiceError | None:
    state = sqlstate(error) or ""
    if state in _TOLD_WHOLE:
        return _TOLD_WHOLE[state](**_detail(error))
    match state:
        case "PS001" | "PS002":
            return ProductNotFound(_detail(error)["product_id"])
        case "PS004":
            return QuantityPrecision(**_detail(error), field=field)
        case "23503":
            # The only foreign key that a stock function can break.
            return LocationNotFound(location_id)
        case "PS006":
            return LocationArchived(location_id)
        case "22003":
            return TooMuchStock()
    return None


_TOLD_WHOLE: dict[str, type[ServiceError]] = {
    "PS003": InsufficientStock,
    "PS009": NoStockOfItsOwn,
    "PS010": InsufficientLot,
}
"""Refusals that say all that their failure needs."""


def _detail(error: exc.DBAPIError) -> dict[str, Any]:
    detail: dict[str, Any] = orjson.loads(getattr(error.orig, "detail", None) or "{}")
    return detail
