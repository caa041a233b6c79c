"""Who may do what."""

import pytest

from products_svc.tests.factories import add_order, product_body, receive
from tests.support import client_for, service_bearer

READING = [
    "/api/products",
    "/api/products/1",
    "/api/products/1/movements",
    "/api/stock/movements",
    "/api/stock/movements/1",
    "/api/stock",
    "/api/locations",
    "/api/locations/1",
    "/api/stock/counts",
    "/api/stock/counts/1",
    "/api/stock/counts/1/lines",
    "/api/stock/transfers",
    "/api/stock/in-transit",
    "/api/stock/transfers/1",
    "/api/stock/lots",
    "/api/stock/lots/1",
]
TERMS = {"items": [{"product_id": 1, "unit_cost": 1}]}
TRANSFER = {
    "from_location_id": 1,
    "to_location_id": 2,
    "lines": [{"product_id": 1, "quantity": 1}],
}
WRITING = [
    ("POST", "/api/products", product_body(sku="NEW")),
    ("POST", "/api/products/bulk", {"items": [product_body(sku="NEW")]}),
    ("PUT", "/api/products/1", product_body(sku="NEW")),
    ("DELETE", "/api/products/1", None),
    (
        "POST",
        "/api/stock/adjustments",
        {"product_id": 1, "delta": 1, "reason": "found"},
    ),
    ("POST", "/api/locations", {"name": "Lyon"}),
    ("PUT", "/api/locations/1", {"name": "Lyon"}),
    ("POST", "/api/suppliers", {"name": "South"}),
    ("PUT", "/api/suppliers/1", {"name": "South"}),
    ("PUT", "/api/suppliers/1/products", TERMS),
    ("DELETE", "/api/suppliers/1", None),
    ("POST", "/api/stock/counts", {}),
    ("POST", "/api/stock/counts/1/post", {}),
    ("POST", "/api/stock/counts/1/cancel", {"reason": "no time"}),
    ("POST", "/api/stock/transfers", TRANSFER),
    ("POST", "/api/stock/lots/1/write-off", {}),
    (
        "POST",
        "/api/stock/supplier-returns",
        {
            "supplier_id": 1,
            "reason": "other",
            "lines": [{"product_id": 1, "quantity": 1}],
        },
    ),
    ("POST", "/api/stock/transfers/1/ship", {}),
    ("POST", "/api/stock/transfers/2/receive", {}),
    ("POST", "/api/stock/transfers/1/cancel", {"reason": "no time"}),
]
BUYING = [
    "/api/suppliers",
    "/api/suppliers/1",
    "/api/suppliers/1/products",
    "/api/stock/counts/1/report",
    "/api/stock/counts/1/report.csv",
    "/api/stock/supplier-returns",
]
"""What shows costs."""
SNAPSHOTS = [
    "/api/products/snapshot",
    "/api/stock/snapshot",
    "/api/stock/availability/snapshot",
    "/api/stock/movements/snapshot",
    "/api/locations/snapshot",
    "/api/stock/transfers/snapshot",
    "/api/stock/lots/snapshot",
    "/api/suppliers/snapshot",
    "/api/suppliers/terms/snapshot",
]


@pytest.fixture
async def one_product(client):
    await client.post("/api/products", json=product_body(sku="OLD"))
    await client.post("/api/suppliers", json={"name": "North"})
    order = await add_order(
        client, {"id": 1}, {"product_id": 1, "quantity": 9, "unit_cost": 1}
    )
    # More of it than the transfer takes along.
    await receive(client, order, {"line_id": 1, "quantity": 9, "lot": "A"})
    await client.post("/api/stock/counts", json={})
    await client.post("/api/locations", json={"name": "Store"})
    for _ in range(2):
        await client.post("/api/stock/transfers", json=TRANSFER)
    await client.post("/api/stock/transfers/2/ship", json={})


@pytest.mark.parametrize("address", READING)
async def test_reading_needs_a_token_of_any_role(app, one_product, address):
    async with client_for(app, "viewer") as viewer, client_for(app, None) as nobody:
        assert (await viewer.get(address)).status_code == 200
        assert (await nobody.get(address)).status_code == 401


@pytest.mark.parametrize("address", BUYING)
async def test_who_does_not_buy_sees_no_costs(app, one_product, address):
    async with client_for(app, "user") as user, client_for(app, "manager") as manager:
        assert (await user.get(address)).status_code == 403
        assert (await manager.get(address)).status_code == 200


@pytest.mark.parametrize(("method", "address", "body"), WRITING)
async def test_writing_needs_a_manager(app, one_product, method, address, body):
    async with client_for(app, "user") as user, client_for(app, None) as nobody:
        assert (await user.request(method, address, json=body)).status_code == 403
        assert (await nobody.request(method, address, json=body)).status_code == 401
    async with client_for(app, "manager") as manager:
        assert (await manager.request(method, address, json=body)).is_success


async def test_users_enter_what_they_count_and_viewers_do_not(app, one_product):
    body = {"lines": [{"product_id": 1, "units": 3}]}
    async with client_for(app, "viewer") as viewer, client_for(app, "user") as user:
        refused = await viewer.put("/api/stock/counts/1/lines", json=body)
        entered = await user.put("/api/stock/counts/1/lines", json=body)

    assert (refused.status_code, entered.status_code) == (403, 200)


@pytest.mark.parametrize("address", SNAPSHOTS)
async def test_snapshots_are_for_forecast_svc_alone(app, address):
    async with client_for(app, "admin") as admin, client_for(app, None) as service:
        assert (await admin.get(address)).status_code == 403
        etl = await service.get(address, headers=service_bearer("etl_svc"))
        forecast = await service.get(address, headers=service_bearer("forecast_svc"))
    assert (etl.status_code, forecast.status_code) == (403, 200)


async def test_etl_svc_may_list_add_and_change_products_and_no_more(app, one_product):
    async with client_for(app, None) as etl:
        etl.headers.update(service_bearer("etl_svc"))
        allowed = [
            await etl.get("/api/products"),
            await etl.post("/api/products", json=product_body()),
            await etl.post("/api/products/bulk", json={"items": [product_body()]}),
            await etl.put("/api/products/1", json=product_body()),
        ]
        refused = [
            await etl.delete("/api/products/1"),
            await etl.get("/api/stock/movements"),
        ]

    assert [a.status_code for a in allowed] == [200, 201, 200, 200]
    assert {a.status_code for a in refused} == {403}
