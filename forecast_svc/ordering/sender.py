"""Sends what was ordered to products_svc: at once where it answers, else until it does."""

from collections.abc import Sequence

import httpx
import structlog
from sqlalchemy import text

from forecast_svc.ordering.operations.record_sending import (
    claim_due,
    confirm_heard,
    free_ended,
    record_not_yet,
    record_refused,
    record_sent,
)
from forecast_svc.ordering.queries import Batch, find_batch
from shared.background import Periodic
from shared.db.database import Database
from shared.quantities import as_json

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
ANSWER_WITHIN_S = 8.0
"""How long somebody who has ordered waits for products_svc; the background goes on."""
_PASSING = {401, 403, 408, 425, 429}
"""Refusals that are about us, or about now, and not about what is ordered."""
_IN_FLIGHT = "idempotency_key_in_flight"
_ENDED = {"received", "closed_short", "cancelled"}
_UNHEARD = text("""
SELECT DISTINCT purchase_order_id FROM advice_orders
WHERE state = 'sent' AND sent_at < clock_timestamp() - interval '1 minute' LIMIT 20
""")


class OrderSender(Periodic):
    """No transaction is open while products_svc is waited for."""

    name = "forecast_svc.ordering"

    def __init__(self, database: Database, products: httpx.AsyncClient) -> None:
        super().__init__()
        self._database = database
        self._products = products

    async def _round(self) -> None:
        async with self._database.transaction() as db:
            await confirm_heard(db)
            due = await claim_due(db)
        await self.send_all(due)
        await self._ask_for_unheard()
        await self._wait(LOOK_EVERY_S)

    async def send_all(self, batches: Sequence[int]) -> None:
        """Where the first gets no answer the others are left for later."""
        for batch in batches:
            if self._stopping.is_set() or not await self._send(batch):
                return

    async def _send(self, batch_id: int) -> bool:
        """Whether there was an answer. The same batch is the same request, whoever sends
        it and how often."""
        async with self._database.read() as db:
            batch = await find_batch(db, batch_id)
        if batch.state != "unsent":
            return True
        try:
            answer = await self._products.post(
                "/api/purchase-orders",
                json=_body(batch),
                headers={
                    "X-Acting-User": str(batch.acting_user),
                    "Idempotency-Key": f"advice/{batch.id}",
                },
                timeout=ANSWER_WITHIN_S,
            )
        except httpx.HTTPError as error:
            await self._not_yet(batch, {"code": "unavailable", "detail": f"{error!r}"})
            return False
        await self._record(batch, answer)
        return True

    async def _record(self, batch: Batch, answer: httpx.Response) -> None:
        if answer.status_code == 201:
            order = answer.json()
            async with self._database.transaction() as db:
                await record_sent(
                    db, batch.id, order_id=order["id"], version=order["version"]
                )
            return
        problem = _problem(answer)
        passing = answer.status_code in _PASSING or answer.status_code >= 500
        if passing or problem["code"] == _IN_FLIGHT:
            await self._not_yet(batch, problem)
            return
        log.warning("advice_order_refused", batch=batch.id, **problem)
        async with self._database.transaction() as db:
            await record_refused(db, batch.id, problem)

    async def _not_yet(self, batch: Batch, error: dict[str, object]) -> None:
        log.warning("advice_order_not_sent", batch=batch.id, **error)
        async with self._database.transaction() as db:
            await record_not_yet(db, batch.id, error)

    async def _ask_for_unheard(self) -> None:
        """Its events may have been lost, and no snapshot tells of an order that is over."""
        async with self._database.read() as db:
            unheard = (await db.scalars(_UNHEARD)).all()
        for order_id in unheard:
            answer = await self._products.get(f"/api/purchase-orders/{order_id}")
            if answer.status_code == 200 and answer.json()["status"] in _ENDED:
                async with self._database.transaction() as db:
                    await free_ended(db, order_id)


def _body(batch: Batch) -> dict[str, object]:
    return {
        "supplier_id": batch.supplier_id,
        "location_id": batch.location_id,
        "into_draft": True,
        "lines": [
            {"product_id": line.product_id, "quantity": as_json(line.quantity)}
            for line in batch.lines
        ],
    }


def _problem(answer: httpx.Response) -> dict[str, object]:
    try:
        body = answer.json()
        return {"code": str(body["code"]), "detail": str(body.get("detail", ""))}
    except (ValueError, KeyError, TypeError):
        return {"code": "unavailable", "detail": f"status {answer.status_code}"}
