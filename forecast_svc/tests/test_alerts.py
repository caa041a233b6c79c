"""What is worth an alert, who has looked, and when it is raised again."""

import json
from datetime import timedelta

import pytest

from forecast_svc.tests.alerting import ALERTS, empty_shelf, kinds, listed, settle, told
from forecast_svc.tests.factories import (
    TODAY,
    YESTERDAY,
    deleted,
    moved,
    product,
)
from forecast_svc.tests.supply import lot, purchase
from tests.support import client_for, eventually, outbox_rows, running

LATE = TODAY - timedelta(days=3)


@pytest.fixture
async def manager(app, deliver):
    await deliver(product(1), product(1, product_id=2), product(1, product_id=3))
    async with client_for(app, "manager", 7) as client:
        yield client


async def test_an_empty_shelf_is_raised_once_and_closed_when_it_is_filled(
    app, manager, deliver, look
):
    await empty_shelf(deliver)
    await deliver(moved(11, 0, product_id=2))  # It never sold.

    await look()
    await look()
    assert await kinds(manager) == [("ran_out", 1)]
    (alert,) = await listed(manager)
    assert (alert["state"], alert["location_id"], alert["closed_by"]) == (
        "new",
        1,
        None,
    )
    assert await told(app) == [("alert.raised", 1)]

    await deliver(moved(12, 5, delta=5))
    await look()
    (alert,) = await listed(manager)
    assert (alert["state"], alert["closed_by"]) == ("done", 0)
    assert await told(app) == [("alert.raised", 1), ("alert.closed", 1)]

    await deliver(moved(13, 0, delta=-5))
    await look()
    assert [a["id"] for a in await listed(manager)] == [2, 1]


async def test_what_somebody_called_done_waits_until_its_reason_comes_back(
    app, manager, deliver, look
):
    await empty_shelf(deliver)
    await look()

    seen = await manager.put(f"{ALERTS}/1", json={"state": "seen"})
    assert (seen.json()["state"], seen.json()["seen_by"]) == ("seen", 7)
    await look()
    done = await manager.put(f"{ALERTS}/1", json={"state": "done"})
    assert (done.json()["state"], done.json()["closed_by"]) == ("done", 7)
    again = await manager.put(f"{ALERTS}/1", json={"state": "done"})
    assert again.json() == done.json()
    await look()
    assert await kinds(manager) == []
    assert await told(app) == [("alert.raised", 1), ("alert.closed", 1)]

    await deliver(moved(12, 5, delta=5))
    await look()
    await deliver(moved(13, 0, delta=-5))
    await look()
    assert await kinds(manager) == [("ran_out", 1)]
    back = await manager.put(f"{ALERTS}/1", json={"state": "seen"})
    assert (back.status_code, back.json()["code"]) == (409, "alert_done")


async def test_a_late_order_is_one_alert_however_many_lines_it_has(
    manager, deliver, look
):
    await deliver(
        purchase(line_id=1, expected_on=LATE),
        purchase(line_id=2, product_id=2, expected_on=YESTERDAY),
        purchase(line_id=3, purchase_order_id=4, expected_on=TODAY),
        purchase(line_id=4, purchase_order_id=5, expected_on=LATE, status="draft"),
        purchase(line_id=5, purchase_order_id=6, expected_on=None),
    )

    await look()

    (alert,) = await listed(manager)
    assert (alert["kind"], alert["reference"]) == ("late_delivery", "purchase_order/3")
    assert alert["params"] == {
        "supplier_id": 1, "expected_on": LATE.isoformat(), "days": 3, "lines": 2,
    }  # fmt: skip


async def test_thresholds_decide_and_kinds_can_be_off(manager, deliver, look):
    await deliver(purchase(expected_on=LATE))
    await empty_shelf(deliver)

    await settle(manager, late_days=3)
    await look()
    assert await kinds(manager) == [("ran_out", 1)]
    await settle(manager, off=["ran_out"])
    await look()
    assert await kinds(manager) == [("late_delivery", "purchase_order/3")]


async def test_a_week_far_from_its_forecast_and_a_lasting_bias(
    manager, look, inspector
):
    week = TODAY - timedelta(days=8)
    for product_id, day, deviation in (
        (1, week, -4.0),
        (2, week, 2.0),
        (3, week - timedelta(days=7), 9.0),
        (3, week, 0.5),
    ):
        await inspector.execute(
            "INSERT INTO scored_weeks VALUES ($1, $2, $3)", product_id, day, deviation
        )
    await inspector.execute("INSERT INTO bias_alarms VALUES (2, $1, 'too_high')", week)

    await look()

    assert await kinds(manager) == [("bias", 2), ("demand_off", 1)]
    (off,) = await listed(manager, kind="demand_off")
    assert off["params"] == {
        "week_from": (week + timedelta(days=1)).isoformat(),
        "deviation": -4.0, "direction": "too_low",
    }  # fmt: skip


