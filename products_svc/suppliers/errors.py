"""Failures of suppliers and their terms."""

from typing import Any

from shared.errors import Conflict, Invalid, NotFound, PreconditionFailed


class SupplierNotFound(NotFound):
    code = "supplier_not_found"

    def __init__(self, supplier_id: int) -> None:
        super().__init__(
            f"There is no supplier {supplier_id}, or it is archived.",
            field="supplier_id",
            supplier_id=supplier_id,
        )


class NoSupplierCalled(Invalid):
    code = "supplier_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No supplier is called {name!r}.", field="supplier", name=name
        )


class CostOfNewTerms(Invalid):
    code = "cost_unknown"

    def __init__(self) -> None:
        super().__init__(
            "What a unit costs there is needed: nothing was agreed before.",
            field="unit_cost",
        )


class SupplierInUse(Conflict):
    code = "supplier_in_use"

    def __init__(self, supplier_id: int) -> None:
        super().__init__(
            f"Supplier {supplier_id} has open orders.", supplier_id=supplier_id
        )


class SupplierNameTaken(Conflict):
    code = "supplier_name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another supplier is called {name!r}.", field="name", name=name
        )


class SupplierChangedMeanwhile(PreconditionFailed):
    code = "supplier_changed"

    def __init__(self, version: int, changes: list[dict[str, Any]]) -> None:
        super().__init__(
            "Somebody changed this supplier since it was read.",
            version=version,
            changes=changes,
        )


class TermsChangedMeanwhile(Conflict):
    code = "terms_changed"

    def __init__(self, product_id: int, version: int | None) -> None:
        super().__init__(
            f"Somebody changed the terms of product {product_id} since they were read.",
            product_id=product_id,
            version=version,
        )


class RateOfOwnCurrency(Invalid):
    code = "rate_of_own_currency"

    def __init__(self, currency: str) -> None:
        super().__init__(
            f"{currency} is the shop's own currency: its rate is 1.",
            field="rate",
            currency=currency,
        )


class RateNeeded(Invalid):
    code = "rate_needed"

    def __init__(self, currency: str) -> None:
        super().__init__(
            f"Say what one {currency} is worth in the shop's currency.",
            field="rate",
            currency=currency,
        )
