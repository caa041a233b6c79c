"""Failures of transfers."""

from typing import Any

from shared.errors import Conflict, Invalid, NotFound


class TransferNotFound(NotFound):
    code = "transfer_not_found"

    def __init__(self, transfer_id: int) -> None:
        super().__init__(
            f"There is no transfer {transfer_id}.", transfer_id=transfer_id
        )


class TransferLineNotFound(NotFound):
    code = "transfer_line_not_found"

    def __init__(self, line_id: int, field: str) -> None:
        super().__init__(
            f"The transfer has no line {line_id}.", field=field, line_id=line_id
        )


class SameLocation(Invalid):
    code = "same_location"

    def __init__(self) -> None:
        super().__init__(
            "Goods go from one location to another one.", field="to_location_id"
        )


class TransferNotShipped(Conflict):
    code = "transfer_not_shipped"

    def __init__(self) -> None:
        super().__init__("This transfer is a draft: ship it first.")


class TransferShipped(Conflict):
    code = "transfer_shipped"

    def __init__(self) -> None:
        super().__init__(
            "These goods have left. Receive them, or say there that they are lost."
        )


class TransferEnded(Conflict):
    """``status`` says how: received or cancelled."""

    code = "transfer_ended"

    def __init__(self, status: str) -> None:
        super().__init__(
            f"This transfer is {status}: nothing of it is on its way.", status=status
        )


class MoreThanInTransit(Conflict):
    """Each of ``lines``: line_id, open, quantity."""

    code = "more_than_in_transit"

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        super().__init__(
            "That is more than is on its way. What came in besides is found by a count"
            " at both locations.",
            lines=lines,
            quantity=lines[0]["quantity"],
            open=lines[0]["open"],
        )
