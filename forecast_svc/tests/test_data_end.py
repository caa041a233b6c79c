"""Where the data of a product ends: told by imports and by the shop's own sales."""

from datetime import date, timedelta

import pytest

from forecast_svc.tests.factories import YESTERDAY, reached, sale, void
from forecast_svc.tests.rebuilding import finished, rebuilding, start

WEEK = [8, 9, 10, 11, 12, 13, 14]
"""77 units; 308 in four weeks."""


def ago(days):
    return YESTERDAY - timedelta(days=days)


async def ask(client, product_id=1, **query):
    answer = await client.get(
        "/api/forecast",
        params={"product_id": product_id, "horizon_days": 28} | query,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def imported(deliver):
    """A history of 175 days that ends some days before yesterday."""

    async def until(days_ago, *, import_id=1, **changes):
        await deliver.history(
            WEEK * 25, last=ago(days_ago), import_id=import_id, **changes
        )

    return until


def expected(body):
    return body["total"]["expected"]


@pytest.mark.parametrize("days_ago", [0, 3, 26])
async def test_a_history_that_ends_early_does_not_end_the_demand(
    client, deliver, imported, days_ago
):
    await imported(days_ago)
    await deliver(reached(1, ago(days_ago)))
    body = await ask(client)

    assert expected(body) == pytest.approx(308, rel=0.03)
    assert body["data_end"] == ago(days_ago).isoformat()
    assert body["gap_days"] == days_ago
    assert body["as_of"] == YESTERDAY.isoformat()
    assert body["dates"][0] == (YESTERDAY + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "last", [date(2026, 3, 5), date(2026, 3, 28), date(2026, 3, 31)]
)
async def test_wherever_the_data_ends_the_demand_of_a_day_is_the_same(
    client, deliver, last
):
    """In figures of one day in March, on whichever day they are asked for."""
    as_of = date(2026, 3, 31)
    await deliver.history(WEEK * 25, last=last, import_id=1)
    await deliver(reached(1, last))
    body = await ask(client, as_of=as_of.isoformat())

    assert expected(body) == pytest.approx(308, rel=0.03)
    assert (body["data_end"], body["gap_days"]) == (
        last.isoformat(),
        (as_of - last).days,
    )


async def test_weekdays_stay_weekdays_across_the_gap(client, deliver, imported):
    await imported(26)
    await deliver(reached(1, ago(26)))
    body = await ask(client)

    # 27 days after the last day of the data, a week's sixth day is due.
    assert body["forecast"][0] == pytest.approx(13, abs=0.5)
    assert body["forecast"][1] == pytest.approx(14, abs=0.5)
    assert body["forecast"][2] == pytest.approx(8, abs=0.5)


async def test_an_answer_that_is_kept_is_the_same_one(client, deliver, imported):
    await imported(26)
    await deliver(reached(1, ago(26)))
    first, again = await ask(client), await ask(client)

    assert first == again
    assert (await ask(client, horizon_days=365))["forecast"][:28] == first["forecast"]


async def test_without_a_word_of_an_end_silent_days_are_zeros(client, imported):
    await imported(26)
    body = await ask(client)

    assert (body["gap_days"], body["data_end"]) == (0, YESTERDAY.isoformat())
    assert expected(body) < 200


async def test_a_shop_that_trades_here_tells_of_every_day(client, deliver, imported):
    await imported(26)
    await deliver(reached(1, ago(26)))
    others = [sale(n, ago(n), product_id=2) for n in (24, 15, 10, 8)]
    await deliver(*others)
    body = await ask(client)

    assert body["gap_days"] == 0
    assert expected(body) < 200


async def test_a_single_sale_by_hand_is_no_trade(client, deliver, imported):
    await imported(26)
    await deliver(reached(1, ago(26)))
    await deliver(sale(1, ago(5), product_id=2))

    assert (await ask(client))["gap_days"] == 26


async def test_trade_that_stopped_four_weeks_ago_ends_the_data(client, deliver):
    await deliver.history(WEEK * 25, last=ago(40))
    body = await ask(client)

    assert body["gap_days"] == 40
    assert expected(body) == pytest.approx(308, rel=0.03)


async def test_a_closed_week_of_a_shop_that_trades_is_a_week_of_zeros(client, deliver):
    await deliver.history([*WEEK * 25, *[0] * 7])
    body = await ask(client)

    assert body["gap_days"] == 0
    assert expected(body) < 290


async def test_another_source_does_not_speak_for_this_one(client, deliver, imported):
    await imported(26)
    await imported(0, import_id=2, product_id=2)
    await deliver(
        reached(1, ago(26), source="old till"), reached(2, ago(0), source="new till")
    )

    assert (await ask(client))["gap_days"] == 26
    assert (await ask(client, product_id=2))["gap_days"] == 0


async def test_a_later_file_of_the_source_speaks_for_a_product_that_is_not_in_it(
    client, deliver, imported
):
    await imported(26)
    await imported(0, import_id=2, product_id=2)
    await deliver(reached(1, ago(26)), reached(2, ago(0)))

    assert (await ask(client))["gap_days"] == 0


async def test_an_undone_import_tells_nothing_any_more(client, deliver, imported):
    await imported(26)
    later = [sale(n, ago(n), product_id=2, import_id=2) for n in range(1, 4)]
    await deliver(*later)
    stated = reached(2, ago(0))
    await deliver(reached(1, ago(26)), stated)
    assert (await ask(client))["gap_days"] == 0

    await deliver(*map(void, later))
    undone = {"withdrawn": True, "ts": stated.ts + timedelta(seconds=1)}
    await deliver(stated.model_copy(update=undone))

    assert (await ask(client))["gap_days"] == 26


async def test_what_comes_twice_or_late_changes_nothing(client, deliver, imported):
    await imported(26)
    newer = reached(1, ago(26))
    older = newer.model_copy(
        update={"last_day": ago(60), "ts": newer.ts - timedelta(minutes=1)}
    )
    await deliver(newer, times=2)
    await deliver(older, newer)
    await deliver(older)

    assert (await ask(client))["gap_days"] == 26


async def test_the_reach_may_be_heard_of_before_the_sales(client, deliver, imported):
    await deliver(reached(1, ago(26)))
    await imported(26)

    assert (await ask(client))["gap_days"] == 26


async def test_months_between_an_import_and_the_first_sale_here_are_unknown(
    client, deliver, imported
):
    await imported(100)
    await deliver(reached(1, ago(100)))
    await deliver(*(sale(1 + n, ago(n), quantity=WEEK[(6 - n) % 7]) for n in range(20)))
    body = await ask(client)

    assert body["gap_days"] == 0
    assert body["model"]["censored_days"] == 80
    assert expected(body) == pytest.approx(308, rel=0.1)


async def test_a_question_about_a_past_day_goes_by_what_reached_it(
    client, deliver, imported
):
    await imported(26)
    await deliver(reached(1, ago(26)))
    body = await ask(client, as_of=ago(40).isoformat())

    assert (body["gap_days"], body["data_end"]) == (0, ago(40).isoformat())


async def test_a_december_that_is_all_the_data_is_due_in_the_december_to_come(
    client, deliver
):
    """The file ends on Christmas Eve, most of a year ago."""
    as_of = YESTERDAY.replace(year=YESTERDAY.year - 1, month=11, day=25)
    sold = [
        sale(10_000 * year + k, as_of.replace(year=year, month=12, day=k), quantity=20 + k,
             import_id=1)
        for year in range(as_of.year - 3, as_of.year)
        for k in range(1, 25)
    ]  # fmt: skip
    await deliver(*sold)
    last = as_of.replace(year=as_of.year - 1, month=12, day=24)
    await deliver(reached(1, last, 800))
    body = await ask(client, as_of=as_of.isoformat(), horizon_days=60)

    assert body["gap_days"] == (as_of - last).days
    assert body["model"]["name"] == "yearly_season"
    assert body["model"]["season"]["calendar"] == "date"
    december = sum(body["forecast"][5:29])
    assert december == pytest.approx(0.9 * 780, rel=0.03)
    assert expected(body) == pytest.approx(december, rel=0.01)
    assert body["total"]["upper"] >= max(body["upper"])


async def test_a_rebuild_knows_where_the_data_ends(
    app, admin, client, deliver, imported, records
):
    await imported(26)
    sold = [
        sale(100_000 + n, ago(200 - n), quantity=WEEK[n % 7], import_id=1)
        for n in range(175)
    ]
    records.record(*sold)
    records.history = [
        {
            "import_id": 1,
            "source": "till",
            "location_id": None,
            "first_day": ago(200).isoformat(),
            "last_day": ago(26).isoformat(),
            "withdrawn": False,
            "ts": "2026-01-01T00:00:00Z",
        }
    ]
    assert (await ask(client))["gap_days"] == 0

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)
    body = await ask(client)

    assert body["gap_days"] == 26
    assert expected(body) == pytest.approx(308, rel=0.03)


async def test_trade_is_known_after_a_rebuild_too(app, admin, client, deliver, records):
    sold = [sale(n, ago(40 + n), quantity=9) for n in range(1, 60)]
    records.record(*sold)
    await deliver(*sold)

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    assert (await ask(client))["gap_days"] == 41
