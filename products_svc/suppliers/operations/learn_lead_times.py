"""Have what suppliers really do count for more than what was said of them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.lead_times.queries import arrivals_of
from products_svc.lead_times.rules import (
    Deliveries,
    LeadTime,
    by_product,
    deliveries_of,
    what_counts,
)
from products_svc.suppliers.facts import supply_terms
from products_svc.tables import Supplier, SupplierDeliveries, SupplyTerms, ToLearn
from shared.kafka import outbox

EVENTS_AT_ONCE = 500
"""Events that share a row of the outbox."""
NONE_SEEN = LeadTime(None, None, 0)


async def ask_to_learn(db: AsyncSession, supplier_id: int) -> None:
    """Part of the act that gave reason to. A supplier may sell thousands of products:
    nobody who takes goods in waits until all of their terms are told again."""
    db.add(ToLearn(supplier_id=supplier_id))
    await db.flush()


async def suppliers_to_learn(db: AsyncSession) -> dict[int, list[int]]:
    """By supplier, the requests that there are."""
    requests: dict[int, list[int]] = {}
    rows = await db.execute(
        select(ToLearn.supplier_id, ToLearn.id).order_by(ToLearn.id)
    )
    for supplier_id, id_ in rows:
        requests.setdefault(supplier_id, []).append(id_)
    return requests


async def learn_lead_times(
    db: AsyncSession, supplier_id: int, requests: list[int], now: datetime
) -> None:
    """Work out a supplier's deliveries anew, and tell of terms that count otherwise since.

    The supplier's row is held: of two who do this the second sees all that the first
    saw, and nobody changes its terms meanwhile.
    """
    await db.execute(
        select(Supplier.id)
        .where(Supplier.id == supplier_id)
        .with_for_update(key_share=True)
    )
    seen = await arrivals_of(db, supplier_id, now)
    of_supplier = deliveries_of(seen.of_supplier)
    await _store(db, supplier_id, of_supplier)
    await _publish(db, supplier_id, by_product(seen.of_products), of_supplier.lead_time)
    await db.execute(delete(ToLearn).where(ToLearn.id.in_(requests)))


async def _store(db: AsyncSession, supplier_id: int, found: Deliveries) -> None:
    values = {
        "receipts": found.lead_time.receipts,
        "lead_time_p50": found.lead_time.p50,
        "lead_time_p90": found.lead_time.p90,
        "promised": found.promised,
        "late": found.late,
        "median_days_late": found.median_days_late,
    }
    await db.execute(
        insert(SupplierDeliveries)
        .values(supplier_id=supplier_id, **values)
        .on_conflict_do_update(index_elements=["supplier_id"], set_=values)
    )


async def _publish(
    db: AsyncSession,
    supplier_id: int,
    of_products: Mapping[int, LeadTime],
    of_supplier: LeadTime,
) -> None:
    terms = await db.scalars(
        select(SupplyTerms)
        .where(SupplyTerms.supplier_id == supplier_id)
        .order_by(SupplyTerms.id)
        .with_for_update(key_share=True)
    )
    changed = []
    # By the database's clock, with the rows held, so that times run as versions do.
    now = (await db.scalars(select(func.clock_timestamp()))).one()
    for each in terms.all():
        of_product = of_products.get(each.product_id, NONE_SEEN)
        counts, source = what_counts(of_product, of_supplier)
        each.lead_time_source, each.lead_time_receipts = source, counts.receipts
        if (each.lead_time_p50, each.lead_time_p90) != (counts.p50, counts.p90):
            each.lead_time_p50, each.lead_time_p90 = counts.p50, counts.p90
            each.version += 1
            each.updated_at = now
            changed.append(each)
    await db.flush()
    for first in range(0, len(changed), EVENTS_AT_ONCE):
        batch = changed[first : first + EVENTS_AT_ONCE]
        await outbox.put(db, *map(supply_terms, batch), batch=True)
