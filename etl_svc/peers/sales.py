"""sales_svc, as imports need it: what is recorded, and taking it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx
import orjson

from etl_svc.rules import SourceRow
from shared.errors import Unavailable
from shared.quantities import as_json


class RecordedSales:
    """What sales_svc has recorded of imports."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def undo(self, import_id: int, *, user_id: int) -> None:
        """From now on no chunk of it is recorded, and its sales are voided one after
        another; once more changes nothing. ``Unavailable`` when nobody answers."""
        try:
            answer = await self._client.post(
                f"/api/sales/imports/{import_id}/undo",
                headers={"X-Acting-User": str(user_id)},
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable("sales_svc cannot undo it now.") from error

    async def compare(
        self, rows: Sequence[SourceRow]
    ) -> list[tuple[str, int | float | None]]:
        """What importing each of these rows would do, and the units recorded for it."""
        answer = await self._client.post(
            "/api/sales/imports/compare",
            content=orjson.dumps({"rows": [_compared(row) for row in rows]}),
            headers={"Content-Type": "application/json"},
        )
        answer.raise_for_status()
        told = orjson.loads(answer.content)["rows"]
        return [(row["outcome"], row["recorded"]) for row in told]

    async def recorded(self, source: str, first_day: date, last_day: date) -> int:
        """Live sales that imports of this source recorded for these days."""
        answer = await self._client.get(
            "/api/sales/imports/recorded",
            params={
                "source": source,
                "first_day": str(first_day),
                "last_day": str(last_day),
            },
        )
        answer.raise_for_status()
        return int(orjson.loads(answer.content)["sales"])


def _compared(row: SourceRow) -> dict[str, Any]:
    return {
        "row_key": row.row_key,
        "former_key": row.former_key,
        "quantity": as_json(row.quantity),
        "price": None if row.price is None else float(row.price),
        "amount": None if row.amount is None else float(row.amount),
        "came_back": as_json(row.came_back),
        "sold_at": row.sold_at,
    }
