"""Take away the products that an import made, with the import."""

from collections.abc import Sequence

from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales

MOST_IMPORTS = 100
"""Asked about at once."""


async def undo_products(
    catalogue: Catalogue,
    sales: RecordedSales,
    import_ids: Sequence[int],
    *,
    user_id: int,
) -> None:
    """Those that nobody has touched, and of which no other sale tells. Of imports that were
    undone before too: a product stays as long as another import sells it.

    Raises ``Unavailable``; once more goes on where it ended."""
    while candidates := await catalogue.untouched(import_ids):
        sold = await sales.sold(candidates, import_ids)
        unsold = [each for each in candidates if each not in sold]
        if not unsold:
            return
        await catalogue.take_away(unsold, user_id=user_id)