async def test_what_expires_before_it_sells(manager, deliver, look, inspector):
    """Two a day are sold, the lot that expires first in front."""
    await inspector.execute(
        "INSERT INTO demand_forecasts (product_id, location_id, as_of, mean, std,"
        " cumulative_std, measured) VALUES (1, 1, $1, $2, $2, $2, true)",
        YESTERDAY,
        [2.0] * 60,
    )
    in_days = [TODAY + timedelta(days=n) for n in range(60)]
    await deliver(
        lot(lot_id=1, on_hand=10, expires_on=in_days[4]),  # 10 are sold by then.
        lot(lot_id=2, on_hand=15, expires_on=in_days[9]),  # 10 of 15 are.
        lot(lot_id=3, on_hand=500, expires_on=in_days[45]),
        lot(lot_id=4, product_id=2, on_hand=5, expires_on=in_days[5]),
        lot(lot_id=5, product_id=2, on_hand=5, expires_on=YESTERDAY),
    )

    await look()

    found = await listed(manager)
    assert {a["reference"]: a["params"]["unsold"] for a in found} == {
        "lot/2": 5,
        "lot/5": 5,
    }
    await deliver(lot(lot_id=5, version=2, product_id=2, on_hand=0))
    await look()
    assert await kinds(manager) == [("expires_unsold", 1)]


async def advised(inspector, product_id, *, chance=0.0, **stock):
    """A row of the advice, of which alerts read these alone."""
    facts = {
        "dead": False,
        "overstock": 0,
        "overstock_value": None,
        "last_sold_on": None,
    }
    await inspector.execute(
        "INSERT INTO advice (product_id, location_id, as_of, quantity, urgency,"
        " money_at_risk, units_at_risk, on_hand, detail, stock)"
        " VALUES ($1, 1, $2, 12, 3, 4.5, 1, 8, $3, $4)",
        product_id,
        YESTERDAY,
        json.dumps({"chances": {"before_arrival": chance}}),
        json.dumps(facts | stock),
    )


async def test_the_advice_tells_what_will_run_out_and_what_sleeps(
    app, manager, deliver, look, inspector
):
    for n in (1, 2, 3):
        await deliver(moved(n, 8, product_id=n, average_cost="2.50"))
    await advised(inspector, 1, chance=0.7)
    await advised(inspector, 2, dead=True, overstock=8, overstock_value=200)
    await advised(inspector, 3, chance=0.49, overstock=60, overstock_value=150)

    await look()
    assert await kinds(manager) == [
        ("dead_stock", 2),
        ("overstock", 3),
        ("will_run_out", 1),
    ]
    (out,) = await listed(manager, kind="will_run_out")
    assert (out["params"]["chance"], out["params"]["money_at_risk"]) == (0.7, 4.5)
    (dead,) = await listed(manager, kind="dead_stock")
    assert dead["params"]["value"] == 20
    raised = [
        row["payload"]["params"]
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "alert.raised"
    ]
    assert not any({"value", "money_at_risk"} & params.keys() for params in raised)

    await settle(manager, run_out_chance=0.4, dead_value=20.01, overstock_value=150.01)
    await look()
    assert await kinds(manager) == [("will_run_out", 1), ("will_run_out", 3)]


async def test_an_archived_product_is_worth_no_alert(manager, deliver, look):
    await empty_shelf(deliver)
    await look()
    await deliver(deleted(2))
    await look()

    assert await kinds(manager) == []


async def test_numbers_follow_without_a_second_alert(app, manager, deliver, look):
    await deliver(purchase(expected_on=YESTERDAY))
    await look()
    await deliver(purchase(expected_on=LATE, version=2))
    await look()

    (alert,) = await listed(manager)
    assert alert["params"]["days"] == 3
    assert await told(app) == [("alert.raised", 1)]


async def test_in_quiet_hours_nothing_is_raised_and_afterwards_it_is(
    manager, deliver, look
):
    await empty_shelf(deliver)
    await settle(manager, quiet_from="00:00", quiet_to="23:59")
    await look()
    quiet = await kinds(manager)
    await settle(manager)
    await look()

    assert quiet == []
    assert await kinds(manager) == [("ran_out", 1)]


async def test_the_list_is_filtered_and_comes_in_pages(manager, deliver, look):
    for n in (1, 2, 3):
        await empty_shelf(deliver, n, movement=10 + n)
    await look()
    await manager.put(f"{ALERTS}/1", json={"state": "done"})

    page = await manager.get(ALERTS, params={"state": "new", "limit": 1})
    assert page.headers["X-Total-Count"] == "2"
    assert len(await listed(manager, product_id=2)) == 1
    assert await listed(manager, location_id=2) == []
    assert await listed(manager, kind="bias") == []


async def test_the_running_service_looks_by_itself(app, manager, deliver):
    await empty_shelf(deliver)
    async with running(app):
        await eventually(
            lambda: kinds(manager), until=lambda k: k == [("ran_out", 1)], within=40
        )
