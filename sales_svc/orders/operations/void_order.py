"""Take a basket back whole: every line of it that still stands."""

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Numeric

from sales_svc import audit
from sales_svc.errors import NotYourSale, OrderNotFound
from sales_svc.orders.queries import Order, get_order
from sales_svc.rules import may_take_back
from sales_svc.selling.operations.give_back import give_back
from sales_svc.selling.operations.void_sale import voided_event
from sales_svc.selling.queries import SALE, Sale
from sales_svc.tables import Order as Basket, Sale as Line
from shared.clock import utc_now
from shared.kafka import outbox
from shared.quantities import exact

# One call for each line, or each component of a bundle, since each line has a reference
# of its own; in the order in which every caller locks stock.
_RETURN = (
    "SELECT FROM (SELECT l.sale_id, coalesce(c.product_id, l.product_id) AS product_id,"
    " round(l.units * coalesce(c.quantity / s.quantity, 1), 3) AS units, l.location_id"
    " FROM unnest(:sales, :products, :units, :locations)"
    " AS l(sale_id, product_id, units, location_id) JOIN sales AS s ON s.id = l.sale_id"
    " LEFT JOIN consumptions AS c ON c.sale_id = l.sale_id AND c.quantity > 0"
    " ORDER BY product_id, location_id, sale_id) AS l,"
    " LATERAL \"{schema}\".take_back_stock('sale:' || l.sale_id, :user_id,"
    ' ARRAY[ROW(l.product_id, l.units, l.location_id)::"{schema}".stock_line],'
    " NULL, :note)"
)


async def void_order(
    db: AsyncSession,
    order_id: int,
    reason: str,
    *,
    user_id: int,
    any_order: bool,
    products_schema: str,
) -> Order:
    """The order; ``OrderNotFound`` when there is none, ``NotYourSale`` unless it is the
    user's own of the last day or ``any_order`` may go. Lines that were voided before
    stay as they are, and what came back of the others comes back no second time."""
    if not any_order:
        await _require_own(db, order_id, user_id)
    # In one order, so that two who void it at once do not wait for each other.
    lines = select(Line.id).where(Line.order_id == order_id)
    await db.execute(lines.order_by(Line.id).with_for_update())
    voided = await db.execute(
        update(Line)
        .where(Line.order_id == order_id, Line.voided_at.is_(None))
        .values(voided_at=utc_now(), voided_by=user_id, void_reason=reason)
        .returning(*SALE)
    )
    sales = sorted((Sale(*row) for row in voided), key=lambda sale: sale.id)
    left = [(sale, exact(sale.quantity - sale.returned)) for sale in sales]
    await db.execute(
        text(_RETURN.format(schema=products_schema)).bindparams(
            bindparam("sales", type_=ARRAY(BigInteger)),
            bindparam("products", type_=ARRAY(BigInteger)),
            bindparam("units", type_=ARRAY(Numeric)),
            bindparam("locations", type_=ARRAY(BigInteger)),
        ),
        {
            "sales": [sale.id for sale, units in left if units],
            "products": [sale.product_id for sale, units in left if units],
            "units": [units for _, units in left if units],
            "locations": [sale.location_id for sale, units in left if units],
            "user_id": user_id,
            "note": reason,
        },
    )
    await give_back(db, {sale.id: units for sale, units in left if units})
    await outbox.put(db, *map(voided_event, sales))
    if sales:
        await audit.record(
            db,
            "basket.voided",
            f"basket/{order_id}",
            actor=user_id,
            changes={"reason": reason, "sales": [sale.id for sale in sales]},
        )
    return await get_order(db, order_id)


async def _require_own(db: AsyncSession, order_id: int, user_id: int) -> None:
    order = await db.get(Basket, order_id)
    if order is None:
        raise OrderNotFound(order_id)
    if not may_take_back(
        sold_at=order.sold_at,
        sold_by=order.user_id,
        user_id=user_id,
        now=utc_now(),
    ):
        raise NotYourSale
