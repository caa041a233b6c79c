"""Which row of a file is which sale: within a file, and in the files after it."""

import pytest
from sqlalchemy import text

from etl_svc.files.row_names import fingerprint
from etl_svc.tests.driver import ORDER, ORDERS, TICKETS, codes, counts, tickets
from etl_svc.tests.test_dry_run import commit
from shared.contracts.imports import ImportRow, SalesImport
from shared.kafka import outbox
from shared.kafka.outbox import Lane

DAYS = "series_id,date,quantity\n"


@pytest.fixture
def undone(client, recorded):
    async def undone(job):
        answer = await client.post(f"/api/etl/jobs/{job['id']}/undo")
        assert answer.status_code == 202
        return await recorded(undo=[job["id"]])

    return undone


async def test_the_first_ticket_of_another_day_is_another_sale(imported):
    await imported(tickets("1;13/03/2026;CUP;1", "2;13/03/2026;CUP;2"), **TICKETS)

    job, units = await imported(
        tickets("1;14/03/2026;CUP;1", "2;14/03/2026;CUP;3"), **TICKETS
    )

    assert units == {("03-13", "CUP"): 3, ("03-14", "CUP"): 4}
    assert counts(job) == {"recorded": 2}


async def test_a_number_may_start_again_within_a_file_too(imported):
    content = tickets("1;13/03/2026;CUP;1", "1;14/03/2026;CUP;4", "1;14/03/2026;CUP;2")

    _, first = await imported(content, **TICKETS)
    job, again = await imported(content, **TICKETS)

    assert first == again == {("03-13", "CUP"): 1, ("03-14", "CUP"): 6}
    assert (counts(job), codes(job)) == ({"duplicate": 3}, [])


async def test_two_tills_may_give_the_same_number(imported):
    header = "Kasse;Bon;Jour;Article;Nb"
    options = {"map": [*TICKETS["map"], "location:Kasse"]}
    content = tickets("A;1;13/03/2026;CUP;1", "B;1;13/03/2026;CUP;1", header=header)

    await imported(content, **options)
    job, units = await imported(
        content.replace("B;1;13/03/2026;CUP;1", "B;1;13/03/2026;CUP;5"), **options
    )

    assert units == {("03-13", "CUP"): 6}
    assert counts(job) == {"recorded": 1, "changed": 1, "duplicate": 1}


async def test_a_day_that_was_half_is_filled_up(imported, undone):
    first, before = await imported(DAYS + "CUP,2026-03-12,10\nCUP,2026-03-13,4\n")

    job, units = await imported(
        DAYS + "CUP,2026-03-12,10\nCUP,2026-03-13,9\nCUP,2026-03-14,7\n"
    )

    assert units == {("03-12", "CUP"): 10, ("03-13", "CUP"): 9, ("03-14", "CUP"): 7}
    assert counts(job) == {"recorded": 2, "changed": 1, "duplicate": 1}
    assert codes(job) == ["changes"]
    assert await undone(job) == before
    assert await undone(first) == {}


async def test_a_day_corrected_to_nothing_is_nothing(imported, undone):
    _, before = await imported(DAYS + "CUP,2026-03-12,10\nCUP,2026-03-13,4\n")

    job, units = await imported(DAYS + "CUP,2026-03-13,0\nPOT,2026-03-13,0\n")

    assert units == {("03-12", "CUP"): 10}
    assert counts(job) == {"withdrawn": 1}
    assert await undone(job) == before


async def test_rows_of_one_product_and_day_are_added_up_and_said(imported):
    content = DAYS + "CUP,2026-03-12,10\nPOT,2026-03-12,1\nCUP,2026-03-12,4\n"

    job, units = await imported(content)
    again, after = await imported(content)

    assert units == after == {("03-12", "CUP"): 14, ("03-12", "POT"): 1}
    assert (job["rows_added_up"], codes(job)) == (1, ["added_up"])
    assert counts(again) == {"duplicate": 3}


async def test_an_order_cancelled_later_is_taken_back(imported, undone):
    _, before = await imported(
        tickets("900;13/03/2026;CUP;5;payé", "901;13/03/2026;CUP;1;payé", header=ORDER),
        **ORDERS,
    )

    job, units = await imported(
        tickets(
            "900;13/03/2026;CUP;5;annulé", "902;13/03/2026;CUP;2;annulé", header=ORDER
        ),
        **ORDERS,
    )

    assert units == {("03-13", "CUP"): 1}
    assert counts(job) == {"withdrawn": 1}
    assert await undone(job) == before
    _, sold_after_all = await imported(
        tickets("902;13/03/2026;CUP;2;livré", header=ORDER), **ORDERS
    )
    assert sold_after_all == {("03-13", "CUP"): 8}


async def test_an_order_edited_later_is_what_it_says_now(imported):
    await imported(
        tickets("900;13/03/2026;CUP;5", "900;13/03/2026;POT;1", "900;13/03/2026;CUP;2"),
        **TICKETS,
    )

    job, units = await imported(
        tickets("900;13/03/2026;CUP;5", "900;13/03/2026;POT;3", "900;13/03/2026;CUP;1"),
        **TICKETS,
    )

    assert units == {("03-13", "CUP"): 6, ("03-13", "POT"): 3}
    assert counts(job) == {"recorded": 2, "changed": 2, "duplicate": 1}


async def test_mostly_known_rows_of_another_file_are_a_reason_to_warn(imported):
    """Two tills whose files go under one source: nobody knows their sales apart."""
    row = "CUP,2026-03-12,1,0.90\n"
    header = "sku,sold_at,quantity,price\n"
    first, _ = await imported(header + row * 2)

    job, units = await imported(header + row * 3)
    same, _ = await imported(header + row * 3)

    assert units == {("03-12", "CUP"): 3}
    assert (codes(first), codes(job), codes(same)) == ([], ["mostly_known"], [])
    assert job["warnings"][0]["params"] == {"known": 2, "rows": 3}


