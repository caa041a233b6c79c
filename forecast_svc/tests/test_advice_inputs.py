"""What is known of a product before anything is computed: its terms of buying, money,
stock and what is on its way."""

from datetime import timedelta

import pytest

from forecast_svc.replenishment.calculation import (
    Arrival,
    LeadTime,
    Margin,
    PriceBreak,
    ServiceLevel,
)
from forecast_svc.replenishment.inputs import load_known
from forecast_svc.tests.factories import TODAY, YESTERDAY, moved, product
from forecast_svc.tests.supply import purchase, supplier, terms, transfer
from tests.support import client_for
from tests.support.shop import move_shop

ALL = 0
"""In place of a location: all of them together."""


@pytest.fixture
def known(app):
    """The state of tea at a location."""

    async def known(location_id=1, as_of=YESTERDAY, **more):
        async with app.state.database.read() as db:
            found = await load_known(db, [(1, location_id)], as_of, **more)
        return found[1, location_id].state

    return known


@pytest.mark.parametrize(
    ("of_supplier", "of_product", "lead_time"),
    [
        ({"lead_time_days": 5}, {"lead_time_p50": 4.2, "lead_time_p90": 9.5, "lead_time_days": 2}, LeadTime(4, 9.5)),
        ({"lead_time_days": 5}, {"lead_time_p50": 4.2}, LeadTime(4)),
        ({"lead_time_days": 5}, {"lead_time_days": 0}, LeadTime(0)),
        ({"lead_time_days": 5}, {}, LeadTime(5)),
        ({"lead_time_days": None}, {}, LeadTime(7, assumed=True)),
    ],
)  # fmt: skip
async def test_deliveries_say_more_of_a_lead_time_than_terms_and_those_than_the_supplier(
    deliver, known, of_supplier, of_product, lead_time
):
    await deliver(product())
    await deliver(supplier(**of_supplier))
    await deliver(terms(**of_product))

    assert (await known()).lead_time == lead_time


async def test_costs_are_in_the_money_of_the_shop(deliver, known):
    """A supplier whose money is worth half of the shop's."""
    await deliver(product())
    await deliver(supplier(currency="XXX", rate="0.5"))
    await deliver(terms(unit_cost="8", price_breaks=[{"from_quantity": 48, "unit_cost": 6}]))  # fmt: skip
    found = await known()

    assert (found.unit_cost, found.price_breaks) == (4, (PriceBreak(48, 3),))
    assert (found.order_multiple, found.minimum_quantity) == (6, 12)


async def test_without_terms_a_unit_costs_what_those_in_stock_did(deliver, known):
    await deliver(product())
    assert (await known()).unit_cost is None
    await deliver(moved(1, 4, average_cost="2.50"))
    await deliver(moved(2, 6, location_id=2, average_cost="3.50"))

    assert (await known(1)).unit_cost == 2.5
    assert (await known(ALL)).unit_cost == 3


async def test_what_is_earned_is_without_tax(app, deliver, known):
    await deliver(product(price="12.00", tax_rate=20))
    await deliver(supplier())
    await deliver(terms(unit_cost="4"))
    await move_shop(app, 1, prices_include_tax=True)
    assert (await known()).margin == pytest.approx(10 - 4)

    await move_shop(app, 2, prices_include_tax=False)
    assert (await known()).margin == pytest.approx(12 - 4)
    await deliver(product(2, price="12.00"))
    await move_shop(app, 3, prices_include_tax=True)
    assert (await known()).margin == pytest.approx(12 - 4)


async def test_stock_and_what_is_on_its_way_are_those_of_the_location(deliver, known):
    """A draft comes when the order in question would; an order that was placed without
    a day is late."""
    await deliver(product())
    await deliver(supplier(order_days=[], closed=[], lead_time_days=3))
    await deliver(terms())
    await deliver(moved(1, 4), moved(2, 6, location_id=2))
    on_day = TODAY + timedelta(days=9)
    await deliver(
        purchase(line_id=1, open=10, expected_on=on_day),
        purchase(line_id=2, open=20, expected_on=None, status="draft"),
        purchase(line_id=3, open=30, expected_on=None),
        purchase(line_id=4, open=0, status="received"),
        purchase(line_id=5, open=50, location_id=2, expected_on=on_day),
    )
    await deliver(transfer(from_location_id=2, open=3, expected_on=on_day))
    here, there, everywhere = await known(1), await known(2), await known(ALL)

    assert (here.on_hand, there.on_hand, everywhere.on_hand) == (4, 6, 10)
    assert set(here.arrivals) == {
        Arrival(10, on_day),
        Arrival(20, TODAY + timedelta(days=3)),
        Arrival(30, None),
        Arrival(3, on_day, "transfer"),
    }
    assert there.arrivals == (Arrival(50, on_day),)
    assert len(everywhere.arrivals) == 5
    assert (await known(3)).on_hand is None


async def test_of_a_past_day_only_terms_are_known(deliver, known):
    await deliver(product())
    await deliver(supplier())
    await deliver(terms(unit_cost="4"))
    await deliver(moved(1, 4))
    await deliver(purchase())
    then = await known(as_of=YESTERDAY - timedelta(days=30), now=False)

    assert (then.on_hand, then.arrivals, then.unit_cost) == (None, (), 4)


async def test_the_aim_is_that_of_the_product_else_of_the_shop(app, deliver, known):
    await deliver(product())
    await move_shop(app, default_target="0.91")
    assert (await known()).target == ServiceLevel(0.91)
    async with client_for(app, "manager") as manager:
        aim = {
            "margin_factor": 2,
            "capital_rate_per_year": 0.73,
            "space_cost_per_day": 0.01,
        }
        said = await manager.put("/api/forecast/targets", json={"target": aim})
    assert said.is_success, said.text
    found = await known()

    # Where money is not known the level of the shop's settings counts.
    assert found.target == Margin(2, fallback=0.91)
    assert found.capital_rate_per_day == pytest.approx(0.002)
    assert found.space_cost_per_day == 0.01


async def test_a_product_sleeps_where_it_was_put_to_sleep(app, deliver, known):
    await deliver(product())
    await deliver(supplier())
    await deliver(terms())
    async with client_for(app, "manager") as manager:
        until = {"until": (TODAY + timedelta(days=3)).isoformat(), "location_id": 2}
        path = "/api/forecast/replenishment/1/snooze"
        assert (await manager.put(path, json=until)).is_success

    assert (await known(1)).blocked is None
    assert (await known(2)).blocked == "snoozed"
