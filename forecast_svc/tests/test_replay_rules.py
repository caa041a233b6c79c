"""One product under each rule: what a decision may know."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replay.rules import Case, replayed, totalled
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
        on_hand=None,
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
    (said,) = replayed([case(on_hand=3.0)])

    # A lead time and a review of a week each.
    assert (assumed["opening"], assumed["ledger"]) == (70, False)
    assert (said["opening"], said["ledger"]) == (3, True)
    assert said["rules"]["advice"]["lost"] == pytest.approx(32)


def test_a_shop_adds_up_and_unknown_money_is_left_out():
    dear = case()
    free = case(product_id=2, state=replace(dear.state, unit_cost=None, price=None))
    found = replayed([dear, free])
    shop = totalled(found, "advice")

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
