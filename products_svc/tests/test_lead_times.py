"""How long suppliers really take counts for more than what was typed."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from products_svc.lead_times.rules import (
    Arrival,
    deliveries_of,
    lead_time,
)
from products_svc.suppliers.learner import Learner
from products_svc.tests.factories import (
    add_order,
    add_product,
    add_supplier,
    receive,
    set_terms,
)
from shared.clock import business_today
from shared.contracts.purchasing import SupplyTerms
from tests.support import client_for, outbox_rows, service_bearer


@pytest.fixture
def learn(app):
    return Learner(app.state.database).learn


@pytest.fixture
def delivered(client, inspector):
    """An order of these products that was placed days ago and has come in today."""

    async def deliver(supplier, days, *products, promised=None):
        lines = [{"product_id": p["id"], "quantity": 12} for p in products]
        order = await add_order(client, supplier, *lines)
        await inspector.execute(
            "UPDATE purchase_orders SET placed_at = placed_at - make_interval(days => $2)"
            " WHERE id = $1",
            order["id"], days,
        )  # fmt: skip
        if promised is not None:
            await inspector.execute(
                "UPDATE purchase_order_lines SET promised_on = $2 WHERE order_id = $1",
                order["id"], business_today() - timedelta(days=days - promised),
            )  # fmt: skip
        answer = await receive(client, order, *(12 for _ in products))
        assert answer.status_code == 201, answer.text

    return deliver


async def terms_at(client, supplier):
    answer = await client.get(f"/api/suppliers/{supplier['id']}/products")
    return answer.json()


async def deliveries_at(client, supplier):
    answer = await client.get(f"/api/suppliers/{supplier['id']}")
    return answer.json()["deliveries"]


async def terms_events(app):
    return [
        SupplyTerms.model_validate(event)
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "supply.terms"
        for event in row["payload"]
    ]


def arrivals(*days, product=1, promised=None, first_order=1):
    placed = date(2026, 3, 2)
    return [
        Arrival(
            n,
            product,
            placed,
            placed + timedelta(days=taken),
            None if promised is None else placed + timedelta(days=promised),
        )
        for n, taken in enumerate(days, first_order)
    ]


def test_the_ninetieth_hundredth_of_few_is_the_longest_and_of_many_lies_below_it():
    few = lead_time([3, 4, 4, 5, 20])
    # Place 0.9 x (19 + 1) = 18 of nineteen.
    many = lead_time(list(range(1, 20)))

    assert [few.p50, few.p90] == [Decimal(4), Decimal(20)]
    assert [many.p50, many.p90] == [Decimal(10), Decimal(18)]


def test_four_deliveries_are_too_few():
    few = lead_time([3, 4, 4, 5])

    assert (few.p50, few.p90, few.receipts) == (None, None, 4)


def test_an_order_counts_once_with_the_median_of_its_products():
    tea, rice, salt = (
        arrivals(*days, product=n)
        for n, days in enumerate([(2, 2, 2, 2, 2), (3, 3, 3, 3, 3), (60, 3, 3, 3, 3)])
    )

    seen = deliveries_of([*tea, *rice, *salt])

    assert seen.lead_time.receipts == 5
    assert [seen.lead_time.p50, seen.lead_time.p90] == [Decimal(3), Decimal(3)]


def test_late_is_who_comes_after_the_promised_day():
    seen = deliveries_of(
        [*arrivals(7, 9, 12, promised=7), *arrivals(30, first_order=9)]
    )

    assert (seen.promised, seen.late, seen.median_days_late) == (3, 2, Decimal("3.5"))


async def test_after_five_receipts_of_a_product_what_was_seen_replaces_what_was_typed(
    app, client, learn, delivered, tea, north
):
    for days in (9, 9, 10, 11):
        await delivered(north, days, tea)
    await learn()
    (before,) = await terms_at(client, north)
    await delivered(north, 15, tea)
    await learn()

    (after,) = await terms_at(client, north)
    names = ("lead_time_days", "lead_time_p50", "lead_time_p90", "lead_time_source", "lead_time_receipts")  # fmt: skip
    assert [before[n] for n in names] == [4, 4, None, "typed", 4]
    assert [after[n] for n in names] == [4, 10, 15, "learned_product", 5]
    assert after["version"] == before["version"] + 1
    fact = (await terms_events(app))[-1]
    assert (fact.lead_time_days, fact.lead_time_p50, fact.lead_time_p90) == (4, 10, 15)
    assert fact.version == after["version"]


async def test_a_product_with_few_receipts_goes_by_its_suppliers(
    app, client, learn, delivered, tea, north
):
    rice = await add_product(client, sku="RICE")
    await set_terms(client, north, {"product_id": rice["id"], "unit_cost": 1})
    for days in (9, 9, 10, 11, 15):
        await delivered(north, days, tea)
    await learn()

    of_tea, of_rice = await terms_at(client, north)
    assert of_tea["lead_time_source"] == "learned_product"
    assert (of_rice["lead_time_source"], of_rice["lead_time_p50"]) == (
        "learned_supplier",
        10,
    )


async def test_what_is_sold_anew_by_a_known_supplier_is_known_too(
    client, learn, delivered, tea, north
):
    for days in (9, 9, 10, 11, 15):
        await delivered(north, days, tea)
    await learn()
    rice = await add_product(client, sku="RICE")
    await set_terms(client, north, {"product_id": rice["id"], "unit_cost": 1})

    await learn()

    _tea, of_rice = await terms_at(client, north)
    assert (of_rice["lead_time_source"], of_rice["lead_time_p90"]) == (
        "learned_supplier",
        15,
    )


async def test_nothing_is_told_again_while_the_quantiles_stay(
    app, client, learn, delivered, tea, north
):
    for _ in range(5):
        await delivered(north, 9, tea)
    await learn()
    before = len(await terms_events(app))

    await delivered(north, 9, tea)
    await learn()

    assert len(await terms_events(app)) == before
    (terms,) = await terms_at(client, north)
    assert terms["lead_time_receipts"] == 6


async def test_an_order_is_expected_when_half_of_them_came_and_promised_as_it_was_said(
    client, inspector, learn, delivered, tea, north
):
    for days in (9, 9, 10, 11, 15):
        await delivered(north, days, tea)
    await learn()

    order = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})

    today = business_today()
    (line,) = order["lines"]
    assert line["expected_on"] == str(today + timedelta(days=10))
    promised = await inspector.fetchval(
        "SELECT promised_on FROM purchase_order_lines WHERE id = $1", line["id"]
    )
    assert promised == today + timedelta(days=4)


async def test_a_supplier_says_how_often_it_is_late_and_what_is_overdue(
    client, inspector, learn, delivered, tea, north
):
    # Tea is promised in four days.
    for days, promised in ((4, 4), (3, 4), (8, 4), (10, 4)):
        await delivered(north, days, tea, promised=promised)
    late = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})
    await inspector.execute(
        "UPDATE purchase_order_lines SET expected_on = expected_on - 30 WHERE order_id = $1",
        late["id"],
    )
    await learn()

    seen = await deliveries_at(client, north)
    assert seen == {
        "receipts": 4, "lead_time_p50": None, "lead_time_p90": None, "promised": 4,
        "late": 2, "late_share": 0.5, "median_days_late": 5.0, "overdue_orders": 1,
    }  # fmt: skip
    (listed,) = (await client.get("/api/suppliers")).json()
    assert listed["deliveries"] == seen


async def test_a_supplier_of_whom_nothing_came_says_so(client):
    north = await add_supplier(client)

    seen = north["deliveries"]

    assert (seen["receipts"], seen["late_share"]) == (0, None)


async def test_what_came_in_later_or_not_at_all_does_not_move_the_first(
    app, client, inspector, learn, tea, north
):
    """The rest of a delivery is late, and says nothing about the time of one."""
    now = datetime.now(UTC)
    for _ in range(5):
        order = await add_order(
            client, north, {"product_id": tea["id"], "quantity": 12}
        )
        await inspector.execute(
            "UPDATE purchase_orders SET placed_at = placed_at - interval '40 days'"
            " WHERE id = $1",
            order["id"],
        )
        line = order["lines"][0]["id"]
        nothing = {
            "line_id": line, "quantity": 0,
            "discrepancy": {"quantity": 12, "reason": "missing"},
        }  # fmt: skip
        for days, what in ((39, nothing), (33, 10), (1, 2)):
            answer = await receive(
                client,
                order,
                what,
                received_at=(now - timedelta(days=days)).isoformat(),
            )
            assert answer.status_code == 201, answer.text
    await learn()

    (terms,) = await terms_at(client, north)
    assert (terms["lead_time_p50"], terms["lead_time_p90"]) == (7, 7)


async def test_two_learners_at_once_make_one_version(
    app, client, learn, delivered, tea, north
):
    for days in (9, 9, 10, 11, 15):
        await delivered(north, days, tea)
    (before,) = await terms_at(client, north)

    await asyncio.gather(*(learn() for _ in range(4)))

    (after,) = await terms_at(client, north)
    assert after["version"] == before["version"] + 1
    assert len([fact for fact in await terms_events(app) if fact.lead_time_p50]) == 1


async def test_a_snapshot_has_what_was_learned(
    app, client, learn, delivered, tea, north
):
    for days in (9, 9, 10, 11, 15):
        await delivered(north, days, tea)
    await learn()

    async with client_for(app, None) as anybody:
        answer = await anybody.get(
            "/api/suppliers/terms/snapshot",
            headers=service_bearer("forecast_svc"),
        )

    line = answer.text.splitlines()[0]
    assert '"lead_time_p50":10' in line
    assert '"lead_time_p90":15' in line
