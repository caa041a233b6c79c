"""A later file corrects an earlier one, and undoing it gives back what was before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sales_svc.housekeeping import Housekeeper
from sales_svc.imports.operations import replace_rows as replacing, restore_rows
from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.imports.operations.undo_import import undo_import
from sales_svc.tests.factories import give_back, make_chunk, make_row, void
from shared.contracts.imports import ImportProgress, ImportReturn, RowReturn
from shared.contracts.sales import SaleCreated, SaleReturned, SaleVoided

DAY = datetime(2025, 1, 2, 12, tzinfo=UTC)
EVENTS: dict[str, Any] = {
    "sales.created": SaleCreated,
    "sales.voided": SaleVoided,
    "sales.returned": SaleReturned,
}


def row(quantity=5, key="till/900", **changes):
    return make_row(row_key=key, quantity=quantity, sold_at=DAY, **changes)


def came_back(quantity, key="till/back", **changes):
    usual = {"product_id": 1, "sold_at": DAY + timedelta(days=9)}
    return ImportReturn(row_key=key, quantity=quantity, **usual | changes)


@pytest.fixture
def record(app):
    async def record(import_id, *rows, chunk=0, returns=None, **changes):
        told = make_chunk(import_id, chunk, rows=list(rows), returns=returns, **changes)
        async with app.state.database.transaction() as db:
            await record_chunks(db, [told])

    return record


@pytest.fixture
def undo(app):
    async def undo(import_id):
        async with app.state.database.transaction() as db:
            await undo_import(db, import_id, user_id=7)
        await Housekeeper(app.state.database)._undo_imports()

    return undo


@pytest.fixture
def units(shop):
    """Units left of each live sale by key; what the events add up to is the same."""

    async def units():
        live = [s for s in await shop.sales() if s["voided_at"] is None]
        told: dict[int, int] = {}
        for topic, event in EVENTS.items():
            for value in await shop.events(topic):
                fact = event.model_validate(value, extra="forbid")
                sign = 1 if topic == "sales.created" else -1
                count = fact.left if topic == "sales.voided" else fact.quantity
                told[fact.sale_id] = told.get(fact.sale_id, 0) + sign * count
        left = {s["id"]: s["quantity"] - s["returned"] for s in live}
        assert {k: n for k, n in told.items() if n} == {
            k: n for k, n in left.items() if n
        }
        return {s["row_key"]: left[s["id"]] for s in live}

    return units


@pytest.fixture
def progress(shop):
    async def progress(import_id):
        told = [
            ImportProgress.model_validate(e, extra="forbid")
            for e in await shop.events("import.progress")
        ]
        (mine,) = [t for t in told if t.import_id == import_id]
        counts = mine.model_dump(
            include={
                "rows", "duplicates", "changed", "withdrawn", "returned", "unmatched",
            }
        )  # fmt: skip
        refused = {"refused": len(mine.rejected)} if mine.rejected else {}
        return {name: count for name, count in counts.items() if count} | refused

    return progress


async def test_a_row_that_says_otherwise_replaces_what_was_recorded(
    shop, record, units, progress
):
    await record(5, row(4), row(1, "till/901"))

    await record(6, row(9), row(1, "till/901"), row(2, "till/902"))

    assert await units() == {"till/900": 9, "till/901": 1, "till/902": 2}
    assert await progress(6) == {"rows": 2, "changed": 1, "duplicates": 1}
    former, *_ = await shop.sales()
    assert (former["void_reason"], former["row_key"]) == (
        "replaced by import 6",
        None,
    )


async def test_another_price_is_a_change_unless_the_file_told_none(
    record, units, progress, shop
):
    await record(5, row(key="till/1", price="3.50"), row(key="till/2", price="3.50"))

    await record(
        6,
        row(key="till/1", price="3.00"),
        row(key="till/2", price="9.00", own_price=True),
    )

    assert await progress(6) == {"rows": 1, "changed": 1, "duplicates": 1}


async def test_a_cancelled_row_takes_back_what_was_recorded(record, units, progress):
    await record(5, row(), row(2, "till/901"))

    await record(6, row(0), row(0, "till/999"))

    assert await units() == {"till/901": 2}
    assert await progress(6) == {"withdrawn": 1, "unmatched": 1}


async def test_the_import_that_was_decided_on_later_counts(record, units, progress):
    early, late = DAY, DAY + timedelta(hours=1)
    await record(6, row(9), decided_at=late)

    await record(5, row(4), decided_at=early)
    assert await units() == {"till/900": 9}
    await record(7, row(8), decided_at=late + timedelta(hours=1))

    assert await units() == {"till/900": 8}
    assert await progress(5) == {"duplicates": 1}


async def test_what_a_person_voided_stays_voided(client, shop, record, units, progress):
    await record(5, row(4))
    await void(client, (await shop.sales())[0]["id"])

    await record(6, row(9))

    assert await units() == {}
    assert await progress(6) == {"duplicates": 1}


@pytest.mark.parametrize(
    ("told", "undone", "left"),
    [
        ([4, 9], [6], 4), ([4, 0], [6], 4), ([4, 9], [5], 9), ([4, 9], [5, 6], None),
        ([4, 9], [6, 5], None), ([4, 9, 7], [6], 7), ([4, 9, 7], [7], 9),
        ([4, 9, 7], [6, 7], 4), ([4, 9, 7], [7, 6], 4), ([4, 0, 7], [6], 7),
        ([4, 0, 7], [6, 7], 4), ([4, 0, 7], [7], None), ([4, 0, 7], [7, 6], 4),
        ([4, 9, 7], [5, 7], 9), ([4, 9, 7], [5, 6, 7], None),
    ],
)  # fmt: skip
async def test_undoing_gives_back_what_was_before(
    record, undo, units, told, undone, left
):
    for import_id, quantity in enumerate(told, start=5):
        await record(import_id, row(quantity))

    for import_id in undone:
        await undo(import_id)

    assert await units() == ({} if left is None else {"till/900": left})


async def test_what_was_undone_can_be_imported_again(record, undo, units, progress):
    await record(5, row(4))
    await record(6, row(9))
    await undo(6)

    await record(7, row(4))
    await record(8, row(9))

    assert await units() == {"till/900": 9}
    assert (await progress(7), await progress(8)) == (
        {"duplicates": 1},
        {"rows": 1, "changed": 1},
    )


async def test_a_replacement_cut_off_half_way_leaves_nothing(
    record, units, monkeypatch
):
    await record(5, row(4))

    async def die(*_):
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(replacing, "insert_rows", die)
        with pytest.raises(ConnectionResetError):
            await record(6, row(9))
    assert await units() == {"till/900": 4}
    await record(6, row(9))

    assert await units() == {"till/900": 9}


async def test_an_undo_of_many_replacements_goes_step_by_step(
    record, undo, units, monkeypatch
):
    monkeypatch.setattr(restore_rows, "AT_A_TIME", 3)
    keys = [f"till/{n}" for n in range(10)]
    await record(5, *(row(4, key) for key in keys))
    await record(6, *(row(n % 3 * 4, key) for n, key in enumerate(keys)))
    await undo(6)

    assert await units() == dict.fromkeys(keys, 4)


async def test_a_row_that_a_version_before_recorded_is_known_by_its_former_key(
    record, units, progress
):
    """That key knew no day: only the sale of the same day is this row's."""
    await record(5, row(4, "till/old"))
    today = row(4, "till/new", former_key="till/old")
    tomorrow = today.model_copy(
        update={"row_key": "till/next", "sold_at": DAY + timedelta(days=1)}
    )

    await record(6, today, tomorrow)

    assert await units() == {"till/new": 4, "till/next": 4}
    assert await progress(6) == {"rows": 1, "duplicates": 1}
    await record(7, row(1, "till/new", former_key="till/old"))
    assert await progress(7) == {"rows": 1, "changed": 1}


