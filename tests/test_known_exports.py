"""Exports of other programs, from the upload to the daily series."""

import pytest

from etl_svc.tests.exports import EXPORTS
from tests.test_history import imported

pytestmark = pytest.mark.system


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.preset)
async def test_an_export_comes_in_as_it_is_and_once_only(shop, export):
    before = await units(shop, export)
    first, second = (imported(shop, export.file, on_negative="return") for _ in "12")

    assert first["layout"]["preset"] == export.preset
    assert first["status"] == second["status"] == "done"
    assert second["rows_recorded"] == 0
    assert second["rows_duplicate"] == first["rows_recorded"] > 0
    after = await units(shop, export)
    assert {sku: after[sku] - before[sku] for sku in export.sold} == export.sold


async def units(shop, export):
    return {
        sku: await shop.sql(
            "SELECT coalesce(sum(d.quantity), 0)::int FROM forecast.daily d"
            " JOIN forecast.generations g USING (generation)"
            " JOIN products.products p ON p.id = d.product_id"
            " WHERE g.state = 'live' AND p.sku = $1",
            sku,
        )
        for sku in export.sold
    }
