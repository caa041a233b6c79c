"""POST /api/sales/{id}/void: a sale is taken back once."""

import asyncio
from datetime import datetime

import pytest

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.tests.factories import make_chunk, make_row, sold, void
from shared.contracts.sales import SaleVoided
from tests.support import bearer


async def test_a_void_gives_the_units_back_and_is_told(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=3)

    answer = await void(client, sale["id"], "  wrong article ")

    assert answer.status_code == 200
    voided = answer.json()
    assert voided == sale | {
        "voided_at": voided["voided_at"],
        "voided_by": 7,
        "void_reason": "wrong article",
    }
    assert await shop.stock_of(tea) == 10
    taken, returned = await shop.movements()
    assert returned["reference"] == taken["reference"] == f"sale:{sale['id']}"
    assert (returned["delta"], returned["reason"], returned["actor"]) == (
        3,
        "void",
        7,
    )
    assert (taken["note"], returned["note"]) == (None, "wrong article")
    (event,) = await shop.events("sales.voided")
    told = SaleVoided.model_validate(event, extra="forbid")
    assert (told.sale_id, told.quantity, told.user_id) == (sale["id"], 3, 7)
    assert told.voided_at == datetime.fromisoformat(voided["voided_at"])


async def test_voiding_again_changes_nothing_and_answers_the_same(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea)
    first = await void(client, sale["id"], "mistake")

    again = await void(client, sale["id"], "another reason")

    assert again.status_code == 200
    assert again.content == first.content
    assert await shop.stock_of(tea) == 10
    assert len(await shop.events("sales.voided")) == 1


async def test_of_many_voids_at_once_one_has_an_effect(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea, quantity=4)

    answers = await asyncio.gather(*(void(client, sale["id"]) for _ in range(12)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert await shop.stock_of(tea) == 10
    assert len(await shop.movements()) == 2
    assert len(await shop.events("sales.voided")) == 1


async def test_a_sale_of_an_archived_product_can_still_be_voided(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea)
    await shop.archive(tea)

    assert (await void(client, sale["id"])).status_code == 200
    assert await shop.stock_of(tea) == 10


async def test_voiding_imported_history_moves_no_stock(app, client, shop):
    tea = await shop.add_product(stock=10)
    async with app.state.database.transaction() as db:
        await record_chunks(db, [make_chunk(5, rows=[make_row(product_id=tea)])])
    (sale,) = await shop.sales()

    answer = await void(client, sale["id"])

    assert answer.status_code == 200
    assert await shop.movements() == []
    assert await shop.stock_of(tea) == 10
    (event,) = await shop.events("sales.voided")
    assert event["import_id"] == 5


async def test_an_unknown_sale_cannot_be_voided(client):
    answer = await void(client, 4711)

    assert answer.status_code == 404
    assert answer.json()["code"] == "sale_not_found"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\x00b", None, 7])
async def test_a_void_needs_a_reason(client, shop, reason):
    sale = await sold(client, await shop.add_product())

    answer = await void(client, sale["id"], reason)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "reason"


@pytest.mark.parametrize(("role", "status"), [("user", 403), ("manager", 200)])
async def test_voiding_needs_a_manager(client, shop, role, status):
    sale = await sold(client, await shop.add_product())
    client.headers.update(bearer(role, 9))

    assert (await void(client, sale["id"])).status_code == status
