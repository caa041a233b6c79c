from datetime import date, timedelta

from forecast_svc.engine.series import Series

MONDAY = date(2026, 6, 1)


def of(sold, first=MONDAY, last=MONDAY + timedelta(days=3)):
    return Series.of(sold, first_day=first, last_day=last)


def test_days_without_a_sale_are_zeros_up_to_the_last_day():
    made = of([(MONDAY, 3), (MONDAY + timedelta(days=2), 4)])

    assert made.values == (3, 0, 4, 0)
    assert made.next_day == date(2026, 6, 5)
    assert made.selling_days == 2


def test_a_day_below_zero_counts_as_zero():
    assert of([(MONDAY, 3), (MONDAY + timedelta(days=1), -2)]).values == (3, 0, 0, 0)


def test_days_outside_the_series_are_left_out():
    late, early = MONDAY + timedelta(days=9), MONDAY - timedelta(days=1)

    assert of([(early, 5), (MONDAY, 1), (late, 7)]).values == (1, 0, 0, 0)


def test_without_a_first_sale_there_is_no_day():
    assert of([], first=None).values == ()
    assert of([], first=None).next_day == date(2026, 6, 5)


def test_any_other_day_gives_another_fingerprint():
    made = Series(MONDAY, (1, 2, 3))

    assert made.fingerprint() == Series(MONDAY, (1, 2, 3)).fingerprint()
    assert made.fingerprint() != Series(MONDAY, (1, 2, 4)).fingerprint()
    assert made.fingerprint() != Series(MONDAY, (1, 2, 3, 0)).fingerprint()
    assert (
        made.fingerprint()
        != Series(MONDAY + timedelta(days=1), (1, 2, 3)).fingerprint()
    )