async def test_a_dry_run_shows_what_would_change(driver, working, imported, client):
    await imported(
        tickets(
            "1;13/03/2026;CUP;1",
            "2;13/03/2026;CUP;2",
            "3;13/03/2026;CUP;3",
            "4;14/03/2026;CUP;4",
            "5;20/03/2026;CUP;4",
        ),
        **TICKETS,
    )

    job, units = await imported(
        tickets(
            "1;13/03/2026;CUP;1;payé",
            "2;13/03/2026;CUP;9;payé",
            "3;13/03/2026;CUP;3;annulé",
            "9;14/03/2026;CUP;3;payé",
            header=ORDER,
        ),
        dry_run=True,
        **ORDERS,
    )

    assert job["status"] == "checked"
    shown = job["comparison"]
    assert {n: shown[n] for n in ("new", "same", "changed", "withdrawn", "gone")} == {
        "new": 1, "same": 1, "changed": 1, "withdrawn": 1, "gone": 1,
    }  # fmt: skip
    assert shown["changes"] == [
        {"line": 3, "sku": "CUP", "recorded": 2, "quantity": 9},
        {"line": 4, "sku": "CUP", "recorded": 3, "quantity": 0},
    ]
    assert codes(job) == ["changes", "gone"]
    assert sum(units.values()) == 14
    assert job["states"] == {"payé": 3, "annulé": 1}

    assert (await commit(client, job["id"])).status_code == 202
    async with working():
        await driver.all_sent(job["id"])
    assert [row["quantity"] for _, row in (await driver.sent())[5:]] == [1, 9, 3, 0]


async def test_a_dry_run_of_a_new_source_is_all_new(imported):
    job, _ = await imported(DAYS + "CUP,2026-03-12,10\n", dry_run=True)

    assert (job["comparison"]["new"], job["comparison"]["gone"]) == (1, 0)


@pytest.mark.parametrize("dry_run", [True, False])
async def test_a_file_that_a_version_before_imported_is_known(
    app, imported, recorded, dry_run
):
    """Its rows have the keys that they got then: without the day of the ticket."""
    content = tickets("1;13/03/2026;CUP;1", "1;13/03/2026;CUP;2", "2;13/03/2026;POT;1")
    await imported(content, source="till", **TICKETS)
    names = {"CUP": fingerprint("1", "CUP", ""), "POT": fingerprint("2", "POT", "")}
    async with app.state.sales_database.transaction() as db:
        for id_, key in (
            (1, f"till/{names['CUP']}/0"),
            (2, f"till/{names['CUP']}/1"),
            (3, f"till/{names['POT']}/0"),
        ):
            # As they would stand there; sales_svc itself never does it.
            await db.execute(
                text(
                    "UPDATE sales SET row_key = :key WHERE id = (SELECT id FROM sales"
                    " ORDER BY (quantity, product_id), id OFFSET :n LIMIT 1)"
                ),
                {"key": key, "n": {1: 0, 2: 2, 3: 1}[id_]},
            )
    async with app.state.database.transaction() as db:
        await db.execute(text("UPDATE jobs SET key_version = 1"))

    again, units = await imported(
        content + "1;14/03/2026;CUP;7\n", source="till", dry_run=dry_run, **TICKETS
    )

    if dry_run:
        assert (again["comparison"]["new"], again["comparison"]["same"]) == (1, 3)
    else:
        assert counts(again) == {"recorded": 1, "duplicate": 3}
        assert units == {("03-13", "CUP"): 3, ("03-13", "POT"): 1, ("03-14", "CUP"): 7}


async def test_a_job_goes_on_with_the_same_numbers_after_a_crash(
    driver, working, recorded, monkeypatch
):
    """Lines of a ticket and rows of a day are counted again from the first line on."""
    from etl_svc.files import csv_source

    monkeypatch.setattr(csv_source, "STEP_ROWS", 3)
    content = DAYS + "".join(f"CUP,2026-03-{1 + n % 4:02},{n + 1}\n" for n in range(10))
    job_id = await driver.upload(content.encode())
    while (await driver.job(job_id))["rows_read"] < 10:
        async with working():
            before = (await driver.job(job_id))["rows_read"]
            await driver.sees(job_id, lambda job, was=before: job["rows_read"] > was)
    async with working():
        await driver.all_sent(job_id)

    keys = [row["row_key"] for _, row in await driver.sent()]
    assert len(keys) == len(set(keys)) == 10
    units = await recorded()
    assert sum(units.values()) == 55


async def test_a_chunk_of_the_version_before_is_recorded_as_it_was(app, recorded):
    """As it waits at the broker during an upgrade: without any of the new fields."""
    row = {
        "row_key": "x/1",
        "product_id": 1,
        "quantity": 2,
        "price": 1,
        "sold_at": "2026-01-01",
    }
    told = SalesImport(
        import_id=1,
        chunk=0,
        user_id=7,
        rows=[ImportRow(**row | {"sold_at": "2026-01-01T12:00:00Z"})],
    )
    async with app.state.database.transaction() as db:
        await outbox.put(db, told, lane=Lane.IMPORT)
    assert set(told.model_dump(exclude_none=True)) == {
        "import_id",
        "chunk",
        "user_id",
        "rows",
    }
    await recorded()
    async with app.state.sales_database.read() as db:
        assert await db.scalar(text("SELECT count(*) FROM sales")) == 1
