"""Sales that are this shop's own: a download of them brings nothing new."""

from collections.abc import Sequence

from etl_svc.peers.sales import RecordedSales
from etl_svc.rules import OwnSale, SourceRow, in_parts
from etl_svc.source import Batch

ASKED_AT_ONCE = 1_000


async def leave_out_known(batch: Batch, sales: RecordedSales) -> None:
    """What became of them since they were downloaded is recorded here best. Raises
    ``httpx.HTTPError`` when sales_svc cannot be asked now."""
    told = [row.own for row in (*batch.rows, *batch.withdrawn) if row.own is not None]
    own: set[OwnSale] = set()
    for some in in_parts(told, ASKED_AT_ONCE):
        own |= await sales.own(some)
    if own:
        for row in batch.rows:
            if row.own in own:
                example = f"{row.own.id}: {row.quantity} {row.sku}"
                batch.leave_out("known_sale", row.line, example)
        batch.rows = _others(batch.rows, own)
        batch.withdrawn = _others(batch.withdrawn, own)


def _others(rows: Sequence[SourceRow], own: set[OwnSale]) -> list[SourceRow]:
    return [row for row in rows if row.own not in own]
