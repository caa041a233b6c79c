"""The list of what to order: kept, and in step with what happens."""

import csv
import io
import random
from datetime import UTC, datetime, timedelta

import pytest

from forecast_svc.replenishment.refresher import AdviceRefresher
from forecast_svc.tests.factories import (
    TODAY,
    YESTERDAY,
    deleted,
    moved,
    product,
    sale,
)
from forecast_svc.tests.supply import location, lot, purchase, supplier, terms, transfer
from tests.support import client_for

ADVICE = "/api/forecast/replenishment"
_CHANCE = random.Random(4)
WEEKS = [units + _CHANCE.randint(0, 3) for units in [3, 2, 4, 3, 5, 8, 6] * 12]
ANY_DAY = {
    "order_days": [], "closed": [], "lead_time_days": 1, "minimum_order_value": None,
}  # fmt: skip
NO_TERMS = {"price_breaks": [], "order_multiple": 1, "minimum_quantity": 0}


@pytest.fixture
async def manager(app):
    async with client_for(app, "manager") as client:
        yield client


@pytest.fixture
def keep(app):
    """Let the service advise anew on what has changed."""
    state = app.state
    return AdviceRefresher(state.database, state.forecaster, state.advisor)._round


@pytest.fixture
async def teas(deliver, keep):
    """1 sells some 40 a week and has 10; 2 sells the same and has plenty; 3 is not sold.
    Deliveries take a day."""
    await deliver(
        *(product(product_id=n, sku=f"T-{n}", name=f"Tea {n}") for n in (1, 2, 3))
    )
    await deliver(supplier(**ANY_DAY))
    await deliver(*(terms(product_id=n, **NO_TERMS) for n in (1, 2)))
    await deliver(location())
    stock = [(1, 10), (2, 120), (3, 4)]
    await deliver(*(moved(n, units, product_id=n) for n, units in stock))
    for n in (1, 2):
        await deliver.history(WEEKS, product_id=n)
    await keep()


