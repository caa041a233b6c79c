"""``Idempotency-Key``: the header, and what can be wrong with it.

Each service keeps its keys beside what they stand for, in the transaction of
the request itself.
"""

from typing import Annotated

from fastapi import Header

from shared.errors import Conflict, Invalid

KEY_PATTERN = r"^[\x21-\x7e]{1,255}$"

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="Makes a repetition harmless: the same body gets the first answer.",
    ),
]


class IdempotencyKeyReused(Invalid):
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This key was used for another request.", field="Idempotency-Key"
        )


class IdempotencyKeyInFlight(Conflict):
    code = "idempotency_key_in_flight"

    def __init__(self) -> None:
        super().__init__(
            "The first request with this key is still being answered.",
            headers={"Retry-After": "1"},
        )
