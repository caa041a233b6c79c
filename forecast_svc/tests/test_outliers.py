"""Days far above all others: cut before any model, named, and told apart."""

from datetime import timedelta

import numpy as np
import pytest

from forecast_svc.engine.fitted import SIMPLEST
from forecast_svc.engine.local_model import predict
from forecast_svc.engine.outliers import OutlierCap, SuspiciousDay
from forecast_svc.tests.factories import series

RANDOM = np.random.default_rng(7)
WEEK = np.array([1.0, 0.8, 0.9, 1.1, 1.4, 1.9, 0.6])
DAYS = 420


def counts(mean):
    return RANDOM.poisson(mean).astype(float)


SHOPS = {
    "steady": counts(np.tile(20 * WEEK, DAYS // 7)),
    "growing": counts(np.tile(WEEK, DAYS // 7) * np.linspace(5, 25, DAYS)),
    "seasonal": counts(30 * (1 + 0.7 * np.sin(np.arange(DAYS) / 58))),
    "slow": counts(np.full(DAYS, 0.4)),
    "rare": counts(np.full(DAYS, 0.1)) * RANDOM.integers(1, 4, DAYS),
    "in bursts": counts(np.full(DAYS, 0.3)) * RANDOM.integers(1, 30, DAYS),
}


def expected(values):
    cleaned = OutlierCap().fit_transform(series(*values))
    return sum(predict(cleaned, 28, order=SIMPLEST).mean)


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("days_ago", [1, 2, 5, 9, 20, 60, 200, 364, 366, 400])
def test_one_day_of_ten_times_the_largest_hardly_moves_the_month(shop, days_ago):
    values = SHOPS[shop]
    mistyped = values.copy()
    mistyped[-days_ago] = 10 * values.max()

    assert 1 / 1.3 <= expected(mistyped) / expected(values) <= 1.3


def test_a_suspicious_day_is_named_with_what_counts_instead():
    values = [5.0, 6, 4, 5, 7, 5, 6] * 20
    observed = series(*values[:100], 12, 500, *values[102:])
    cap = OutlierCap()
    kept = cap.fit_transform(observed)

    first = observed.first_day + timedelta(days=100)
    usual = cap.suspicious_days[1].used
    assert usual == pytest.approx(5.4, abs=0.3)
    assert cap.suspicious_days == [
        # One and a half times the fifth largest.
        SuspiciousDay(first, 12, 10.5),
        SuspiciousDay(first + timedelta(days=1), 500, usual),
    ]
    assert kept.values[100] == 10.5
    assert kept.values[:100] == observed.values[:100]


def test_another_level_is_no_outlier():
    observed = series(*[2] * 200, *[200] * 60)
    cap = OutlierCap()

    assert cap.fit_transform(observed) is observed
    assert cap.suspicious_days == []


def test_each_year_is_held_against_itself():
    """What is nothing special today was ten times as much as ever in the year before."""
    grown = series(*[5] * 300, 60, *[5] * 65, *[50] * 364, 80)
    cap = OutlierCap()
    kept = cap.fit_transform(grown)

    assert [found.quantity for found in cap.suspicious_days] == [60, 80]
    assert kept.values[300] == pytest.approx(5)


@pytest.mark.parametrize(("days", "suspicious"), [(90, []), (91, [60])])
def test_a_few_weeks_are_no_year_of_their_own(days, suspicious):
    grown = series(*[5] * (days - 10), 60, *[5] * 9, *[50] * 365)
    cap = OutlierCap()
    cap.fit_transform(grown)

    assert [found.quantity for found in cap.suspicious_days] == suspicious


def test_what_was_confirmed_counts():
    observed = series(*[5] * 100, 90, *[5] * 40)
    day = observed.first_day + timedelta(days=100)
    cap = OutlierCap(confirmed={day})

    assert cap.fit_transform(observed) is observed
    assert cap.suspicious_days == []


def test_a_promotion_is_cut_but_not_suspected():
    observed = series(*[5] * 100, 20, *[5] * 40)
    day = observed.first_day + timedelta(days=100)
    cap = OutlierCap(promoted={day})
    kept = cap.fit_transform(observed)

    assert kept.values[100] == 7.5
    assert cap.suspicious_days == []


def test_a_few_sales_are_no_pattern_to_judge_by():
    observed = series(1, *[0] * 30, 1, *[0] * 30, 40, *[0] * 10)

    assert OutlierCap().fit_transform(observed) is observed
