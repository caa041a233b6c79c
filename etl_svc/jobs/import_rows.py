"""Rows of a source as chunks of its import tell them."""

from collections.abc import Sequence
from decimal import Decimal

from etl_svc.jobs.products import ProductLookup
from etl_svc.peers.products import Product
from etl_svc.rules import SourceRow
from etl_svc.source import Batch
from etl_svc.tables import GoneRow
from shared.contracts.imports import ImportReturn, ImportRow, RowReturn


def import_row(row: SourceRow, product: Product) -> ImportRow:
    # Not checked once more: each value was when it was read.
    return ImportRow.model_construct(
        row_key=row.row_key,
        product_id=product.id,
        quantity=row.quantity,
        price=_price(row, product),
        sold_at=row.sold_at,
        amount=row.amount,
        # Said, though mostly none: working the default out costs each row more.
        location_id=row.own.location_id if row.own else None,
        price_unknown=row.price_unknown or None,
        former_key=row.former_key,
        own_price=True if row.price is None else None,
        returns=_row_returns(row) if row.returns else None,
    )


def withdrawn_rows(batch: Batch, products: ProductLookup) -> list[ImportRow]:
    """Of products that are not there nothing was recorded."""
    return [
        import_row(row, product)
        for row in batch.withdrawn
        if (product := products.find(row.sku)) is not None
    ]


def gone_rows(gone: Sequence[GoneRow]) -> list[ImportRow]:
    """Of nothing: what is recorded under their keys is taken back."""
    return [
        ImportRow(
            row_key=row.row_key,
            product_id=row.product_id,
            quantity=0,
            price=Decimal(0),
            sold_at=row.sold_at,
        )
        for row in gone
    ]


def earlier_returns(batch: Batch, products: ProductLookup) -> list[ImportReturn]:
    return [
        ImportReturn.model_construct(
            row_key=row.row_key,
            product_id=product.id,
            quantity=row.quantity,
            sold_at=row.sold_at,
        )
        for row in batch.earlier_returns
        if (product := products.find(row.sku)) is not None
    ]


def _row_returns(row: SourceRow) -> list[RowReturn]:
    return [
        RowReturn.model_construct(row_key=key, quantity=units)
        for key, units in row.returns
    ]


def _price(row: SourceRow, product: Product) -> Decimal:
    if row.price_unknown:
        return Decimal(0)
    return product.price if row.price is None else row.price
