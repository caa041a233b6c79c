"""One product under each rule: what a decision may know."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replay.ledger import ClosingRow, Ledger, ledger_of
from forecast_svc.replay.rules import Case, replayed, totalled
from forecast_svc.replay.savings import savings
from forecast_svc.replay.steps import blocks, origins, steps_of
from forecast_svc.replenishment.calculation import (
    LeadTime,
    ServiceLevel,
    StockState,
    SupplierCalendar,
)

FIRST = date(2026, 3, 2)
DAYS = 56


def forecast(mean):
    return Prediction(
        "flat", [mean] * 120, [1.0] * 120, [1.0 * n**0.5 for n in range(1, 121)]
    )


def case(**changes):
    usual = Case(
        product_id=1,
        first_day=FIRST,
        before=(5.0,) * 91,
        demand=(5.0,) * DAYS,
        sold=(5.0,) * DAYS,
        stocked_out=(),
        state=StockState(
            as_of=FIRST,
            on_hand=None,
            lead_time=LeadTime(7),
            unit_cost=4.0,
            price=10.0,
            target=ServiceLevel(0.9),
        ),
        forecasts=tuple((day, forecast(5.0)) for day in origins(FIRST, DAYS)),
        ledger=None,
    )
    return replace(usual, **changes)


def stock(found, rule):
    return found["stock"][rule]


@pytest.mark.parametrize("rule", ["advice", "min_max", "cover_days"])
def test_later_demand_and_later_forecasts_change_no_earlier_decision(rule):
    calm = case()
    (known,) = replayed([calm])
    later = tuple(
        (day, forecast(5.0 if day < FIRST + timedelta(days=28) else 50.0))
        for day, _ in calm.forecasts
    )
    wild = case(demand=(5.0,) * 28 + (40.0,) * 28, forecasts=later)
    (other,) = replayed([wild])

    # Until what was ordered after the 28th day can have arrived.
    assert stock(known, rule)[:28] == stock(other, rule)[:28]
    assert stock(known, rule)[28:] != stock(other, rule)[28:]


def test_an_order_day_goes_by_the_newest_forecast_before_it():
    # The supplier takes orders on Thursdays; forecasts are of Sundays.
    state = replace(case().state, calendar=SupplierCalendar(order_days=frozenset({4})))
    forecasts = ((FIRST - timedelta(days=1), forecast(5.0)),)
    (steady,) = replayed([case(state=state)])
    (stale,) = replayed([case(state=state, forecasts=forecasts)])

    assert steady["rules"]["advice"]["orders"] == stale["rules"]["advice"]["orders"]
    assert steady["rules"]["advice"]["lost"] == 0


def test_stock_at_first_is_what_is_said_or_lasts_until_the_next_order_comes():
    (assumed,) = replayed([case()])
    (known,) = replayed([case(ledger=Ledger(3.0, (0.0,) * DAYS))])

    # A lead time and a review of a week each.
    assert (assumed["opening"], assumed["ledger"]) == (70, False)
    assert (known["opening"], known["ledger"]) == (3, True)
    # Three units, and the five a day that came in before a first order could; what the
    # ledger tells of later days is somebody else's order.
    assert known["rules"]["advice"]["lost"] == 0 == known["rules"]["cover_days"]["lost"]


def test_a_replay_begins_with_the_stock_that_is_stated():
    told, known = replayed(
        [case(stated=12.0), case(stated=12.0, ledger=Ledger(3.0, (0.0,) * DAYS))]
    )

    assert (told["opening"], told["ledger"]) == (12, False)
    # Two days and the better part of a third, then nothing until the first order comes.
    assert stock(told, "advice")[:4] == [7, 2, 0, 0]
    # What was on its way then comes all the same.
    assert (known["opening"], known["ledger"]) == (12, True)
    assert known["rules"]["advice"]["lost"] == 0


def test_what_came_in_before_the_first_order_could_is_there_under_every_rule():
    # Nothing on hand, five sold on each day but the third one: seven came in then.
    closing = (0.0, 0.0, 7.0, *(0.0,) * (DAYS - 3))
    sold = (0.0,) * DAYS
    (found,) = replayed([case(ledger=Ledger(0.0, closing), sold=sold)])

    for rule in ("advice", "min_max", "cover_days"):
        assert stock(found, rule)[:4] == [0, 0, 2, 0]


def test_what_happened_is_told_of_the_products_with_a_ledger():
    known = case(ledger=Ledger(10.0, (4.0,) * DAYS))
    found = replayed([known, case(product_id=2)])
    shop = totalled(found)

    happened = shop["happened"]
    assert shop["ledger"] == 1
    assert shop["stock"]["happened"] == [4.0] * DAYS
    assert (happened["stock_days"], happened["stock_value"]) == (4 * DAYS, 16)
    assert happened["demand"] == 2 * 5 * DAYS
    assert totalled(found[1:])["stock"]["happened"] is None


def course(lost, stock_value):
    return {"lost": lost, "stock_value": stock_value}


def of_product(advice, happened, weeks):
    return {
        "ledger": happened is not None,
        "rules": dict.fromkeys(("advice", "min_max", "cover_days"), advice),
        "happened": happened or course(90.0, None),
        "weeks": weeks,
    }


def test_a_saving_is_of_the_same_products_with_its_noise_over_weeks():
    flat = {"min_max": [9.0, 9.0], "cover_days": [9.0, 9.0]}
    known = of_product(
        course(2.0, 40.0),
        course(7.0, 30.0),
        flat | {"advice": [3.0, 4.0], "happened": [5.0, 16.0]},
    )
    # Of the second nobody knows what was there then, of the third what it costs.
    unknown = of_product(course(1.0, 50.0), None, flat | {"advice": [8.0, 7.0]})
    free = of_product(course(0.0, None), course(4.0, None), None)
    told = savings([known, unknown, free])

    # 2 and 12 saved: their spread is √50, for two weeks.
    assert told["happened"] == {
        "products": 2, "lost": 9, "saved": 14, "error": 10, "stock_value": 10,
    }  # fmt: skip
    of_all, of_free = told["min_max"], savings([free])["min_max"]
    assert of_all
    assert (of_all["products"], of_all["saved"]) == (3, 14)
    assert savings([unknown])["happened"] is None
    assert of_free
    assert of_free["saved"] is None


def test_other_rules_know_what_was_sold_before_the_order_day():
    """Five a day before; on the first day all of the opening goes, and then nothing."""
    (found,) = replayed([case(demand=(500.0,) + (0.0,) * (DAYS - 1))])
    # Lead time, review and four weeks: 42 days of five, less the 70 on hand.
    assert stock(found, "cover_days")[:9] == [0] * 7 + [140, 140]


def test_there_is_an_order_in_every_week_to_the_last():
    (found,) = replayed([case()])
    assert found["rules"]["cover_days"]["orders"] == DAYS / 7
    assert len(found["stock"]["advice"]) == DAYS


def test_a_forecast_is_read_from_the_order_day_on():
    """One forecast, of the Sunday before: nothing for four weeks, then five a day."""
    means = [0.0] * 28 + [5.0] * 92
    known = Prediction("late", means, [0.1] * 120, [0.1] * 120)
    demand = (0.0,) * 28 + (5.0,) * 28
    thursdays = SupplierCalendar(order_days=frozenset({4}))
    (found,) = replayed(
        [
            case(
                demand=demand,
                before=(0.0,) * 91,
                state=replace(case().state, calendar=thursdays),
                forecasts=((FIRST - timedelta(days=1), known),),
            )
        ]
    )
    advice = found["rules"]["advice"]
    assert advice["lost"] == 0
    assert stock(found, "advice")[:22] == [0] * 22


def test_a_service_level_costs_what_it_holds_and_what_it_loses():
    unsure = tuple(
        (
            day,
            Prediction(
                "unsure",
                [5.0] * 120,
                [4.0] * 120,
                [4.0 * n**0.5 for n in range(1, 121)],
            ),
        )
        for day in origins(FIRST, DAYS)
    )
    dear = replace(case().state, space_cost_per_day=1.0)
    known = case(state=dear, forecasts=unsure)
    levels = totalled(replayed([known]))["levels"]
    least = min(levels, key=lambda level: level["cost"])

    # All that is sold is there at the lowest level: more of it only costs more.
    assert levels.index(least) == 0
    assert least["more_than_least"] == least["error"] == 0
    costs = [level["cost"] for level in levels]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]
    assert all(
        level["more_than_least"] == pytest.approx(level["cost"] - least["cost"])
        for level in levels
    )
    no_margin = case(state=replace(dear, price=dear.unit_cost))
    assert replayed([no_margin])[0]["levels"] == []


def test_weeks_of_a_replay_add_up_to_the_cost_that_is_told():
    ledger = Ledger(10.0, (4.0,) * DAYS)
    state = replace(case().state, space_cost_per_day=0.5)
    (found,) = replayed([case(ledger=ledger, sold=(3.0,) * DAYS, state=state)])

    # Two a day missing at 6 each, four held at half a euro.
    assert found["weeks"]["happened"] == pytest.approx([7 * (12 + 2)] * 8, rel=0.01)
    for rule, told in found["rules"].items():
        cost = told["lost_margin"] + told["holding_cost"]
        assert sum(found["weeks"][rule]) == pytest.approx(cost, abs=0.05)
    ours = found["rules"]["advice"]
    gained = found["savings"]["happened"]
    assert gained["lost"] == pytest.approx(2 * DAYS - ours["lost"])
    assert gained["stock_value"] == pytest.approx(ours["stock_value"] - 16)


def test_the_ledger_is_known_from_its_first_day_on():
    def row(location_id, day, on_hand):
        return ClosingRow(1, location_id, FIRST + timedelta(days=day), on_hand)

    rows = [row(1, 1, 6.0), row(1, -9, 8.0), row(1, -3, 5.0), row(2, 2, 4.0)]
    assert ledger_of(rows, FIRST, 4) == Ledger(5.0, (5.0, 6.0, 10.0, 10.0))
    assert ledger_of(rows[:1], FIRST, 4) is None
    assert ledger_of([row(1, 0, 6.0)], FIRST, 4) is None
    assert ledger_of([], FIRST, 4) is None


def test_a_shop_adds_up_and_unknown_money_is_left_out():
    dear = case()
    free = case(product_id=2, state=replace(dear.state, unit_cost=None, price=None))
    found = replayed([dear, free])
    shop = totalled(found)

    of_shop, of_dear = (each["rules"]["advice"] for each in (shop, found[0]))
    assert of_shop["stock_days"] == pytest.approx(2 * of_dear["stock_days"], rel=0.02)
    assert of_shop["stock_value"] == of_dear["stock_value"]
    assert of_shop["days"] == DAYS
    assert shop["levels"]
    assert found[1]["levels"] == []


def test_weeks_are_forecast_some_at_a_time_from_the_day_before_the_first_one():
    of = blocks(FIRST, 90)

    assert [len(block) for block in of] == [7, 6]
    assert of[0][0] == FIRST - timedelta(days=1)
    assert of[-1][-1] < FIRST + timedelta(days=90)
    assert steps_of(90, 500) == 3 * 20
