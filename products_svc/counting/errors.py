"""Failures of counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.errors import Conflict, Invalid, NotFound


class CountNotFound(NotFound):
    code = "count_not_found"

    def __init__(self, count_id: int) -> None:
        super().__init__(f"There is no count {count_id}.", count_id=count_id)


class CountEnded(Conflict):
    """``status`` says how: posted or cancelled."""

    code = "count_ended"

    def __init__(self, status: str) -> None:
        super().__init__(f"This count is {status}.", status=status)


class CountedInFuture(Invalid):
    code = "counted_in_future"

    def __init__(self, counted_at: datetime, field: str) -> None:
        super().__init__(
            "That is still to come: units are counted at a moment that has been.",
            field=field,
            counted_at=counted_at.isoformat(),
        )


class UnknownCode(NotFound):
    code = "code_not_found"

    def __init__(self, code: str, field: str) -> None:
        super().__init__(
            f"No product has the code {code!r}.", field=field, product_code=code
        )


class RecountNeeded(Conflict):
    """Each of ``lines``: line_id, product_id, sku, expected, counted, difference, reason.
    ``total`` counts those that are not listed too."""

    code = "recount_needed"

    def __init__(self, lines: Sequence[dict[str, Any]], total: int) -> None:
        super().__init__(
            f"{total} lines differ so much that they should be counted again, or"
            " confirmed.",
            lines=list(lines),
            total=total,
        )
