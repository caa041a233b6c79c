"""How large a body each route of every service takes: what holds is what the table says."""

import importlib
import re
from collections.abc import AsyncIterator

import pytest
from fastapi.params import Form
from fastapi.routing import APIRoute

from ops.migrate import SERVICES
from shared.http.limits import BODY_LIMITS, COUNTED_BY_THE_ROUTE, KIB, MIB, body_limit
from tests.support import client_for

PIECE = 4 * KIB


def routes():
    """All but the upload's, whose own test is beside it."""
    for service in SERVICES:
        app = importlib.import_module(f"{service}.app").app
        for route in app.router.routes:
            counted = isinstance(route, APIRoute) and body_limit(route.path)
            if counted and counted != COUNTED_BY_THE_ROUTE:
                for method in sorted(route.methods):
                    yield pytest.param(
                        app, method, route, id=f"{service} {method} {route.path}"
                    )


ROUTES = list(routes())


def address(route: APIRoute) -> str:
    """One of the addresses that lead to the route."""
    return re.sub(r"{\w+}", "1", route.path)


class Body:
    """So many blanks, which are no JSON, in pieces; counts what was asked for."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.taken = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        while self.taken < self._size:
            piece = b" " * min(PIECE, self._size - self.taken)
            self.taken += len(piece)
            yield piece


def media_type(route):
    """Of its body; that of another is not read at all."""
    body = route.body_field
    form = body is not None and isinstance(body.field_info, Form)
    return "application/x-www-form-urlencoded" if form else "application/json"


async def sent(app, method, route, body, **headers):
    async with client_for(app, "admin") as client:
        return await client.request(
            method,
            address(route),
            content=body.pieces(),
            headers={"Content-Type": media_type(route)} | headers,
        )


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/api/auth/login", 16 * KIB),
        ("/api/auth/users/1", 16 * KIB),
        ("/api/authors", 256 * KIB),
        ("/api/products", 256 * KIB),
        ("/api/products/bulk", MIB),
        ("/api/products/import", 2 * MIB),
        ("/api/products/7/picture", 5 * MIB),
        ("/api/products/7/prices", 256 * KIB),
        ("/api/purchase-orders", MIB),
        ("/api/purchase-orders/1/receipts", MIB),
        ("/api/stock/counts/1/lines", MIB),
        ("/api/stock/adjustments", 256 * KIB),
        ("/api/sales", 256 * KIB),
        ("/api/forecast/replenishment/what-if", 2 * MIB),
        ("/api/etl/synthetic", 256 * KIB),
        ("/nowhere", 256 * KIB),
        ("", 256 * KIB),
    ],
)
def test_the_table_knows_kinds_of_routes(path, limit):
    assert body_limit(path) == limit


@pytest.mark.parametrize(("app", "method", "route"), ROUTES)
async def test_a_body_announced_too_large_is_refused_unread(app, method, route):
    announced = str(body_limit(address(route)) + 1)
    body = Body(MIB)

    answer = await sent(app, method, route, body, **{"Content-Length": announced})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert method == "HEAD" or answer.json()["code"] == "too_large"
    assert body.taken == 0


@pytest.mark.parametrize(
    ("app", "method", "route"),
    [case for case in ROUTES if case.values[2].body_field is not None],
)
async def test_a_body_that_proves_too_large_is_read_no_further(app, method, route):
    limit = body_limit(address(route))
    whole, over, endless = Body(limit), Body(limit + 1), Body(50 * MIB)

    assert (await sent(app, method, route, whole)).status_code == 422
    answer = await sent(app, method, route, over)
    await sent(app, method, route, endless)

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "too_large"
    assert endless.taken <= limit + PIECE


def test_every_path_of_the_table_that_exists_is_one_of_a_route():
    """A path that was renamed would silently fall back to the usual limit."""
    later = {
        "/api/purchase-orders",
        "/api/stock/counts",
        "/api/forecast/replenishment/what-if",
    }
    known = {address(case.values[2]) for case in ROUTES}
    for path in BODY_LIMITS.keys() - later - {"/api/etl/uploads"}:
        assert any(each.startswith(path.replace("{id}", "1")) for each in known), path


def lists_in(schema, document):
    """The schemas of all lists that may stand in a value."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "array":
        yield schema
        yield from lists_in(schema.get("items", {}), document)
    for part in (*schema.get("anyOf", ()), *schema.get("properties", {}).values()):
        yield from lists_in(part, document)


def asked_for(document):
    """The schemas of all that a request to a service may hold."""
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            where = f"{method} {path}"
            for parameter in route.get("parameters", ()):
                yield where, parameter["schema"]
            for content in route.get("requestBody", {}).get("content", {}).values():
                yield where, content["schema"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_that_is_sent_has_a_greatest_length(service):
    """Each of its items may be an error that has to be written."""
    document = importlib.import_module(f"{service}.app").app.openapi()
    endless = [
        where
        for where, schema in asked_for(document)
        for found in lists_in(schema, document)
        if "maxItems" not in found
    ]

    assert endless == []
