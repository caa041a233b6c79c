"""Take a sale back whole."""

from datetime import datetime
from typing import cast

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc import audit
from sales_svc.selling.operations.give_back import TAKEN, give_back
from sales_svc.selling.queries import SALE, Sale, get_sale
from sales_svc.tables import Sale as Row
from shared.clock import utc_now
from shared.contracts.sales import SaleVoided
from shared.kafka import outbox
from shared.quantities import exact

_RETURN = f'SELECT FROM "{{schema}}".take_back_stock(:reference, :user_id, {TAKEN}, NULL, :note)'


async def void_sale(
    db: AsyncSession, sale_id: int, reason: str, *, user_id: int, products_schema: str
) -> Sale:
    """The voided sale, whoever voided it first; ``SaleNotFound`` when there is none.

    Those of its units that have not come back return to stock, unless it is imported
    history, which took none.
    """
    # Of several at once the first gets the row; the others wait for its commit
    # and then find nothing left to do.
    voided = await db.execute(
        update(Row)
        .where(Row.id == sale_id, Row.voided_at.is_(None))
        .values(voided_at=utc_now(), voided_by=user_id, void_reason=reason)
        .returning(*SALE, Row.stock_taken)
    )
    row = voided.one_or_none()
    if row is None:
        return await get_sale(db, sale_id)
    sale = Sale(*row[: len(SALE)])
    left = exact(sale.quantity - sale.returned)
    if row.stock_taken and left:
        await db.execute(
            text(_RETURN.format(schema=products_schema)),
            {
                "reference": f"sale:{sale.id}",
                "user_id": user_id,
                "sale_id": sale.id,
                "quantity": left,
                "note": reason,
            },
        )
        await give_back(db, {sale.id: left})
    await outbox.put(db, voided_event(sale))
    await audit.record(
        db,
        "sale.voided",
        f"sale/{sale.id}",
        actor=user_id,
        changes={"reason": reason, "product_id": sale.product_id, "units": left},
    )
    return sale


def voided_event(sale: Sale) -> SaleVoided:
    """Of a sale that is voided."""
    return SaleVoided(
        sale_id=sale.id,
        product_id=sale.product_id,
        quantity=sale.quantity,
        price=sale.price,
        sold_at=sale.sold_at,
        user_id=cast(int, sale.voided_by),
        import_id=sale.import_id,
        amount=sale.amount,
        price_unknown=sale.price_unknown or None,
        location_id=sale.location_id,
        voided_at=cast(datetime, sale.voided_at),
        returned=sale.returned or None,
    )
