"""Known exports are read as they come, each with a file made by hand."""

from collections import Counter

import pytest

from etl_svc.tests.exports import EXPORTS

BY_NAME = [pytest.param(export, id=export.preset) for export in EXPORTS]


async def sold(driver, app, skus):
    """Units by sku of everything that was sent."""
    products = await app.state.catalogue.find(skus)
    by_id = {product.id: sku for sku, product in products.items()}
    units: Counter[str] = Counter()
    for _, row in await driver.sent():
        back = sum(one["quantity"] for one in row.get("returns", ()))
        units[by_id[row["product_id"]]] += row["quantity"] - back
    return dict(units)


async def keys_of_sales(driver):
    """How often each key was sent, of rows that were sold."""
    return Counter(row["row_key"] for _, row in await driver.sent() if row["quantity"])


@pytest.mark.parametrize("export", BY_NAME)
async def test_an_export_is_recognised_and_read(driver, working, app, export):
    job_id = await driver.upload(export.file.read_bytes(), on_negative="return")
    async with working():
        job = await driver.all_sent(job_id)

    assert job["layout"]["preset"] == export.preset, job
    assert await sold(driver, app, export.sold) == export.sold
    found = await app.state.catalogue.find(export.prices)
    assert {sku: float(p.price) for sku, p in found.items()} == export.prices
    assert (job["rows_zero"], job["rows_returned"], job["rows_rejected"]) == (
        export.zero,
        export.returned,
        export.rejected,
    )


@pytest.mark.parametrize("export", BY_NAME)
async def test_the_same_export_again_has_the_same_keys(driver, working, export):
    for _ in range(2):
        job_id = await driver.upload(export.file.read_bytes())
        async with working():
            await driver.all_sent(job_id)

    assert set((await keys_of_sales(driver)).values()) == {2}


async def test_a_later_export_of_an_order_knows_it_by_its_own_number(driver, working):
    """Its date was corrected in the meantime: it is the same sale."""
    export = next(e for e in EXPORTS if e.preset == "woocommerce")
    first = export.file.read_bytes()
    for content in (first, first.replace(b"2026-02-01 12:34", b"2026-02-01 13:34")):
        job_id = await driver.upload(content)
        async with working():
            await driver.all_sent(job_id)

    assert set((await keys_of_sales(driver)).values()) == {2}
