"""Failures of supplier returns."""

from shared.errors import Conflict, NotFound
from shared.quantities import Units, as_json


class SupplierReturnNotFound(NotFound):
    code = "supplier_return_not_found"

    def __init__(self, return_id: int) -> None:
        super().__init__(
            f"There is no supplier return {return_id}.", return_id=return_id
        )


class ReceiptLineNotFound(NotFound):
    code = "receipt_line_not_found"

    def __init__(self, receipt_line_id: int, field: str) -> None:
        super().__init__(
            f"Nothing of this product came in from this supplier as line"
            f" {receipt_line_id} of a receipt.",
            field=field,
            receipt_line_id=receipt_line_id,
        )


class MoreThanReceived(Conflict):
    code = "more_than_received"

    def __init__(self, receipt_line_id: int, left: Units, field: str) -> None:
        super().__init__(
            f"Of that line of the receipt only {left} have not gone back.",
            field=field,
            receipt_line_id=receipt_line_id,
            left=as_json(left),
        )
