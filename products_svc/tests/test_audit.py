"""Who did what: one row and one event per act, in the transaction of the act."""

from uuid import uuid4

import asyncpg
import orjson
import pytest

from products_svc.tests.factories import add_location, add_product, adjust, product_body
from shared.contracts.audit import AuditRecorded
from tests.support import outbox_rows, service_bearer


async def acts(inspector):
    rows = await inspector.fetch("SELECT * FROM audit ORDER BY n")
    return [
        (r["action"], r["subject"], r["actor"], orjson.loads(r["changes"]))
        for r in rows
    ]


async def test_each_act_is_written_down_once_with_what_it_changed(
    app, client, inspector
):
    tea = await add_product(client, sku="TEA", price=4.2, stock=10)
    await client.put(f"/api/products/{tea['id']}", json=tea | {"price": 4.5})
    await client.put(f"/api/products/{tea['id']}", json=tea | {"price": 4.5})
    await adjust(client, tea["id"], delta=2, reason="found")
    await client.delete(f"/api/products/{tea['id']}")
    await client.post(
        "/api/products/bulk", json={"items": [product_body(), product_body()]}
    )
    await add_location(client, name="Lyon")

    found = await acts(inspector)

    of_tea = f"product/{tea['id']}"
    assert [act[:3] for act in found] == [
        ("product.created", of_tea, 7),
        ("product.changed", of_tea, 7),
        ("stock.adjusted", of_tea, 7),
        ("product.archived", of_tea, 7),
        ("products.imported", "products", 7),
        ("location.opened", "location/2", 7),
    ]
    assert found[1][3] == {"price": {"from": 4.2, "to": 4.5}}
    assert found[2][3]["stock"] == {"from": 10, "to": 12}
    assert found[4][3]["products"] == 2
    told = [
        row["payload"]
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]
    assert [
        (t["action"], t["subject"], t["actor"], t["changes"]) for t in told
    ] == found
    facts = [AuditRecorded.model_validate(t, extra="forbid") for t in told]
    assert {fact.service for fact in facts} == {"products_svc"}
    assert {fact.address for fact in facts} == {"127.0.0.1"}
    assert facts[0].version == 1


async def test_a_service_tells_where_whom_it_acts_for_came_from_and_people_do_not(
    app, client
):
    elsewhere = {"X-Acting-Address": "198.51.100.7"}
    forecast = service_bearer("forecast_svc") | {"X-Acting-User": "7"}
    supplier = await client.post(
        "/api/suppliers", json={"name": "Le moulin"}, headers=elsewhere
    )
    tea = await add_product(client)
    body = {
        "supplier_id": supplier.json()["id"],
        "lines": [{"product_id": tea["id"], "quantity": 3, "unit_cost": 2}],
    }
    for headers in (forecast | elsewhere, forecast):
        key = {"Idempotency-Key": uuid4().hex}
        answer = await client.post(
            "/api/purchase-orders", json=body, headers=headers | key
        )
        assert answer.status_code == 201, answer.text

    told = [
        (row["payload"]["action"], row["payload"]["address"])
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]
    assert told == [
        ("supplier.added", "127.0.0.1"),
        ("product.created", "127.0.0.1"),
        ("order.drafted", "198.51.100.7"),
        ("order.drafted", None),
    ]


async def test_what_did_not_happen_is_not_written_down(client, inspector):
    tea = await add_product(client, stock=1)

    refused = await adjust(client, tea["id"], delta=-2, reason="loss")

    assert refused.status_code == 409
    assert [act[0] for act in await acts(inspector)] == ["product.created"]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 1", "DELETE FROM audit", "TRUNCATE audit"]
)
async def test_the_services_role_can_only_append(app, databases, statement):
    connection = await asyncpg.connect(
        databases.role_dsn("app", "products"),
        server_settings={"search_path": "products"},
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


async def test_files_that_leave_are_acts_of_who_takes_them(client, inspector):
    opened = await client.post("/api/stock/counts", json={"location_id": 1})
    assert opened.status_code == 201, opened.text
    count = opened.json()["id"]
    for path in (
        "/api/products/export.csv",
        "/api/suppliers/export.csv",
        "/api/suppliers/terms/export.csv",
        f"/api/stock/counts/{count}/report.csv",
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text

    assert [act[:3] for act in await acts(inspector)][1:] == [
        ("file.exported", "products", 7),
        ("file.exported", "suppliers", 7),
        ("file.exported", "terms", 7),
        ("file.exported", f"count/{count}", 7),
    ]
