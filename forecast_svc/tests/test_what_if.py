"""What-if: any state of stock, asked about through the API."""

from datetime import timedelta

import pytest

from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.replenishment.demand import DemandForecasts
from forecast_svc.tests.factories import TODAY, YESTERDAY, product, sale
from tests.support import client_for

WHAT_IF = "/api/forecast/replenishment/what-if"
WEEKS = [3, 2, 4, 3, 5, 8, 6] * 12


@pytest.fixture
async def manager(app):
    async with client_for(app, "manager") as client:
        yield client


@pytest.fixture
async def tea(deliver):
    await deliver(product())
    await deliver.history(WEEKS)


def item(**changes):
    usual = {"product_id": 1, "on_hand": 10, "lead_time_days": 3, "review_days": 7}
    return usual | {"target": {"service_level": 0.95}} | changes


async def ask(client, *items, status=200, query=None, **body):
    answer = await client.post(
        WHAT_IF, json={"items": list(items)} | body, params=query or {}
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_question_has_terms_that_recompute(manager, tea):
    [advice] = await ask(manager, item())

    terms = advice["terms"]
    stock = terms["on_hand"] + terms["arrivals_to_a"] - terms["demand_to_a"]
    assert stock + terms["lost_to_a"] == pytest.approx(terms["stock_at_a"])
    assert terms["on_hand"] == 10
    assert advice["quantity"] >= terms["need"] > 20
    assert advice["arrives_on"] == (TODAY + timedelta(days=3)).isoformat()
    assert advice["next_arrives_on"] == (TODAY + timedelta(days=10)).isoformat()
    assert advice["sentences"]["quantity"].startswith(f"Order {advice['quantity']}.")


async def test_demand_is_the_same_when_it_is_first_forecast_as_when_it_was_kept(
    tea, app
):
    demand = DemandForecasts(app.state.forecaster)
    first = await demand.of([(1, 0)], YESTERDAY)

    assert await demand.of([(1, 0)], YESTERDAY) == first


async def test_a_product_whose_sales_came_before_it_is_not_known_yet(manager, deliver):
    await deliver.history(WEEKS)

    problem = await ask(manager, item(), status=404)
    assert problem["code"] == "product_not_found"


async def test_the_same_question_twice_has_one_answer_and_one_forecast(
    manager, tea, monkeypatch
):
    first = await ask(manager, item())

    async def forecast(*_, **__):
        raise AssertionError("a kept forecast is forecast again")

    monkeypatch.setattr(Forecaster, "forecast", forecast)
    assert await ask(manager, item()) == first


async def test_an_order_that_was_just_drafted_adds_nothing(manager, tea):
    [advice] = await ask(manager, item(on_hand=0))
    drafted = {"quantity": advice["quantity"], "expected_on": advice["arrives_on"]}
    [again] = await ask(manager, item(on_hand=0, on_order=[drafted]))

    assert (again["quantity"], again["why_not"]) == (0, "on_order")


async def test_consequences_of_a_quantity_are_told(manager, tea):
    few, many = await ask(manager, item(quantity=1), item(quantity=200))

    assert few["consequences"]["chance"] > 0.9 > many["consequences"]["chance"]
    assert many["consequences"]["left"] > 100
    assert few["quantity"] == many["quantity"]


async def test_a_past_day_knows_nothing_of_what_came_later(manager, tea, deliver):
    then = (YESTERDAY - timedelta(days=14)).isoformat()
    before = await ask(manager, item(), as_of=then)
    surge = [
        sale(900 + n, YESTERDAY - timedelta(days=n), quantity=500) for n in range(3)
    ]
    await deliver(*surge)

    assert await ask(manager, item(), as_of=then) == before
    assert before[0]["as_of"] == then


async def test_a_late_sale_of_a_past_day_changes_what_is_said_of_it(
    manager, tea, deliver
):
    then = YESTERDAY - timedelta(days=14)
    [before] = await ask(manager, item(), as_of=then.isoformat())
    await deliver(
        *(sale(700 + n, then - timedelta(days=n), quantity=50) for n in range(20))
    )
    [after] = await ask(manager, item(), as_of=then.isoformat())

    assert after["quantity"] > before["quantity"]


async def test_each_location_has_its_own_demand(manager, deliver):
    await deliver(product())
    await deliver.history(WEEKS)
    small = [
        sale(500_000 + n, YESTERDAY - timedelta(days=n), quantity=1, location_id=2)
        for n in range(84)
    ]
    await deliver(*small)
    main, other, both = await ask(
        manager,
        item(location_id=1, on_hand=0),
        item(location_id=2, on_hand=0),
        item(on_hand=0),
    )

    assert other["quantity"] < main["quantity"] < both["quantity"]
    assert (main["location_id"], both["location_id"]) == (1, None)


async def test_sentences_come_in_the_language_asked_for(manager, tea):
    [french] = await ask(manager, item(), query={"language": "fr"})

    assert french["sentences"]["quantity"].startswith("Commander ")


async def test_money_of_cost_is_for_managers(app, manager, tea):
    asked = item(unit_cost=4, price=9, quantity=5)
    [shown] = await ask(manager, asked)
    async with client_for(app, "viewer") as viewer:
        [hidden] = await ask(viewer, asked)

    money = ("unit_cost", "cost", "worth", "money_at_risk_per_day")
    assert all(shown[name] is not None for name in money)
    assert all(hidden[name] is None for name in money)
    assert hidden["consequences"]["worth"] is None
    assert hidden["quantity"] == shown["quantity"]


async def test_nobody_asks_without_a_token(stranger, tea):
    await ask(stranger, item(), status=401)


@pytest.mark.parametrize(
    ("changes", "why_not"),
    [
        ({"lead_time_days": 400}, "beyond_horizon"),
        ({"review_days": 365}, "beyond_horizon"),
        ({"lead_time_days": None}, "no_supplier"),
        ({"on_hand": None}, "stock_unknown"),
        ({"on_hand": 900}, "covered_until"),
        ({"shelf_life_days": 2, "order_multiple": 500}, "shelf_life"),
    ],
)
async def test_what_cannot_be_advised_says_why(manager, tea, changes, why_not):
    [advice] = await ask(manager, item(**changes))

    assert (advice["quantity"], advice["why_not"]) == (0, why_not)
    assert advice["sentences"]["why_not"]


async def test_money_that_is_unknown_or_lost_has_a_stated_answer(manager, tea):
    margin = {"target": {"margin_factor": 1}}
    assert (await manager.put("/api/forecast/targets", json=margin)).is_success
    unknown, lost = await ask(
        manager, item(target=None), item(target=None, unit_cost=11, price=9)
    )

    assert "cost_unknown" in unknown["notes"]
    assert (unknown["quantity"] > 0, unknown["worth"]) == (True, None)
    assert unknown["terms"]["alpha"] == 0.95
    assert (lost["quantity"], lost["why_not"]) == (0, "no_margin")
    assert "service level" in lost["sentences"]["why_not"]
    # What happens without an order is told all the same.
    assert lost["stock_out"]["p50"] is not None


async def test_a_review_that_outlasts_the_shelf_life_is_said(manager, tea):
    short, long = await ask(
        manager,
        item(on_hand=0, shelf_life_days=3),
        item(on_hand=0, shelf_life_days=60),
    )

    assert "review_beyond_shelf_life" in short["notes"]
    assert "review_beyond_shelf_life" not in long["notes"]
    assert 0 < short["quantity"] < long["quantity"]
    assert "before they expire" in short["sentences"]["quantity"]


async def test_a_product_with_two_sales_is_advised_on(manager, deliver):
    await deliver(product())
    await deliver(sale(1, YESTERDAY - timedelta(days=40)), sale(2, YESTERDAY))
    [advice] = await ask(manager, item(on_hand=0, target={"service_level": 0.99}))

    assert advice["terms"]["demand_a_b"] > 0


async def test_a_product_with_one_sale_says_that_this_is_little(manager, deliver):
    await deliver(product())
    await deliver(sale(1, YESTERDAY))
    [advice] = await ask(manager, item(on_hand=0))

    assert "few_sales" in advice["notes"]


async def test_a_new_product_says_that_there_is_nothing_to_go_by(manager, deliver):
    await deliver(product())
    [advice] = await ask(manager, item(on_hand=0))

    assert (advice["quantity"], advice["why_not"]) == (0, "new_without_history")


async def test_lead_time_of_nothing_arrives_today(manager, tea):
    [advice] = await ask(manager, item(lead_time_days=0))

    assert advice["arrives_on"] == TODAY.isoformat()
    assert advice["terms"]["demand_to_a"] == 0


async def test_beyond_what_is_kept_of_a_forecast_demand_goes_on(manager, tea):
    [advice] = await ask(manager, item(lead_time_days=150))

    assert advice["arrives_on"] == (TODAY + timedelta(days=150)).isoformat()
    assert advice["why_not"] is None
    assert 20 < advice["quantity"] < 80


async def test_an_order_of_a_day_gone_by_is_said_to_be_late(manager, tea):
    late = {"quantity": 5, "expected_on": (TODAY - timedelta(days=9)).isoformat()}
    [advice] = await ask(manager, item(on_order=[late]))

    assert "late_arrivals_moved" in advice["notes"]
    assert advice["terms"]["arrivals_to_a"] == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"target": {"service_level": 1.0}},
        {"target": {}},
        {"target": {"service_level": 0.9, "shortage_cost": 1}},
        {"target": {"shortage_cost": 1}},
        {"review_days": 0},
        {"lead_time": {"p50": 5, "p90": 3}},
        {"lead_time": {"p50": 5, "p90": 9}, "lead_time_days": 5},
        {"on_hand": -1},
        {"surprise": 1},
    ],
)
async def test_what_is_said_wrongly_is_refused(manager, tea, changes):
    await ask(manager, item(**changes), status=422)


async def test_unknown_products_and_days_to_come_are_refused(manager, tea):
    await ask(manager, item(product_id=77), status=404)
    await ask(manager, item(), as_of=TODAY.isoformat(), status=422)
    await ask(manager, *[item()] * 1001, status=422)
