"""The alarm of lasting bias, on made-up weeks: what it finds, and how seldom it errs."""

import random

import pytest

from forecast_svc.engine.bias_alarm import (
    FALSE_ALARMS,
    WEEKS,
    bias_alarm,
    threshold,
)

SHOP = 200
"""Products."""


def weeks(chance: random.Random, bias: float, count: int = WEEKS) -> list[float]:
    """Standardised errors, skewed as those of sums of sales are."""
    return [(2 - chance.gammavariate(4, 0.5)) + bias for _ in range(count)]


def test_a_lasting_bias_is_found_with_its_direction_and_its_beginning():
    chance = random.Random(1)
    right = weeks(chance, 0, 26)

    high = bias_alarm([*right, *weeks(chance, 2, 20)], SHOP)
    low = bias_alarm([*right, *weeks(chance, -2, 20)], SHOP)

    assert high is not None
    assert low is not None
    assert (high.direction, low.direction) == ("too_high", "too_low")
    assert 22 <= high.start <= 30
    assert 22 <= low.start <= 30


def test_hardly_any_strong_bias_is_missed():
    chance = random.Random(2)
    found = [
        bias_alarm([*weeks(chance, 0, 26), *weeks(chance, 1.5, 20)], SHOP)
        for _ in range(400)
    ]

    assert sum(alarm is not None for alarm in found) >= 0.9 * 400


def test_without_bias_there_is_hardly_a_false_alarm_in_years():
    """Twenty shops of 200 products, looked at each week of a year: some ten alarms that
    began in it would be as promised."""
    chance = random.Random(3)
    raised = 0
    for _ in range(20 * SHOP):
        year = weeks(chance, 0)
        raised += any(bias_alarm(year[:n], SHOP) for n in range(8, WEEKS + 1, 4))

    assert raised <= 1.5 * 20 * FALSE_ALARMS


def test_one_wild_week_is_no_bias():
    assert bias_alarm([0.2, -0.3, 0.1, 0.0, -0.2, 0.3, 40.0, 0.1], SHOP) is None


def test_the_alarm_ends_when_the_forecasts_have_come_right():
    chance = random.Random(4)
    biased = [*weeks(chance, 0, 20), *weeks(chance, 2, 15)]

    assert bias_alarm(biased, SHOP) is not None
    assert bias_alarm([*biased, *weeks(chance, 0, 52)][-52:], SHOP) is None


def test_a_few_weeks_prove_nothing():
    assert bias_alarm([9.0] * 7, SHOP) is None


def test_products_that_vary_more_than_they_said_are_not_accused_of_bias():
    chance = random.Random(5)
    wild = [[3 * z for z in weeks(chance, 0)] for _ in range(300)]

    assert sum(bias_alarm(w, SHOP) is not None for w in wild) <= 3


@pytest.mark.parametrize(("few", "many"), [(1, 10), (10, 1_000), (1_000, 100_000)])
def test_the_more_products_the_surer_it_has_to_be(few, many):
    assert threshold(few) + 2 < threshold(many) < threshold(few) + 6