async def listed(client, **query):
    answer = await client.get(ADVICE, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def one(client, product_id=1):
    [advice] = (await client.get(f"{ADVICE}/{product_id}")).json()
    return advice


async def test_every_product_has_a_quantity_or_a_reason(manager, teas):
    first, second, third = sorted(await listed(manager), key=lambda a: a["product_id"])

    assert first["quantity"] > 20
    assert first["urgency"] in {"now", "late"}
    assert (second["quantity"], second["why_not"]) == (0, "covered_until")
    assert third["why_not"] == "no_supplier"
    assert first["supplier_name"] == "Teas of Lyon"
    assert first["on_hand"] == 10
    assert first["as_of"] == YESTERDAY.isoformat()


async def test_what_if_says_what_the_list_says(manager, teas):
    kept = await one(manager)
    item = {"product_id": 1, "location_id": 1}
    answer = await manager.post(f"{ADVICE}/what-if", json={"items": [item]})

    assert answer.json()[0] == {name: kept[name] for name in answer.json()[0]}


async def test_a_sale_changes_the_advice_of_its_product_alone(
    manager, teas, deliver, keep
):
    before = {a["product_id"]: a for a in await listed(manager)}
    await deliver(moved(9, 3))
    await keep()
    after = {a["product_id"]: a for a in await listed(manager)}

    assert after[1]["quantity"] > before[1]["quantity"]
    assert after[2] == before[2]


@pytest.mark.parametrize(
    "fact",
    [
        terms(version=2, order_multiple=100, price_breaks=[], minimum_quantity=0),
        supplier(version=2, **ANY_DAY | {"review_days": 20}),
        purchase(expected_on=TODAY + timedelta(days=1)),
        transfer(expected_on=TODAY + timedelta(days=1)),
    ],
    ids=["terms", "supplier", "order", "transfer"],
)
async def test_facts_about_buying_change_it_too(manager, teas, deliver, keep, fact):
    before = await one(manager)
    await deliver(fact)
    await keep()

    assert (await one(manager))["quantity"] != before["quantity"]


async def test_other_facts_make_it_look_again(manager, teas, deliver, inspector):
    for fact in (location(version=2), lot(), product(2), deleted(3, product_id=2)):
        await inspector.execute("TRUNCATE touched_products")
        await deliver(fact)
        assert await inspector.fetchval("SELECT count(*) FROM touched_products")


async def test_an_override_changes_it(manager, teas, keep):
    before = await one(manager)
    override = {
        "product_id": 1,
        "first_day": TODAY.isoformat(),
        "last_day": (TODAY + timedelta(days=60)).isoformat(),
        "percentage": 100,
        "note": "Fair",
    }
    made = await manager.post("/api/forecast/overrides", json=override)
    assert made.status_code == 201, made.text
    await keep()

    assert (await one(manager))["quantity"] > 1.5 * before["quantity"]


async def test_minimum_stock_of_a_location_is_filled_up_to(
    manager, teas, deliver, keep
):
    least = [{"location_id": 1, "quantity": 500}, {"location_id": 9, "quantity": 7}]
    await deliver(product(9, product_id=1, min_stock=least))
    await keep()

    (advice,) = (await manager.get("/api/forecast/replenishment/1")).json()
    terms = advice["terms"]
    assert terms["minimum_stock"] == 500
    filled = terms["stock_at_a"] + terms["arrivals_a_b"] + advice["quantity"]
    assert 500 <= filled < 500 + terms["multiple"]


async def test_targets_and_snoozes_change_it(manager, teas, keep):
    before = await one(manager)
    target = {"product_id": 1, "target": {"service_level": 0.6}}
    assert (await manager.put("/api/forecast/targets", json=target)).is_success
    await keep()
    lower = await one(manager)
    until = {"until": (TODAY + timedelta(days=9)).isoformat()}
    assert (await manager.put(f"{ADVICE}/1/snooze", json=until)).is_success
    await keep()

    assert 0 < lower["quantity"] < before["quantity"]
    assert (await one(manager))["why_not"] == "snoozed"


async def test_what_was_drafted_adds_nothing(manager, teas, deliver, keep):
    advice = await one(manager)
    await deliver(
        purchase(status="draft", quantity=advice["quantity"], open=advice["quantity"],
                 expected_on=None)
    )  # fmt: skip
    await keep()

    again = await one(manager)
    assert (again["quantity"], again["why_not"]) == (0, "on_order")


async def test_filters_sorts_and_pages(manager, teas):
    async def products(**query):
        return [advice["product_id"] for advice in await listed(manager, **query)]

    assert await products(suggested=True) == [1]
    assert await products(urgency="now") == [1]
    assert await products(why_not="no_supplier") == [3]
    assert await products(supplier_id=1) == [1, 2]
    assert await products(location_id=2) == []
    assert await products(category="Coffee") == []
    assert await products(order_by_until=TODAY.isoformat()) == [1]
    assert await products(sort="order_by") == [1, 2, 3]
    assert await products(sort="-order_by") == [2, 1, 3]
    # Nobody knows when what is not sold runs out.
    assert await products(sort="runs_out") == [1, 2, 3]
    assert await products(sort="-runs_out") == [2, 1, 3]
    assert await products(sort="money_at_risk", limit=1, page=2) == [2]
    answer = await manager.get(ADVICE, params={"limit": 1})
    assert answer.headers["X-Total-Count"] == "3"


async def test_below_manager_money_of_cost_is_null(app, manager, teas):
    async with client_for(app, "viewer") as viewer:
        hidden = await one(viewer)
    shown = await one(manager)

    for name in ("unit_cost", "cost", "money_at_risk_per_day"):
        assert hidden[name] is None
        assert shown[name] is not None
    assert hidden["stock"]["overstock_value"] is None
    assert hidden["quantity"] == shown["quantity"]


async def test_nobody_reads_it_without_a_token(stranger, teas):
    assert (await stranger.get(ADVICE)).status_code == 401


async def test_the_file_has_what_the_list_has(manager, teas, deliver):
    await deliver(product(2, name="=1+1"))
    answer = await manager.get(f"{ADVICE}/export.csv", params={"language": "fr"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert [row["product_id"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["name"] == "'=1+1"
    assert rows[0]["sentence_quantity"].startswith("Commander ")


async def test_a_file_for_a_spreadsheet_has_the_marks_of_its_country(manager, teas):
    answers = {
        mark: await manager.get(f"{ADVICE}/export.csv", params={"spreadsheet": mark})
        for mark in ("point", "comma")
    }
    tables = {
        mark: list(
            csv.DictReader(
                io.StringIO(answer.content.decode("utf-8-sig")), delimiter=between
            )
        )
        for (mark, answer), between in zip(answers.items(), ",;", strict=True)
    }

    assert all(
        answer.content.startswith(b"\xef\xbb\xbf") for answer in answers.values()
    )
    pointed, commaed = tables["point"][0], tables["comma"][0]
    assert float(pointed["units_at_risk_per_day"]) > 0
    assert "." in pointed["units_at_risk_per_day"]
    for name in ("product_id", "quantity", "units_at_risk_per_day", "order_by"):
        assert commaed[name] == pointed[name].replace(".", ",")


async def test_a_product_nobody_came_to_yet_is_advised_on_when_asked_for(
    manager, deliver
):
    await deliver(product())
    assert (await one(manager))["why_not"] == "no_supplier"
    assert (await manager.get(f"{ADVICE}/77")).status_code == 404


async def test_archived_products_and_bundles_say_what_they_are(manager, deliver, keep):
    await deliver(product(), product(product_id=2, sku="B", kind="bundle"))
    await deliver(deleted(2))
    await keep()

    assert [a["product_id"] for a in await listed(manager)] == [2]
    assert (await one(manager, 2))["why_not"] == "bundle"
    assert (await one(manager, 1))["why_not"] == "archived"


async def test_dead_stock_overstock_turnover_and_classes(manager, deliver, keep):
    await deliver(*(product(product_id=n, sku=f"T-{n}") for n in (1, 2)))
    long_ago = datetime.now(UTC) - timedelta(days=200)
    await deliver(moved(1, 1000), moved(2, 5, product_id=2, ts=long_ago))
    await deliver.history(WEEKS)
    await keep()
    sells, lies = await one(manager, 1), await one(manager, 2)

    assert (sells["abc"], sells["xyz"]) == ("A", "X")
    assert (lies["abc"], lies["xyz"]) == ("C", "Z")
    assert sells["stock"]["turnover"] == pytest.approx(sum(WEEKS) / 1000, abs=0.01)
    assert 300 < sells["stock"]["overstock"] < 800
    assert [a["product_id"] for a in await listed(manager, dead=True)] == [2]
    assert [a["product_id"] for a in await listed(manager, overstocked=True)] == [1, 2]


async def test_lost_sales_of_days_without_stock_are_estimated(manager, deliver, keep):
    await deliver(product())
    await deliver.history([5] * 100, last=YESTERDAY - timedelta(days=10))
    empty = datetime.now(UTC) - timedelta(days=10)
    await deliver(moved(1, 0, ts=empty))
    await deliver(sale(7, YESTERDAY - timedelta(days=4), quantity=1))
    await keep()

    assert 35 <= (await one(manager))["stock"]["lost"] <= 60


async def test_the_next_day_looks_at_everything_again(manager, teas, keep, inspector):
    before = await listed(manager)
    await inspector.execute("UPDATE advice_state SET as_of = as_of - 1")
    await keep()
    after = await listed(manager)

    assert all(
        new["computed_at"] > old["computed_at"]
        for new, old in zip(after, before, strict=True)
    )
