"""Each location's series and shelves; the product's are all of them together."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.stockouts import StockoutChange, stockout_days
from forecast_svc.tests.factories import YESTERDAY, moved, noon, sale, series, void
from forecast_svc.tests.rebuilding import finished, rebuilding, start
from shared.contracts.sales import SaleVoided

LAST = series(1).first_day


def ago(days):
    return LAST - timedelta(days=days)


def emptied(days, location):
    return StockoutChange(ago(days), True, location)


def filled(days, location):
    return StockoutChange(ago(days), False, location)


def days_out(*changes):
    """How many days ago, the oldest first."""
    return sorted((LAST - day).days for day in stockout_days(changes, LAST))[::-1]


def test_a_product_is_stocked_out_while_no_location_has_any():
    assert days_out(
        emptied(9, 1), emptied(7, 2), filled(5, 1), filled(4, 2), emptied(2, 2)
    ) == [7, 6, 5]


def test_a_location_that_opens_during_a_stock_out_ends_it():
    assert days_out(emptied(9, 1), filled(7, 2), filled(5, 1)) == [9, 8, 7]


def test_a_location_that_was_filled_first_had_nothing_before():
    assert days_out(filled(9, 2), emptied(8, 2), emptied(5, 1)) == [5, 4, 3, 2, 1, 0]


def test_what_a_location_lost_after_the_last_day_it_had_until_then():
    later = StockoutChange(LAST + timedelta(days=3), True, 2)

    assert days_out(emptied(2, 1), later) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.booleans(), st.integers(1, 3)), max_size=12
    )
)
def test_another_location_never_adds_a_day_without_stock(told):
    changes = [
        StockoutChange(ago(days), empty, location)
        for days, empty, location in sorted(told, reverse=True)
    ]
    all_together = stockout_days(changes, LAST)

    alone = [
        stockout_days([c for c in changes if c.location_id == location], LAST)
        for location in (1, 2, 3)
    ]
    assert all_together <= set().union(*alone)


async def points(client, **query):
    answer = await client.get("/api/forecast/series", params={"product_id": 1} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()["points"]


async def units(client, **query):
    return [
        (p["quantity"], p["revenue"], p["sales"]) for p in await points(client, **query)
    ]


async def censored(client, **query):
    return [p["censored"] for p in await points(client, **query)]


async def forecast(client):
    return (await client.get("/api/forecast", params={"product_id": 1})).json()


async def opened(deliver, location, units=50):
    """A location that has had so many units from the start."""
    start = {"reason": "initial", "delta": units, "location_id": location}
    await deliver(moved(location, units, **start))


async def empty(deliver, location, first, last=None):
    """The shelf of a location from day ``first`` to day ``last`` ago, or to this day."""
    ts = noon(YESTERDAY - timedelta(first))
    await deliver(moved(movement(first, location), 0, location_id=location, ts=ts))
    if last is not None:
        ts = noon(YESTERDAY - timedelta(last))
        number = movement(last, location)
        await deliver(moved(number, 50, location_id=location, delta=50, ts=ts))


def movement(days, location):
    """Its number in the ledger, where the later is the higher."""
    return 10 * (1000 - days) + location


async def test_a_products_series_is_the_sum_of_its_locations(client, deliver):
    day = YESTERDAY - timedelta(days=1)
    await deliver(
        sale(1, day, quantity=2, price="1.50"),
        sale(2, day, quantity=3, price="2.00", location_id=2),
        sale(3, YESTERDAY, quantity=4, price="1.00", location_id=2),
    )

    assert await units(client) == [(5, 9.0, 2), (4, 4.0, 1)]
    assert await units(client, location_id=1) == [(2, 3.0, 1), (0, 0.0, 0)]
    assert await units(client, location_id=2) == [(3, 6.0, 1), (4, 4.0, 1)]
    assert await units(client, location_id=3) == []


async def test_the_answer_says_which_location_it_is_of(client, deliver):
    await deliver(sale(1, location_id=2))

    for location in (None, 2):
        query = {"product_id": 1} | ({"location_id": location} if location else {})
        answer = await client.get("/api/forecast/series", params=query)
        assert answer.json()["location_id"] == location


async def test_a_void_takes_its_sale_back_where_it_was(client, deliver):
    here, there = sale(1, quantity=5), sale(2, quantity=3, location_id=2)
    await deliver(here, there)
    await deliver(void(there))

    assert await units(client, location_id=1) == [(5, 49.95, 1)]
    assert await units(client, location_id=2) == []
    assert await units(client) == [(5, 49.95, 1)]


async def test_facts_without_a_location_are_of_the_main_one(client, deliver):
    """As those are that an earlier version has left at the broker."""
    sold = sale(1, quantity=5)
    await deliver(sold, sale(2, quantity=1))
    await deliver(SaleVoided.read(void(sold).wire().encode()))

    assert "location_id" not in sold.wire()
    assert await units(client, location_id=1) == [(1, 9.99, 1)]


async def test_an_empty_shelf_beside_a_full_one_does_not_raise_the_forecast(
    client, deliver
):
    """Ten a day in each of two shops; the second has been sold out for good for three
    weeks, and the first sells what it always did."""
    await deliver.history([10] * 60)
    first_day = YESTERDAY - timedelta(days=59)
    await deliver(
        *(
            sale(200_000 + n, first_day + timedelta(n), quantity=10, location_id=2)
            for n in range(39)
        )
    )
    await opened(deliver, 1)
    await empty(deliver, 2, first=20)

    answer = await forecast(client)

    assert answer["model"]["censored_days"] == 0
    assert sum(answer["forecast"]) == pytest.approx(70, rel=0.1)


async def test_days_on_which_no_location_had_any_are_missing(client, deliver):
    await deliver.history([20] * 5 + [0] * 4 + [20])
    await deliver(sale(1, YESTERDAY - timedelta(9), location_id=2))
    await empty(deliver, 1, first=5, last=1)
    await empty(deliver, 2, first=3, last=2)

    assert await censored(client) == [False] * 6 + [True, True, False, False]
    assert await censored(client, location_id=1) == [False] * 4 + [True] * 5 + [False]
    of_second = await censored(client, location_id=2)
    assert of_second == [False] * 6 + [True, True, False, False]


async def test_a_shelf_that_was_never_empty_counts_as_full(client, deliver):
    await deliver.history([20] * 10)
    await deliver(sale(1, YESTERDAY - timedelta(9), location_id=2))
    await opened(deliver, 2)
    await empty(deliver, 1, first=5, last=1)

    assert not any(await censored(client))


async def test_a_store_room_where_nothing_sells_hides_no_stock_out(client, deliver):
    await deliver.history([20] * 10)
    await opened(deliver, 2)
    await empty(deliver, 1, first=5, last=1)

    assert await censored(client) == [False] * 4 + [True] * 5 + [False]


async def test_a_location_without_a_unit_since_it_opened_hides_no_stock_out(
    client, deliver
):
    await deliver.history([20] * 10)
    await deliver(sale(1, YESTERDAY - timedelta(9), location_id=2))
    await opened(deliver, 2, units=0)
    await empty(deliver, 1, first=5, last=1)

    assert await censored(client) == [False] * 4 + [True] * 5 + [False]


async def test_a_rebuild_says_where_stock_outs_were(
    app, admin, client, deliver, records, inspector
):
    """Those that came before there were locations stand at the main one."""
    sold = [
        sale(n, YESTERDAY - timedelta(n), location_id=1 + n % 2) for n in range(1, 9)
    ]
    records.record(*sold)
    await deliver(*sold)
    await opened(deliver, 1)
    await empty(deliver, 2, first=5, last=3)
    records.stock = [
        {"product_id": 1, "location_id": n, "stock": 50, "movement_id": 10_000 + n,
         "ts": noon(YESTERDAY).isoformat()}
        for n in (1, 2)
    ]  # fmt: skip
    records.changes = [
        {"movement_id": movement(days, 2), "product_id": 1, "location_id": 2,
         "empty": days == 5, "ts": noon(YESTERDAY - timedelta(days)).isoformat()}
        for days in (5, 3)
    ]  # fmt: skip
    right = await points(client), await points(client, location_id=2)
    await inspector.execute("UPDATE stockout_changes SET location_id = 1")
    await inspector.execute("UPDATE daily SET location_id = 1 WHERE location_id = 2")

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    assert (await points(client), await points(client, location_id=2)) == right
