"""Write down what shall be ordered, so that no crash loses it or doubles it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.errors import (
    LocationNotFound,
    NoStockOfItsOwn,
    NoSupplier,
    ProductNotFound,
    QuantityPrecision,
)
from forecast_svc.ordering.queries import (
    Orderable,
    Place,
    drafted,
    open_locations,
    orderable,
    sells,
)
from forecast_svc.projection.operations.touch_advice import touch_advice
from shared.db.locks import lock_in_turn
from shared.quantities import Units, as_json, exact, fits


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """``quantity`` is what the draft of the supplier and location shall have of the
    product, in all. Without a supplier the usual one is meant."""

    product_id: int
    location_id: int
    supplier_id: int | None
    quantity: Units


# One who has asked waits for the answer; after that the background sends.
_INSERT = text("""
INSERT INTO advice_orders (batch, product_id, location_id, supplier_id, quantity,
    acting_user, next_try_at)
SELECT 0, product_id, :location_id, :supplier_id, quantity, :acting_user,
    clock_timestamp() + CAST(:grace_s AS integer) * interval '1 second'
FROM unnest(CAST(:products AS bigint[]), CAST(:quantities AS numeric[]))
    AS r (product_id, quantity) ORDER BY product_id
RETURNING id
""")
_GATHER = text(
    "UPDATE advice_orders SET batch = :batch WHERE id = ANY(CAST(:ids AS bigint[]))"
)
GRACE_S = 20


async def order_advised(
    db: AsyncSession, lines: Sequence[OrderedLine], *, acting_user: int
) -> list[int]:
    """The batches that have to be sent: of each product what its draft lacks.

    Raises ``ProductNotFound``, ``NoStockOfItsOwn``, ``NoSupplier``,
    ``LocationNotFound`` and ``QuantityPrecision``.
    """
    # Whoever orders sees what others have ordered before: all of it, or none.
    await lock_in_turn(db, "advice_orders")
    wanted = await _wanted(db, lines)
    there = await drafted(db, [product for product, *_ in wanted])
    lacking = [
        (place, exact(quantity - there.get(place, 0)))
        for place, quantity in wanted.items()
        if quantity > there.get(place, 0)
    ]
    lacking.sort(key=lambda each: (each[0][2], each[0][1], each[0][0]))
    batches = []
    for (supplier_id, location_id), group in groupby(
        lacking, key=lambda each: (each[0][2], each[0][1])
    ):
        rows = list(group)
        written = await db.execute(
            _INSERT,
            {
                "products": [place[0] for place, _ in rows],
                "quantities": [quantity for _, quantity in rows],
                "location_id": location_id,
                "supplier_id": supplier_id,
                "acting_user": acting_user,
                "grace_s": GRACE_S,
            },
        )
        ids = written.scalars().all()
        await db.execute(_GATHER, {"batch": min(ids), "ids": ids})
        batches.append(min(ids))
        await touch_advice(db, [place[0] for place, _ in rows])
        await audit.record(
            db,
            "advice.ordered",
            f"supplier/{supplier_id}",
            actor=acting_user,
            changes={
                f"product/{p[0]}": {"from": None, "to": as_json(q)} for p, q in rows
            },
        )
    return batches


async def _wanted(db: AsyncSession, lines: Sequence[OrderedLine]) -> dict[Place, Units]:
    """Of a product that is named twice the greater quantity."""
    known = await orderable(db, [line.product_id for line in lines])
    places = await open_locations(db)
    wanted: dict[Place, Units] = {}
    for n, line in enumerate(lines):
        product = known.get(line.product_id)
        _require_orderable(line, product, n)
        if line.location_id not in places:
            raise LocationNotFound(line.location_id, f"lines.{n}.location_id")
        supplier_id = await _supplier_of(db, line, product, n)
        place = (line.product_id, line.location_id, supplier_id)
        wanted[place] = max(wanted.get(place, 0), line.quantity)
    return wanted


def _require_orderable(
    line: OrderedLine, product: Orderable | None, place: int
) -> None:
    if product is None or product.archived:
        raise ProductNotFound(line.product_id)
    if product.kind != "product":
        raise NoStockOfItsOwn(line.product_id, product.kind)
    if not fits(line.quantity, product.quantity_decimals):
        raise QuantityPrecision(product.quantity_decimals, f"lines.{place}.quantity")


async def _supplier_of(
    db: AsyncSession, line: OrderedLine, product: Orderable | None, place: int
) -> int:
    if line.supplier_id is None:
        usual = product.supplier_id if product else None
        if usual is None:
            raise NoSupplier(line.product_id, f"lines.{place}.product_id")
        return usual
    if not await sells(db, line.supplier_id, line.product_id):
        raise NoSupplier(line.product_id, f"lines.{place}.supplier_id")
    return line.supplier_id
