"""Take units of a sale back, part of them or all."""

from decimal import Decimal
from typing import Any

from sqlalchemy import exc, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc import audit
from sales_svc.errors import (
    NotYourSale,
    ReturnExceedsSale,
    SaleNotFound,
    SaleVoidedBefore,
    stock_error,
)
from sales_svc.rules import ReturnLine, may_take_back
from sales_svc.selling.operations.give_back import TAKEN, give_back
from sales_svc.selling.queries import Return, get_return
from sales_svc.tables import Sale, SaleReturn
from shared.clock import utc_now
from shared.contracts.sales import SaleReturned
from shared.http.idempotency import IdempotencyKeyReused
from shared.kafka import outbox
from shared.money import line_total, share
from shared.quantities import Units, exact

_MOVE = 'SELECT FROM "{schema}".{function}(:reference, :user_id, ' + TAKEN + "{sale})"
_FITS = 'SELECT "{schema}".require_precision(:product_id, :quantity)'


async def return_sale(
    db: AsyncSession,
    sale_id: int,
    line: ReturnLine,
    *,
    user_id: int,
    any_sale: bool,
    key: str | None,
    products_schema: str,
) -> Return:
    """The return, or the one that this key of the user already stands for.

    Raises ``SaleNotFound``, ``NotYourSale``, ``SaleVoidedBefore``,
    ``ReturnExceedsSale``, ``QuantityPrecision`` and ``IdempotencyKeyReused``.
    """
    # Whoever takes back or voids the same sale waits here, so that never more comes
    # back than was sold, and a repeated key sees what its first request did.
    locked = select(Sale).where(Sale.id == sale_id).with_for_update()
    sale = await db.scalar(locked.execution_options(populate_existing=True))
    if sale is None:
        raise SaleNotFound(sale_id)
    fingerprint = line.fingerprint(sale_id)
    if key is not None:
        earlier = await _of_key(db, user_id, key, fingerprint)
        if earlier is not None:
            return await get_return(db, sale_id, earlier)
    _refuse(sale, line, user_id=user_id, any_sale=any_sale)
    amount = _amount(sale, line.quantity)
    sale.returned = exact(sale.returned + line.quantity)
    added = SaleReturn(
        sale_id=sale_id,
        quantity=line.quantity,
        amount=amount,
        condition=line.condition,
        reason=line.reason,
        user_id=user_id,
        idempotency_key=key,
        fingerprint=None if key is None else fingerprint,
    )
    db.add(added)
    await db.flush()
    returned = await get_return(db, sale_id, added.id)
    await _move_stock(db, returned, products_schema, stock_taken=sale.stock_taken)
    await outbox.put(db, returned_event(returned))
    await audit.record(
        db,
        "sale.returned",
        f"sale/{sale_id}",
        actor=user_id,
        changes={
            "return_id": returned.id,
            "product_id": returned.product_id,
            "units": returned.quantity,
            "condition": line.condition,
            "reason": line.reason,
        },
    )
    return returned


async def _of_key(
    db: AsyncSession, user_id: int, key: str, fingerprint: bytes
) -> int | None:
    found = await db.execute(
        select(SaleReturn.id, SaleReturn.fingerprint).where(
            SaleReturn.user_id == user_id, SaleReturn.idempotency_key == key
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    return int(row.id)


def _refuse(sale: Sale, line: ReturnLine, *, user_id: int, any_sale: bool) -> None:
    if not any_sale and not may_take_back(
        sold_at=sale.sold_at, sold_by=sale.user_id, user_id=user_id, now=utc_now()
    ):
        raise NotYourSale
    if sale.voided_at is not None:
        raise SaleVoidedBefore(sale.id)
    left = exact(sale.quantity - sale.returned)
    if line.quantity > left:
        raise ReturnExceedsSale(sale_id=sale.id, left=left)


def _amount(sale: Sale, units: Units) -> Decimal | None:
    """What these units come to: with all before them exactly what the sale did. None
    where the price says it."""
    worth = sale.amount
    if worth is None:
        worth = line_total(sale.price, sale.quantity)
    after = share(worth, sale.returned + units, sale.quantity)
    part = after - share(worth, sale.returned, sale.quantity)
    return None if sale.amount is None and part == sale.price * units else part


async def _move_stock(
    db: AsyncSession, returned: Return, products_schema: str, *, stock_taken: bool
) -> None:
    """Of imported history nothing moves, but the product's decimals hold all the same."""
    values: dict[str, Any] = {
        "reference": f"return/{returned.id}",
        "user_id": returned.user_id,
        "product_id": returned.product_id,
        "quantity": returned.quantity,
        "sale_id": returned.sale_id,
        "note": returned.reason,
    }
    statements = [_FITS]
    if stock_taken:
        statements.append(_move("take_back_stock", ", 'sale:' || :sale_id, :note"))
    if stock_taken and returned.condition == "damaged":
        statements.append(_move("damage_stock"))
    for statement in statements:
        try:
            await db.execute(text(statement.format(schema=products_schema)), values)
        except exc.DBAPIError as error:
            failure = stock_error(error.orig)
            if failure is None:
                raise
            raise failure from error
    if stock_taken:
        await give_back(
            db, {returned.sale_id: returned.quantity}, return_id=returned.id
        )


def _move(function: str, sale: str = "") -> str:
    return _MOVE.replace("{function}", function).replace("{sale}", sale)


def returned_event(returned: Return) -> SaleReturned:
    return SaleReturned(
        return_id=returned.id,
        sale_id=returned.sale_id,
        product_id=returned.product_id,
        location_id=returned.location_id,
        quantity=returned.quantity,
        price=returned.price,
        amount=returned.amount,
        sold_at=returned.sold_at,
        condition="damaged" if returned.condition == "damaged" else "resaleable",
        user_id=returned.user_id,
        import_id=returned.import_id,
        ts=returned.created_at,
    )
