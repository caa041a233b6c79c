"""Sample paths of locations: those of all together are the product's, path by path."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from forecast_svc.engine.location_paths import DrawnPrediction, share_out
from forecast_svc.engine.locations import LocationPart
from forecast_svc.engine.prediction import Prediction

PARIS, LYON, NICE = 1, 2, 3
DAYS = 28
DRAWN = 4_000


def told(mean: float, *, measured: bool = False) -> Prediction:
    std = 1.3 * mean**0.5
    sums = [std * n**0.6 for n in range(1, DAYS + 1)]
    return Prediction("test", [mean] * DAYS, [std] * DAYS, sums, measured=measured)


def parts(
    dispersion: float = 1.0, opening: Sequence[float] = (0.5,) * 7
) -> dict[int, LocationPart]:
    """Paris has half of it; Lyon the more of the rest the less Nice has of it."""
    lyon = [0.5 * opening[n % 7] for n in range(DAYS)]
    return {
        PARIS: LocationPart([0.5] * DAYS, own=False, dispersion=dispersion),
        LYON: LocationPart(lyon, own=False, dispersion=dispersion),
        NICE: LocationPart([0.5 - n for n in lyon], own=False, dispersion=dispersion),
    }


WEEKDAYS = (0.9, 0.8, 0.7, 0.5, 0.2, 0.1, 0.0)


@pytest.mark.parametrize("mean", [0.2, 4.0, 60.0])
@pytest.mark.parametrize("dispersion", [1.0, 6.0])
def test_paths_of_all_locations_add_up_to_those_of_the_product(mean, dispersion):
    paths = told(mean).paths(300, seed=1)
    found = share_out(paths, parts(dispersion, WEEKDAYS), 1, measured=False)

    assert np.sum(list(found.values()), axis=0) == pytest.approx(paths)
    assert all(of.min() >= 0 for of in found.values())
    # Where it never sells, none of its paths does.
    assert not found[LYON][:, 6::7].any()


def test_whole_units_stay_whole_and_kilos_do_not():
    pieces = share_out(told(4).paths(300, 1), parts(3), 1, measured=False)
    kilos = share_out(told(4, measured=True).paths(300, 1), parts(3), 1, measured=True)

    assert all(np.array_equal(of, of.round()) for of in pieces.values())
    assert not np.array_equal(kilos[PARIS], kilos[PARIS].round())


@pytest.mark.parametrize("mean", [4.0, 60.0])
def test_days_and_sums_vary_as_the_part_of_the_forecast_states(mean):
    stated = parts(5, (0.7, 0.6, 0.6, 0.5, 0.5, 0.4, 0.3))
    found = share_out(told(mean).paths(DRAWN, 2), stated, 2, measured=False)
    for location, part in stated.items():
        wanted = part.of(told(mean))
        sums = found[location].cumsum(axis=1)
        usual = np.maximum(wanted.mean, 0.01 * mean)
        assert found[location].mean(axis=0) / usual == pytest.approx(
            np.array(wanted.mean) / usual, abs=0.12
        )
        for days in (7, 14, 28):
            assert sums[:, days - 1].mean() == pytest.approx(
                wanted.expected(days), rel=0.03
            )
            assert sums[:, days - 1].std() == pytest.approx(
                wanted.cumulative_std[days - 1], rel=0.1
            )


def test_a_week_that_goes_to_one_location_goes_there_day_by_day():
    """What is unsure is the share, not which of its days it falls on."""
    found = share_out(told(60).paths(DRAWN, 3), parts(30), 3, measured=False)
    shares = found[PARIS] / np.sum(list(found.values()), axis=0)

    def related(first, second):
        return np.corrcoef(shares[:, first], shares[:, second])[0, 1]

    assert related(0, 6) > 0.3
    assert abs(related(0, 7)) < 0.1


def test_the_same_seed_shares_out_alike_and_another_does_not():
    paths = told(4).paths(50, 1)
    first, again, other = (
        share_out(paths, parts(2), seed, measured=False) for seed in (7, 7, 8)
    )

    assert np.array_equal(first[LYON], again[LYON])
    assert not np.array_equal(first[LYON], other[LYON])


def test_bounds_of_a_location_are_those_of_its_paths():
    stated = parts(5)[PARIS].of(told(4))
    drawn = share_out(told(4).paths(DRAWN, 5), parts(5), 5, measured=False)[PARIS]
    made = DrawnPrediction.of(stated, drawn)
    sums = drawn[:, :14].sum(axis=1)
    low, high = made.interval(0.8, 14)

    assert made.mean == stated.mean
    assert np.mean(sums <= made.quantile(0.9, 14)) == pytest.approx(0.9, abs=0.02)
    assert (low, high) == (made.quantile(0.1, 14), made.quantile(0.9, 14))
    assert made.quantile(0.9) == made.interval(0.8).upper
    assert all(units == round(units) for units in made.quantile(0.9))
    assert len(made.head(3).interval(0.8).lower) == 3


@settings(max_examples=30, deadline=None)
@given(
    weights=st.lists(st.floats(0, 1), min_size=1, max_size=5),
    dispersion=st.floats(1, 1e4),
    mean=st.floats(0, 1e5),
    measured=st.booleans(),
)
def test_whatever_the_parts_nothing_is_lost(weights, dispersion, mean, measured):
    together = sum(weights)
    shares = [w / together if together else 1 / len(weights) for w in weights]
    made = {
        n: LocationPart([share] * DAYS, own=False, dispersion=dispersion)
        for n, share in enumerate(shares)
    }
    paths = told(mean, measured=measured).paths(5, 1)
    found = share_out(paths, made, 1, measured=measured)

    assert np.sum(list(found.values()), axis=0) == pytest.approx(paths)
    assert all(np.isfinite(of).all() and of.min() >= 0 for of in found.values())


def test_what_nobody_has_ever_sold_is_shared_out_among_none():
    assert share_out(told(4).paths(30, 1), {}, 1, measured=False) == {}
