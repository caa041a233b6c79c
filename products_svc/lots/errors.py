"""Failures of lots."""

from typing import Any

from shared.errors import Conflict, NotFound


class LotNotFound(NotFound):
    code = "lot_not_found"

    def __init__(self, lot_id: int) -> None:
        super().__init__(f"There is no lot {lot_id}.", lot_id=lot_id)


class LotExpired(Conflict):
    """Each of ``lines``: place, lot, expires_on."""

    code = "lot_expired"

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        super().__init__(
            f"That expired on {lines[0]['expires_on']}. Confirm it with confirm_expired,"
            " or correct the date.",
            field=f"lines.{lines[0]['place']}.expires_on",
            lines=lines,
        )
