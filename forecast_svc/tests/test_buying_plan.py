"""What to buy in all, and of which location, through the API."""

import pytest

from forecast_svc.ordering.operations.order_advised import OrderedLine, order_advised
from forecast_svc.tests.factories import moved, product
from forecast_svc.tests.supply import location, supplier, terms
from forecast_svc.tests.test_advice_list import (
    ADVICE,
    ANY_DAY,
    NO_TERMS,
    WEEKS,
    keep,
    listed,
    manager,
    one,
    teas,
)
from tests.support import client_for

__all__ = ["keep", "manager", "teas"]


async def planned(client, **query):
    answer = await client.get(f"{ADVICE}/plan", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_there_is_an_order_per_supplier_with_what_is_suggested(manager, teas):
    [order] = (await planned(manager))["orders"]
    advice = await one(manager)

    assert order["supplier_name"] == "Teas of Lyon"
    assert [line["quantity"] for line in order["lines"]] == [advice["quantity"]]
    assert order["value"] == pytest.approx(advice["cost"], abs=0.01)


async def test_a_budget_is_not_overspent(manager, teas):
    whole = await planned(manager)
    half = await planned(manager, budget=whole["spent"] / 2)
    nothing = await planned(manager, budget=0)

    assert 0 < half["spent"] <= whole["spent"] / 2
    assert (
        half["orders"][0]["lines"][0]["suggested"]
        > half["orders"][0]["lines"][0]["quantity"]
    )
    assert nothing["spent"] == 0


async def test_a_small_order_waits_or_is_topped_up(manager, teas, deliver, keep):
    dear = {"minimum_order_value": "100000.00"}
    await deliver(supplier(version=2, **ANY_DAY | dear))
    await keep()
    [waits] = (await planned(manager))["orders"]
    near = {"minimum_order_value": f"{waits['value'] + 1:.2f}"}
    await deliver(supplier(version=3, **ANY_DAY | near))
    await keep()
    [grown] = (await planned(manager))["orders"]

    assert waits["decision"] == "wait"
    assert grown["decision"] == "topped_up"
    assert grown["value"] >= grown["minimum_order_value"]


async def test_the_summary_is_the_sum_of_the_list(app, manager, teas):
    advice = await listed(manager)
    to_order = [each for each in advice if each["quantity"] > 0]
    found = (await manager.get(f"{ADVICE}/summary")).json()

    assert to_order
    assert found["suggested"] == len(to_order)
    assert found["cost"] == pytest.approx(sum(a["cost"] for a in to_order), abs=0.02)
    assert found["first_order_by"] == min(a["order_by"] for a in to_order)
    assert found["late"] == sum(a["urgency"] == "late" for a in advice)
    assert found["dead"] == sum(a["stock"]["dead"] for a in advice)
    assert found["overstocked"] == sum(a["stock"]["overstock"] > 0 for a in advice)
    async with client_for(app, "viewer") as viewer:
        seen = (await viewer.get(f"{ADVICE}/summary")).json()
    assert seen["suggested"] == found["suggested"]
    assert (seen["cost"], seen["money_at_risk_per_day"]) == (None, None)


async def test_a_budget_returns_less_than_all_of_it(manager, teas):
    everything = await planned(manager)
    half = await planned(manager, budget=everything["spent"] / 2)

    assert everything["worth"] == everything["worth_of_all"]
    assert half["worth_of_all"] == everything["worth_of_all"]
    assert 0 < half["worth"] < half["worth_of_all"]


async def test_only_managers_see_what_it_costs(app, teas):
    async with client_for(app, "user") as user:
        assert (await user.get(f"{ADVICE}/plan")).status_code == 403


async def test_what_was_ordered_on_advice_adds_nothing(app, manager, teas, keep):
    advice = await one(manager)
    line = OrderedLine(1, 1, None, advice["quantity"])
    async with app.state.database.transaction() as db:
        await order_advised(db, [line], acting_user=1)
    await keep()

    assert (await one(manager))["why_not"] == "on_order"
    assert (await planned(manager))["orders"] == []


async def test_another_location_sends_what_it_can_spare(manager, deliver, keep):
    await deliver(product())
    await deliver(supplier(**ANY_DAY | {"lead_time_days": 3}))
    await deliver(terms(**NO_TERMS))
    await deliver(location(), location(location_id=2, name="Lyon"))
    await deliver(moved(1, 2), moved(2, 400, location_id=2))
    await deliver.history(WEEKS)
    await keep()
    short, rich = await listed(manager, sort="urgency")

    [transfer] = short["transfers"]
    assert (short["location_id"], transfer["from_location_id"]) == (1, 2)
    assert transfer["quantity"] > 20
    assert short["why_not"] == "transfer" or short["quantity"] < transfer["quantity"]
    assert (rich["location_name"], rich["transfers"]) == ("Lyon", [])
