"""An import is taken back as a whole, whatever of it has arrived by then."""

import asyncio

import pytest

from sales_svc.housekeeping import Housekeeper
from sales_svc.imports.operations import undo_import as undoing
from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.imports.operations.undo_import import undo_some
from sales_svc.tests.factories import make_chunk, make_row, make_rows, void
from sales_svc.tests.test_imports import progress
from shared.contracts.sales import SaleVoided
from tests.support import bearer, eventually, service_bearer


@pytest.fixture
async def housekeeper(app):
    keeper = Housekeeper(app.state.database)
    task = asyncio.create_task(keeper.run())
    yield keeper
    keeper.stop()
    await task


async def undo_some_and_die(database):
    async with database.transaction() as db:
        await undo_some(db, 5, user_id=7)
        raise ConnectionResetError


async def undo(client, import_id):
    return await client.post(f"/api/sales/imports/{import_id}/undo")


async def test_undoing_voids_every_sale_of_the_import_and_no_other(
    client, shop, record, housekeeper
):
    tea = await shop.add_product(stock=10)
    await record(
        make_chunk(5, rows=make_rows(700, product_id=tea)[:500]),
        make_chunk(6, rows=[make_row()]),
    )

    answer = await undo(client, 5)

    assert answer.status_code == 202
    assert answer.json()["undone_by"] == 7
    state = await eventually(
        lambda: client.get("/api/sales/imports/5"),
        until=lambda a: a.json()["undo_finished_at"] is not None,
    )
    assert state.json()["rows"] == 500
    assert await shop.count("sales.sales", "voided_at IS NULL") == 1
    assert await shop.stock_of(tea) == 10
    told = [
        SaleVoided.model_validate(e, extra="forbid")
        for e in await shop.events("sales.voided")
    ]
    assert len({t.sale_id for t in told}) == len(told) == 500
    assert {(t.import_id, t.user_id) for t in told} == {(5, 7)}
    assert await shop.count("sales.outbox", "topic = 'sales.voided' AND lane = 1") == 1


async def test_undoing_again_changes_nothing(client, shop, record, housekeeper):
    await record(make_chunk(5))
    first = await undo(client, 5)
    await eventually(
        lambda: client.get("/api/sales/imports/5"),
        until=lambda a: a.json()["undo_finished_at"] is not None,
    )

    again = await undo(client, 5)

    assert again.status_code == 202
    assert again.json()["undone_at"] == first.json()["undone_at"]
    assert len(await shop.events("sales.voided")) == 1


async def test_later_chunks_of_an_undone_import_are_refused(client, shop, record):
    # Undone before anything of it arrived, as only the service of imports may.
    etl = service_bearer("etl_svc") | {"X-Acting-User": "9"}
    await client.post("/api/sales/imports/5/undo", headers=etl)

    await record(make_chunk(5, 0, rows=make_rows(2)), make_chunk(6, 0))

    assert await shop.count("sales.sales", "import_id = 5") == 0
    told = await progress(shop)
    assert told[5, "sales_svc/0"] == (0, 0, ["import_undone"] * 2)
    assert told[6, "sales_svc/0"] == (1, 0, [])


async def test_after_an_undo_the_same_rows_can_be_imported_again(
    client, shop, record, housekeeper
):
    rows = make_rows(3)
    await record(make_chunk(5, rows=rows))
    await undo(client, 5)
    await eventually(
        lambda: client.get("/api/sales/imports/5"),
        until=lambda a: a.json()["undo_finished_at"] is not None,
    )

    await record(make_chunk(6, rows=rows))

    assert (await progress(shop))[6, "sales_svc/0"] == (3, 0, [])
    assert await shop.count("sales.sales", "voided_at IS NULL") == 3


async def test_a_sale_voided_before_keeps_its_reason_and_is_told_once(
    app, client, shop, record
):
    await record(make_chunk(5, rows=make_rows(2)))
    first = (await shop.sales())[0]["id"]
    await void(client, first, "counted twice")
    await undo(client, 5)

    async with app.state.database.transaction() as db:
        await undo_some(db, 5, user_id=7)

    assert (await client.get(f"/api/sales/{first}")).json()[
        "void_reason"
    ] == "counted twice"
    voided = [e["sale_id"] for e in await shop.events("sales.voided")]
    assert len(voided) == len(set(voided)) == 2


async def test_an_undo_cut_off_half_way_goes_on_where_it_was(
    app, client, shop, record, monkeypatch
):
    monkeypatch.setattr(
        undoing, "_VOID_SOME", undoing._VOID_SOME.bindparams(at_a_time=2)
    )
    await record(make_chunk(5, rows=make_rows(5)))
    await undo(client, 5)
    database = app.state.database

    async with database.transaction() as db:
        assert await undo_some(db, 5, user_id=7)
    # A step that dies with its process leaves nothing behind.
    with pytest.raises(ConnectionResetError):
        await undo_some_and_die(database)
    assert await shop.count("sales.sales", "voided_at IS NOT NULL") == 2

    keeper = Housekeeper(database)
    await keeper._undo_imports()

    voided = [e["sale_id"] for e in await shop.events("sales.voided")]
    assert len(voided) == len(set(voided)) == 5


async def test_an_undo_waits_for_the_chunk_that_is_being_recorded(
    app, client, shop, record
):
    database = app.state.database
    await record(make_chunk(5, 0))

    async with database.transaction() as db:
        await record_chunks(db, [make_chunk(5, 1)])
        request = asyncio.create_task(undo(client, 5))
        await eventually(lambda: shop.count("pg_locks", "NOT granted"))
    assert (await request).status_code == 202
    await Housekeeper(database)._undo_imports()

    assert await shop.count("sales.sales", "voided_at IS NULL") == 0
    assert await shop.count("sales.sales") == 2


async def test_an_undo_during_an_import_leaves_no_sale_alive(
    client, shop, record, housekeeper
):
    chunks = [make_chunk(5, n, rows=make_rows(50)) for n in range(20)]

    async def import_all():
        for chunk in chunks:
            await record(chunk)

    async def undo_meanwhile():
        await eventually(lambda: shop.count("sales.sales"))
        assert (await undo(client, 5)).status_code == 202

    await asyncio.gather(import_all(), undo_meanwhile())
    await eventually(
        lambda: client.get("/api/sales/imports/5"),
        until=lambda a: a.json()["undo_finished_at"] is not None,
    )

    assert await shop.count("sales.sales", "voided_at IS NULL") == 0
    state = (await client.get("/api/sales/imports/5")).json()
    assert state["rows"] + state["rejected"] == 1000
    assert state["rows"] == len(await shop.events("sales.voided"))


async def test_an_import_that_never_arrived_is_not_found(client):
    answer = await client.get("/api/sales/imports/4711")

    assert answer.status_code == 404
    assert answer.json()["code"] == "import_not_found"


async def test_a_person_undoes_no_import_that_is_yet_to_come(client, shop, record):
    answer = await undo(client, 5)
    assert (answer.status_code, answer.json()["code"]) == (404, "import_not_found")

    tea = await shop.add_product()
    await record(make_chunk(5, rows=make_rows(3, product_id=tea)))

    assert len(await shop.sales()) == 3


async def test_undoing_needs_a_manager(client):
    answer = await client.post("/api/sales/imports/5/undo", headers=bearer("user"))
    assert answer.status_code == 403
    etl = service_bearer("etl_svc") | {"X-Acting-User": "9"}
    answer = await client.post("/api/sales/imports/5/undo", headers=etl)
    assert answer.json()["undone_by"] == 9