async def test_what_a_file_tells_came_back_comes_off_its_sale_once(
    record, units, progress, shop
):
    sold = row(5, returns=[RowReturn(row_key="till/back", quantity=2)])
    await record(5, sold)
    await record(6, sold)

    assert await units() == {"till/900": 3}
    assert await progress(6) == {"duplicates": 1}
    # A file that tells of the sale only, and one of the return only.
    await record(7, row(5))
    await record(8, returns=[came_back(2)])
    assert await units() == {"till/900": 3}
    assert await progress(8) == {"duplicates": 1}


async def test_a_version_before_took_what_came_back_off_the_sale(
    record, units, progress
):
    await record(5, row(3))

    await record(6, row(5, returns=[RowReturn(row_key="till/back", quantity=2)]))

    assert await units() == {"till/900": 3}
    assert await progress(6) == {"duplicates": 1}


async def test_what_comes_back_later_comes_off_what_an_earlier_import_sold(
    record, units, progress
):
    await record(5, row(3, "till/1"), row(2, "till/2"), row(9, "other/1"))

    await record(6, returns=[came_back(3)])
    await record(7, returns=[came_back(1, "till/more"), came_back(5, "till/much")])

    assert await units() == {"till/1": 0, "till/2": 1, "other/1": 9}
    assert await progress(6) == {"returned": 1}
    assert await progress(7) == {"returned": 1, "refused": 1}


async def test_nothing_comes_back_of_what_was_sold_afterwards_or_is_another_product(
    record, units, progress
):
    await record(5, row(3, "till/1"))

    await record(
        6,
        returns=[
            came_back(1, "till/a", sold_at=DAY - timedelta(days=1)),
            came_back(1, "till/b", product_id=2),
        ],
    )

    assert await progress(6) == {"refused": 2}


async def test_undoing_what_came_back_sells_it_again(client, shop, record, undo, units):
    await record(5, row(5))
    (sale,) = await shop.sales()
    await give_back(client, sale["id"], 1)
    await record(6, returns=[came_back(2)])
    assert await units() == {"till/900": 2}

    await undo(6)

    # What a person took back stays so.
    assert await units() == {"till/900": 4}
    await undo(5)
    assert await units() == {}


async def test_what_came_back_of_a_replaced_sale_is_of_the_one_in_its_place(
    client, shop, record, undo, units
):
    await record(5, row(5))
    (sale,) = await shop.sales()
    await give_back(client, sale["id"], 3)

    await record(6, row(4))
    assert await units() == {"till/900": 1}
    await record(7, row(2))
    assert await units() == {"till/900": 0}
    await undo(7)

    assert await units() == {"till/900": 1}


async def test_what_a_file_told_came_back_outlives_replacements_and_their_undo(
    record, undo, units, progress
):
    await record(5, row(5, returns=[RowReturn(row_key="till/back", quantity=2)]))
    await record(6, row(4))
    assert await units() == {"till/900": 2}

    await undo(6)
    await record(7, returns=[came_back(2)])

    assert await units() == {"till/900": 3}
    assert await progress(7) == {"duplicates": 1}


async def test_people_and_files_together_take_back_no_more_than_was_sold(
    client, shop, record, units
):
    await record(5, row(5))
    (sale,) = await shop.sales()
    await give_back(client, sale["id"], 4)

    await record(6, row(5, returns=[RowReturn(row_key="till/back", quantity=3)]))

    assert await units() == {"till/900": 0}
