"""What came back is taken off the day of its sale, once, whatever arrives first."""

import itertools
import json
from decimal import Decimal

import pytest
from sqlalchemy import text

from forecast_svc.tests.factories import YESTERDAY, returned, sale, void
from forecast_svc.tests.rebuilding import (
    finished,
    live_days,
    rebuilding,
    start,
)
from shared.contracts.sales import SaleReturned

SOLD = sale(1, quantity=5, price="2.00")
BACK = returned(1, SOLD, quantity=2)


async def days(inspector):
    return [row[1:5] for row in await live_days(inspector)]


async def test_a_return_comes_off_the_day_of_its_sale(deliver, inspector):
    await deliver(SOLD)
    await deliver(BACK)

    assert await days(inspector) == [(YESTERDAY, 3, 6, 1)]


async def test_a_return_told_again_changes_nothing(deliver, inspector):
    await deliver(SOLD)
    await deliver(BACK, times=3)
    await deliver(BACK, BACK)

    assert await days(inspector) == [(YESTERDAY, 3, 6, 1)]


async def test_return_and_sale_of_the_same_number_are_two_facts(deliver, inspector):
    other = sale(2, quantity=1, price="2.00")
    await deliver(SOLD, other)
    await deliver(BACK, returned(2, SOLD))

    assert await days(inspector) == [(YESTERDAY, 3, 6, 2)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_a_voided_sale_leaves_nothing_in_whatever_order(
    deliver, inspector, order
):
    told = [SOLD, BACK, void(SOLD, returned=2)]
    for n in order:
        await deliver(told[n])

    assert await days(inspector) == []


async def test_a_rebuild_gives_the_identical_series(
    app, admin, deliver, records, inspector
):
    sold = [sale(n, quantity=4) for n in range(1, 40)]
    back = [returned(n, s, quantity=1 + n % 2) for n, s in enumerate(sold[:25], 1)]
    gone = sold[::5]
    units = {r.sale_id: r.quantity for r in back}
    records.record(*sold)
    records.returns = list(back)
    records.voided = {s.sale_id for s in gone}
    await deliver(*sold)
    await deliver(*back)
    await deliver(*(void(s, returned=units.get(s.sale_id)) for s in gone))
    before = await live_days(inspector)

    async def before_page(path, _after):
        # Told again while it is read: it counts once.
        if path == "/api/sales/returns/snapshot":
            await deliver(*back)

    async with rebuilding(app, records, before_page):
        await start(admin)
        await finished(admin)

    assert before
    assert await live_days(inspector) == before


async def test_learned_from_a_history_that_came_back_no_model_answers(app, deliver):
    imported = sale(3, import_id=9)
    async with app.state.database.transaction() as db:
        await db.execute(
            text(
                "INSERT INTO global_models (as_of, imported, products, examples, weight,"
                " width, made_at) VALUES (current_date, 1, 1, 1, 1, 1, now())"
            )
        )
    await deliver(BACK)
    async with app.state.database.read() as db:
        assert await db.scalar(text("SELECT count(*) FROM global_models")) == 1
    await deliver(returned(4, imported))
    async with app.state.database.read() as db:
        assert await db.scalar(text("SELECT count(*) FROM global_models")) == 0


@pytest.mark.parametrize(
    "changes", [{"quantity": 0}, {"return_id": None}, {"condition": "worn"}]
)
def test_a_line_that_is_no_return_cannot_be_read(changes):
    value = json.loads(BACK.wire()) | changes

    with pytest.raises(ValueError, match="validation error"):
        SaleReturned.read(json.dumps(value).encode())


async def test_of_an_exact_amount_nothing_is_left_over(deliver, inspector):
    exact = sale(1, quantity=3, price="3.33", amount="10.00")
    await deliver(exact)
    await deliver(returned(1, exact, amount="3.33"), returned(2, exact, amount="3.34"))
    assert await days(inspector) == [(YESTERDAY, 1, Decimal("3.33"), 1)]

    await deliver(void(exact, returned=2))

    assert await days(inspector) == []
