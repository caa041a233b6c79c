"""Say by which codes products are scanned."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import BarcodeTaken
from products_svc.tables import Barcode


async def set_barcodes(
    db: AsyncSession, product_id: int, codes: Collection[str]
) -> None:
    """Exactly these; ``BarcodeTaken`` when another live product has one of them."""
    own = Barcode.product_id == product_id
    await db.execute(delete(Barcode).where(own, Barcode.code.not_in(codes)))
    present = set(await db.scalars(select(Barcode.code).where(own)))
    await add_barcodes(
        db, {product_id: [code for code in codes if code not in present]}
    )


async def add_barcodes(db: AsyncSession, codes: Mapping[int, Collection[str]]) -> None:
    """New ones, by product; ``BarcodeTaken`` when a live product has one of them."""
    # In one order, so that two who add the same codes do not wait for each other.
    rows = sorted(
        (code.zfill(14), code, product_id)
        for product_id, own in codes.items()
        for code in own
    )
    if not rows:
        return
    added = await db.scalars(
        insert(Barcode)
        .values([{"code": code, "product_id": product} for _, code, product in rows])
        .on_conflict_do_nothing()
        .returning(Barcode.code)
    )
    done = set(added)
    taken = [code for _, code, _ in rows if code not in done]
    if taken:
        raise BarcodeTaken(taken[0])
