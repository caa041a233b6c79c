"""Imported history: recorded once, no stock moved, undone whole."""

import asyncio
from datetime import timedelta

from sales_svc.tests.factories import make_chunk, make_row, make_rows
from shared.clock import utc_now
from shared.contracts.imports import ImportProgress
from shared.contracts.sales import SaleCreated
from shared.kafka.outbox import Lane


async def progress(shop):
    """(rows, duplicates, codes of the rejected) of each import and source."""
    told = [
        ImportProgress.model_validate(e, extra="forbid")
        for e in await shop.events("import.progress")
    ]
    return {
        (t.import_id, t.source): (t.rows, t.duplicates, [r.code for r in t.rejected])
        for t in told
    }


async def test_imported_sales_are_recorded_told_and_move_no_stock(shop, record):
    tea = await shop.add_product(stock=10)
    rows = make_rows(3, product_id=tea)

    await record(make_chunk(5, rows=rows))

    sales = await shop.sales()
    assert [s["sold_at"] for s in sales] == [r.sold_at for r in rows] or len(sales) == 3
    assert {s["row_key"] for s in sales} == {r.row_key for r in rows}
    assert {(s["user_id"], s["import_id"], s["stock_taken"]) for s in sales} == {
        (3, 5, False)
    }
    assert await shop.stock_of(tea) == 10
    assert await shop.movements() == []
    told = [
        SaleCreated.model_validate(e, extra="forbid")
        for e in await shop.events("sales.created")
    ]
    assert [t.sale_id for t in told] == [s["id"] for s in sales]
    assert {(t.import_id, t.price, t.quantity) for t in told} == {
        (5, rows[0].price, rows[0].quantity)
    }
    assert await progress(shop) == {(5, "sales_svc/0"): (3, 0, [])}


async def test_imports_take_the_slow_lane_in_rows_of_at_most_500(shop, record):
    await record(
        make_chunk(5, 0, rows=make_rows(400)), make_chunk(5, 1, rows=make_rows(300))
    )

    rows = await shop.connection.fetch(
        "SELECT lane, json_array_length(payload) AS events FROM sales.outbox"
        " WHERE topic = 'sales.created' ORDER BY id"
    )
    assert [(row["lane"], row["events"]) for row in rows] == [
        (Lane.IMPORT, 500),
        (Lane.IMPORT, 200),
    ]
    assert await shop.count("sales.outbox", "lane = 0") == 0


async def test_a_chunk_delivered_again_changes_and_tells_nothing(shop, record):
    chunk = make_chunk(5, rows=make_rows(3))
    await record(chunk)
    before = await shop.count("sales.outbox")

    await record(chunk)
    await record(chunk, chunk)

    assert await shop.count("sales.sales") == 3
    assert await shop.count("sales.outbox") == before


async def test_one_chunk_twice_in_a_batch_counts_once(shop, record):
    chunk = make_chunk(5, rows=make_rows(3))

    await record(chunk, chunk)

    assert await progress(shop) == {(5, "sales_svc/0"): (3, 0, [])}


async def test_a_known_row_is_a_duplicate_whichever_import_brings_it(shop, record):
    row, other = make_row(), make_row()
    await record(make_chunk(5, rows=[row]))

    await record(
        make_chunk(5, 1, rows=[row, other]), make_chunk(6, 0, rows=[other, row])
    )

    assert await shop.count("sales.sales") == 2
    told = await progress(shop)
    assert told[5, "sales_svc/0"] == (1, 0, [])
    # Which of two equal rows of one batch became the sale is of no matter.
    both = [told[5, "sales_svc/1"], told[6, "sales_svc/0"]]
    assert sorted(both) == [(0, 2, []), (1, 1, [])]


async def test_rows_too_far_ahead_are_rejected_with_their_reason(shop, record):
    late = make_row(sold_at=utc_now() + timedelta(hours=25), row_key="late")

    await record(make_chunk(5, rows=[make_row(), late]))

    assert await shop.count("sales.sales") == 1
    assert await progress(shop) == {
        (5, "sales_svc/0"): (1, 0, ["sold_at_too_far_ahead"])
    }


async def test_replicas_that_import_the_same_rows_do_not_deadlock(shop, record):
    imports = range(1, 7)
    # Every replica has its connection open and its import known.
    await asyncio.gather(*(record(make_chunk(import_id)) for import_id in imports))
    parts = [make_rows(500) for _ in range(4)]

    def chunks(import_id):
        """The same rows for all, for every other import in opposite order."""
        order = (-1) ** import_id
        return [
            make_chunk(import_id, n, rows=part[::order])
            for n, part in enumerate(parts[::order], start=1)
        ]

    await asyncio.gather(*(record(*chunks(import_id)) for import_id in imports))

    assert await shop.count("sales.sales") == len(imports) + 2000
    told = (await progress(shop)).values()
    assert sum(rows for rows, _, _ in told) == len(imports) + 2000
    assert sum(duplicates for _, duplicates, _ in told) == 5 * 2000
