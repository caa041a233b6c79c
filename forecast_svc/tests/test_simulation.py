"""Stock under a rule of ordering, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest

from forecast_svc.replenishment.calculation import (
    Arrival,
    Costs,
    LeadTime,
    StockState,
)
from forecast_svc.replenishment.simulation import (
    AdviceRule,
    LevelRule,
    Measures,
    Opening,
    Schedule,
    Situation,
    cover,
    min_max,
    reorder_point,
    simulate,
)

WEEKLY = Schedule((0, 7, 14, 21), lambda day: day + 14)


@dataclass
class Says:
    """Orders what it is told to, and remembers what it was shown."""

    quantities: Sequence[float]
    shown: list[Situation] = field(default_factory=list)

    def order(self, now: Situation) -> float:
        self.shown.append(now)
        return self.quantities[len(self.shown) - 1]


def test_an_order_is_sold_from_its_arrival_on_and_what_is_missing_before_is_lost() -> (
    None
):
    course = simulate([2.0] * 28, Opening(10), WEEKLY, Says([20, 0, 0, 0]))

    assert course.stock[:5].tolist() == [8, 6, 4, 2, 0]
    assert course.lost[5:14].tolist() == [2] * 9
    assert course.stock[14] == 18
    assert course.lost[14:24].sum() == 0


def test_unmet_demand_is_not_owed() -> None:
    course = simulate([5.0, 0.0], Opening(1, ((1, 3),)), WEEKLY, Says([0]))

    assert course.lost.tolist() == [4, 0]
    assert course.stock.tolist() == [0, 3]


def test_a_rule_sees_what_is_on_its_way_and_not_what_has_come() -> None:
    says = Says([6, 7, 0, 0])
    simulate([1.0] * 28, Opening(40, ((3, 5),)), WEEKLY, says)

    assert [s.incoming for s in says.shown] == [
        ((3, 5.0),),
        ((14, 6.0),),
        ((14, 6.0), (21, 7.0)),
        ((21, 7.0),),
    ]
    assert [s.on_hand for s in says.shown] == [40, 38, 31, 30]
    assert says.shown[2].position == 44


def test_an_order_that_takes_no_time_is_there_on_its_day() -> None:
    at_once = Schedule((0, 1), lambda day: day)
    course = simulate([3.0, 3.0], Opening(0), at_once, Says([3, 3]))

    assert course.lost.tolist() == [0, 0]


def test_cycles_are_served_or_not_and_those_beyond_the_days_do_not_count() -> None:
    # A cycle from 14 to 21, one from 21 to 28, one that ends later.
    course = simulate([1.0] * 30, Opening(14), WEEKLY, Says([7, 3, 0, 0]))
    found = Measures.of(course)

    assert (found.cycles, found.served) == (2, 1)
    assert found.cycle_service == 0.5
    assert found.lost == 6
    assert found.stock_outs == 1
    assert found.stock_out_days == 6
    assert found.fill_rate == pytest.approx(24 / 30)


def test_measures_begin_where_they_are_told_to() -> None:
    course = simulate([1.0] * 28, Opening(0), WEEKLY, Says([30, 0, 0, 0]))

    assert Measures.of(course, 14).lost == 0
    assert Measures.of(course).lost == 14
    assert Measures.of(course, 14).orders == 0
    assert Measures.of(course, 14).days == 14
    assert [Measures.of(course, day).cycles for day in (14, 15)] == [2, 1]


def test_products_add_up_to_a_shop() -> None:
    one = Measures.of(simulate([1.0] * 28, Opening(99), WEEKLY, Says([0] * 4)))
    other = Measures.of(simulate([3.0] * 28, Opening(0), WEEKLY, Says([0] * 4)))
    both = Measures.total([one, other])

    assert both.fill_rate == pytest.approx(28 / 112)
    assert both.days == 28
    assert both.cycles == one.cycles + other.cycles


def test_min_max_orders_up_to_the_most_once_the_least_is_reached() -> None:
    rule = LevelRule(lambda day: np.full(200, 2.0), min_max(21, 1.0))

    assert rule.order(Situation(0, 50, ())) == 0
    assert rule.order(Situation(0, 30, ((7, 12.0),))) == 42 + 56 - 42


def test_a_reorder_point_holds_more_of_what_varies() -> None:
    steady = LevelRule(lambda day: np.full(91, 2.0), reorder_point(21, 2.0))
    wild = LevelRule(lambda day: np.tile([0.0, 4.0], 46)[:91], reorder_point(21, 2.0))

    assert wild.order(Situation(0, 0, ())) > steady.order(Situation(0, 0, ()))


def test_levels_by_hand() -> None:
    """Two a day, give or take two."""
    uneven = np.tile([0.0, 4.0], 45)
    # Four days' mean and, of four days, twice the deviation of one.
    rule = LevelRule(lambda day: uneven, reorder_point(4, 1.0))
    assert rule.order(Situation(0, 0, ())) == (8 + 4) + 56
    doubled = LevelRule(lambda day: uneven, min_max(21, 2.0))
    assert doubled.order(Situation(0, 80, ())) == 84 + 56 - 80
    assert doubled.order(Situation(0, 85, ())) == 0


def test_levels_are_of_the_last_quarter_and_orders_are_whole_cases() -> None:
    past = np.concatenate([np.full(109, 100.0), np.ones(91)])
    rule = LevelRule(lambda day: past, cover(28), unit=6.0)
    assert rule.order(Situation(0, 0, ())) == 30
    assert rule.order(Situation(0, 4, ())) == 24


def test_cover_fills_up_each_time() -> None:
    rule = LevelRule(lambda day: np.full(91, 1.0), cover(28))

    assert rule.order(Situation(0, 27, ())) == 1


def test_levels_go_by_the_days_before() -> None:
    asked = []

    def past(day: int) -> np.ndarray:
        asked.append(day)
        return np.ones(91)

    simulate([1.0] * 28, Opening(5), WEEKLY, LevelRule(past, cover(28)))

    assert asked == [0, 7, 14, 21]


def test_the_advice_is_asked_with_the_day_and_the_stock_of_the_simulation() -> None:
    seen: list[int] = []

    def paths(day: int) -> np.ndarray | None:
        seen.append(day)
        return None if day == 21 else np.ones((100, 42))

    terms = StockState(
        as_of=date(2020, 1, 1),
        on_hand=0,
        lead_time=LeadTime(14),
        review_days=7,
        target=Costs(1.0, 0.2 / 7),
    )
    rule = AdviceRule(terms, date(2026, 3, 2), paths)
    course = simulate([1.0] * 28, Opening(14), WEEKLY, rule)

    # A unit a day, and nothing uncertain: a week each week, in time.
    assert course.ordered[[0, 7, 14, 21]].tolist() == [7, 7, 7, 0]
    assert course.lost.sum() == 0
    assert seen == [0, 7, 14, 21]
    assert rule.state(Situation(14, 3.0, ((21, 4.0),))) == replace(
        terms,
        as_of=date(2026, 3, 15),
        on_hand=3.0,
        arrivals=(Arrival(4.0, date(2026, 3, 23)),),
    )
