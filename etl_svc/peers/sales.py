"""sales_svc, as imports need it: what is recorded, and taking it back."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx
import orjson

from etl_svc.rules import OwnSale, SourceRow
from shared.errors import Unavailable
from shared.quantities import Units, as_json, exact

RECORDED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class WeekdaySums:
    """By day of the week from Monday on: units sold, and days on which any were."""

    units: Sequence[float]
    days: Sequence[int]


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Of the shop, and of products by their ids as far as they were sold."""

    shop: WeekdaySums
    products: Mapping[int, WeekdaySums]


@dataclass(frozen=True, slots=True)
class RecordedSale:
    """A live sale that an import recorded."""

    row_key: str
    product_id: int
    quantity: Units
    sold_at: datetime


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

    async def sold(
        self, product_ids: Sequence[int], without_imports: Sequence[int]
    ) -> set[int]:
        """Those of which sales remain without those of the imports. ``Unavailable`` when
        nobody answers."""
        body = {
            "product_ids": list(product_ids),
            "without_imports": list(without_imports),
        }
        try:
            answer = await self._client.post("/api/sales/imports/sold", json=body)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable("sales_svc cannot undo it now.") from error
        return set(orjson.loads(answer.content)["product_ids"])

    async def compare(
        self, rows: Sequence[SourceRow]
    ) -> list[tuple[str, Units | None]]:
        """What importing each of these rows would do, and the units recorded for it."""
        answer = await self._client.post(
            "/api/sales/imports/compare",
            content=orjson.dumps({"rows": [_compared(row) for row in rows]}),
            headers={"Content-Type": "application/json"},
        )
        answer.raise_for_status()
        told = orjson.loads(answer.content)["rows"]
        return [(row["outcome"], _units(row["recorded"])) for row in told]

    async def own(self, sales: Sequence[OwnSale]) -> set[OwnSale]:
        """Those that are sales of this shop."""
        told = [{"id": sale.id, "created_at": sale.created_at} for sale in sales]
        answer = await self._client.post(
            "/api/sales/export/known",
            content=orjson.dumps({"sales": told}),
            headers={"Content-Type": "application/json"},
        )
        answer.raise_for_status()
        ids = set(orjson.loads(answer.content)["ids"])
        return {sale for sale in sales if sale.id in ids}

    async def recorded(
        self, source: str, first_day: date, last_day: date
    ) -> AsyncIterator[Sequence[RecordedSale]]:
        """Live sales that imports of this source recorded for these days, some at a
        time."""
        params: dict[str, Any] = {
            "source": source,
            "first_day": str(first_day),
            "last_day": str(last_day),
            "limit": RECORDED_AT_ONCE,
        }
        cursor: str | None = ""
        while cursor is not None:
            answer = await self._client.get(
                "/api/sales/imports/recorded/rows", params=params | {"cursor": cursor}
            )
            answer.raise_for_status()
            told = orjson.loads(answer.content)
            yield [_recorded(row) for row in told["rows"]]
            cursor = told["following"]

    async def months(
        self, source: str, first_day: date, last_day: date
    ) -> dict[str, dict[str, float]]:
        """What is recorded for these days by month: ``units`` in all, and those
        ``of_source``."""
        answer = await self._client.get(
            "/api/sales/imports/months",
            params={
                "source": source,
                "first_day": str(first_day),
                "last_day": str(last_day),
            },
        )
        answer.raise_for_status()
        months: dict[str, dict[str, float]] = orjson.loads(answer.content)["months"]
        return months

    async def weekdays(
        self, product_ids: Sequence[int], without_imports: Sequence[int]
    ) -> Weekdays:
        """How sales spread over the days of the week, but for those imports."""
        answer = await self._client.post(
            "/api/sales/imports/weekdays",
            json={
                "product_ids": list(product_ids),
                "without_imports": list(without_imports),
            },
        )
        answer.raise_for_status()
        told = orjson.loads(answer.content)
        return Weekdays(
            WeekdaySums(**told["shop"]),
            {int(id_): WeekdaySums(**sums) for id_, sums in told["products"].items()},
        )


def _recorded(row: Mapping[str, Any]) -> RecordedSale:
    return RecordedSale(
        row["row_key"],
        row["product_id"],
        exact(Decimal(str(row["quantity"]))),
        datetime.fromisoformat(row["sold_at"]),
    )


def _units(told: float | None) -> Units | None:
    return None if told is None else exact(Decimal(str(told)))


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
