"""Who took what back, and why, is written down in the transaction of the act."""

import asyncpg
import pytest

from sales_svc.tests.factories import (
    give_back,
    line,
    ordered,
    sold,
    void,
    void_order,
)
from shared.contracts.audit import AuditRecorded
from tests.support import outbox_rows, service_bearer


async def audit_events(app):
    return [
        AuditRecorded.model_validate(row["payload"], extra="forbid")
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]


async def test_voids_and_returns_say_who_and_why_once(app, client, shop):
    tea = await shop.add_product(stock=20)
    sale = await sold(client, tea, quantity=3)
    basket = await ordered(client, line(tea, 2), line(tea))
    await give_back(client, sale["id"], 1, condition="damaged", reason="torn")
    for _ in range(2):
        await void(client, sale["id"], "typed twice")
        await void_order(client, basket["id"], "changed their mind")

    returned, voided, of_basket = await audit_events(app)
    assert {fact.service for fact in (returned, voided, of_basket)} == {"sales_svc"}
    assert {fact.actor for fact in (returned, voided, of_basket)} == {7}
    assert (returned.action, returned.subject) == (
        "sale.returned",
        f"sale/{sale['id']}",
    )
    assert returned.changes["reason"] == "torn"
    assert (returned.changes["units"], returned.changes["condition"]) == (1, "damaged")
    assert (voided.action, voided.changes["reason"]) == ("sale.voided", "typed twice")
    # One of the three had come back before.
    assert voided.changes["units"] == 2
    assert (of_basket.action, of_basket.subject) == (
        "basket.voided",
        f"basket/{basket['id']}",
    )
    assert of_basket.changes["sales"] == [each["id"] for each in basket["lines"]]


async def test_a_sale_itself_is_no_entry(app, client, shop):
    await sold(client, await shop.add_product(stock=1))

    assert await audit_events(app) == []


async def test_an_import_that_is_undone_says_by_whom_once(app, client, shop):
    await shop.connection.execute("INSERT INTO sales.imports (import_id) VALUES (5)")
    for _ in range(2):
        answer = await client.post("/api/sales/imports/5/undo")
        assert answer.status_code == 202, answer.text

    (undone,) = await audit_events(app)
    assert (undone.action, undone.subject, undone.actor) == (
        "import.undone",
        "import/5",
        7,
    )


async def test_what_fails_is_not_written_down_as_done(app, client, shop):
    sale = await sold(client, await shop.add_product(stock=1))

    answer = await give_back(client, sale["id"], 2)

    assert answer.status_code == 409
    assert await audit_events(app) == []


async def test_the_service_itself_can_take_nothing_back(databases, client, shop):
    sale = await sold(client, await shop.add_product(stock=1))
    await void(client, sale["id"])
    connection = await asyncpg.connect(
        databases.role_dsn("app", "sales"), server_settings={"search_path": "sales"}
    )
    try:
        for statement in (
            "UPDATE audit SET actor = 1",
            "DELETE FROM audit",
            "TRUNCATE audit",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_files_that_leave_are_acts_of_who_takes_them(app, client):
    for path in ("/api/sales/export.csv", "/api/sales/margins/export.csv"):
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
    # What a service reads is for somebody whose own act is written down there.
    own = service_bearer("etl_svc")
    assert (await client.get("/api/sales/export.csv", headers=own)).status_code == 200

    facts = await audit_events(app)
    assert [(fact.action, fact.subject, fact.actor) for fact in facts] == [
        ("file.exported", "sales", 7),
        ("file.exported", "margins", 7),
    ]
