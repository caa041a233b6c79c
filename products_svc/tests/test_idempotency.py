"""``Idempotency-Key``: a request that is repeated does its work once."""

import asyncio
import hashlib

import pytest

from products_svc.idempotency import fingerprint
from products_svc.locations.schemas import LocationIn
from products_svc.tests.factories import add_product, product_body, stock_of
from tests.support import client_for

KEY = {"Idempotency-Key": "till-1/42"}


async def test_the_same_request_again_gets_the_first_answer(client):
    body = product_body(sku="TEA")

    first = await client.post("/api/products", json=body, headers=KEY)
    again = await client.post("/api/products", json=body, headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert len((await client.get("/api/products")).json()) == 1


async def test_another_request_under_the_same_key_is_refused(client):
    tea = await add_product(client)
    body = {"product_id": tea["id"], "delta": 1, "reason": "found"}
    await client.post("/api/stock/adjustments", json=body, headers=KEY)

    answers = [
        await client.post(
            "/api/stock/adjustments", json=body | {"delta": 2}, headers=KEY
        ),
        await client.post("/api/products", json=product_body(), headers=KEY),
    ]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (422, "idempotency_key_reused")
    }
    assert await stock_of(client, tea["id"]) == 11


async def test_20_at_once_with_one_key_move_stock_once(client):
    tea = await add_product(client, stock=10)
    body = {"product_id": tea["id"], "delta": 5, "reason": "receipt"}

    answers = await asyncio.gather(
        *(
            client.post("/api/stock/adjustments", json=body, headers=KEY)
            for _ in range(20)
        )
    )

    assert {a.status_code for a in answers} <= {201, 409}
    assert len({a.text for a in answers if a.status_code == 201}) == 1
    assert await stock_of(client, tea["id"]) == 15


async def test_while_the_first_is_under_way_the_second_is_told_to_wait(
    client, inspector
):
    tea = await add_product(client)
    body = {"product_id": tea["id"], "delta": 5, "reason": "receipt"}
    async with inspector.transaction():
        await inspector.execute(
            "INSERT INTO idempotency_keys (caller, key, fingerprint)"
            " VALUES ('7', $1, '')",
            KEY["Idempotency-Key"],
        )
        answer = await client.post("/api/stock/adjustments", json=body, headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (
        409,
        "idempotency_key_in_flight",
    )


async def test_a_request_that_failed_may_be_repeated_with_its_key(client):
    tea = await add_product(client, stock=2)
    body = {"product_id": tea["id"], "delta": -3, "reason": "loss"}

    refused = await client.post("/api/stock/adjustments", json=body, headers=KEY)
    await client.post("/api/stock/adjustments", json=body | {"delta": 5})
    done = await client.post("/api/stock/adjustments", json=body, headers=KEY)

    assert (refused.status_code, done.status_code) == (409, 201)


async def test_keys_of_different_people_have_nothing_to_do_with_each_other(app, client):
    await client.post("/api/products", json=product_body(), headers=KEY)

    async with client_for(app, "manager", 8) as other:
        answer = await other.post("/api/products", json=product_body(), headers=KEY)

    assert answer.status_code == 201


async def test_old_keys_are_forgotten(client, inspector):
    await client.post("/api/products", json=product_body(), headers=KEY)
    await inspector.execute(
        "UPDATE idempotency_keys SET created_at = now() - interval '3 days'"
    )

    await client.post(
        "/api/products", json=product_body(), headers={"Idempotency-Key": "other"}
    )

    kept = await inspector.fetch("SELECT key FROM idempotency_keys")
    assert [row["key"] for row in kept] == ["other"]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256])
async def test_a_key_is_a_short_word(client, key):
    answer = await client.post(
        "/api/products", json=product_body(), headers={"Idempotency-Key": key}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/products", {"sku": "TEA", "name": "Tea", "price": 4, "stock": 3}),
        ("/api/locations", {"name": "Lyon"}),
        ("/api/suppliers", {"name": "North"}),
    ],
)
async def test_an_answer_of_before_an_upgrade_is_given_as_it_was(
    client, inspector, path, body
):
    """A field that answers have since is not in it."""
    first = await client.post(path, json=body, headers=KEY)
    await inspector.execute(
        "UPDATE idempotency_keys SET answer = (answer::jsonb - 'created_at' - 'name')::json"
    )

    again = await client.post(path, json=body, headers=KEY)

    assert again.status_code == 201, again.text
    kept = {
        name: value
        for name, value in first.json().items()
        if name not in ("created_at", "name")
    }
    assert again.json() == kept
    for header in ("Location", "ETag"):
        assert again.headers[header] == first.headers[header]


async def test_a_key_of_before_defaults_were_left_out_is_known(client, inspector):
    body = {"name": "Lyon"}
    first = await client.post("/api/locations", json=body, headers=KEY)
    whole = f"LocationIn {LocationIn(**body).model_dump_json()}"
    await inspector.execute(
        "UPDATE idempotency_keys SET fingerprint = $1",
        hashlib.sha256(whole.encode()).digest(),
    )

    again = await client.post("/api/locations", json=body, headers=KEY)

    assert (again.status_code, again.json()) == (201, first.json())


def test_a_field_that_is_added_later_makes_no_other_request():
    class Later(LocationIn):
        opened_on: str | None = None

    Later.__name__ = "LocationIn"

    assert fingerprint(Later(name="Lyon")) == fingerprint(LocationIn(name="Lyon"))
    assert fingerprint(LocationIn(name="Nice")) != fingerprint(LocationIn(name="Lyon"))
