"""What bundles consume is demand of their components, kept apart from own sales."""

from forecast_svc.tests.factories import consumed, sale
from forecast_svc.tests.rebuilding import finished, rebuilding, start


async def last_day(client):
    answer = await client.get("/api/forecast/series", params={"product_id": 1})
    assert answer.status_code == 200, answer.text
    (day,) = answer.json()["points"]
    return day["quantity"], day["consumed"], day["sales"], day["revenue"]


async def test_the_series_tells_own_sales_and_bundles_apart(client, deliver):
    await deliver(sale(1, quantity=3, price="2.00"))
    await deliver(consumed(1), times=2)
    await deliver(consumed(2, 0.5), consumed(2, 0.5))

    assert await last_day(client) == (3, 2.5, 1, 6)


async def test_what_came_back_is_taken_off_the_day_of_the_sale(client, deliver):
    await deliver(consumed(2, -2, return_id=4))
    await deliver(consumed(1, 5))

    assert await last_day(client) == (0, 3, 0, 0)


async def test_demand_is_both(deliver, inspector):
    """It is what models see."""
    await deliver(sale(1, quantity=3))
    await deliver(consumed(1))

    demand = await inspector.fetchval("SELECT quantity FROM live_daily")

    assert demand == 5


async def test_a_rebuild_folds_them_again(app, client, admin, deliver, records):
    told = [consumed(n, n) for n in range(1, 6)]
    records.consumed = told
    await deliver(*told)
    before = await last_day(client)

    async def before_page(path, _after):
        # Told again while it is read: it counts once.
        if path == "/api/sales/consumed/snapshot":
            await deliver(*told[2:])

    async with rebuilding(app, records, before_page):
        await start(admin)
        await finished(admin)

    assert before == (0, 15, 0, 0)
    assert await last_day(client) == before
