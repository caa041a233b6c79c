"""Who may call what: every route of every service, asked by every kind of caller for
things that are not there. ``access.csv`` has the answers; a route that is not in it
fails."""

import csv
import importlib
import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from ops.migrate import SERVICES
from shared.http.auth import Role
from tests.support import bearer, client_for, service_bearer

TABLE = Path(__file__).with_name("access.csv")
ACCOUNTS = ("etl_svc", "forecast_svc", "products_svc", "sales_svc", "other_svc")
"""Of services; the last one is known nowhere."""
CALLERS = ("nobody", *Role, *ACCOUNTS)
NOT_THERE = "987654321"
REFUSED = {401, 403}


def table():
    with TABLE.open(newline="") as file:
        return {
            row.pop("route"): {caller: int(row[caller]) for caller in CALLERS}
            for row in csv.DictReader(file)
        }


def routes(service):
    app = importlib.import_module(f"{service}.app").app
    return {
        f"{method} {route.path}": route
        for route in app.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def test_every_route_of_every_service_is_in_the_table_and_nothing_else():
    known = {name for service in SERVICES for name in routes(service)}
    asked = set(table())

    assert known - asked == set(), "who may call it? Add a line to access.csv"
    assert asked - known == set(), "no such route"


@pytest.fixture
async def app(request, databases):
    service = request.param
    await databases.clean(service.removesuffix("_svc"))
    module = importlib.import_module(f"{service}.app")
    settings = importlib.import_module(f"{service}.settings").Settings
    app = module.create_app(databases.settings(settings))
    if service == "auth_svc":
        await _people(app)
    if service == "etl_svc":
        # Nobody gets as far as to ask other services, which its lifespan would find.
        app.state.sales = app.state.catalogue = None
    yield app
    if hasattr(app.state, "exports"):
        await app.state.exports.database.close()
    await app.state.database.close()


async def _people(app):
    """An account for each role, with the ids that the tokens name."""
    async with client_for(app, None) as client:
        token: dict[str, str] = {}
        for number, role in enumerate(reversed(Role), 1):
            person = {
                "name": role,
                "email": f"{role}@example.com",
                "password": "seven plain oranges",
                "role": role,
            }
            made = await client.post("/api/auth/register", json=person, headers=token)
            assert made.json()["id"] == number, made.text
            token = token or bearer("admin", 1)


def shown(caller):
    if caller == "nobody":
        return {}
    if caller in ACCOUNTS:
        return service_bearer(caller)
    return bearer(caller, len(Role) - list(Role).index(Role(caller)))


async def status(client, route, caller):
    method, path = route.split(" ")
    address = re.sub(r"{\w+}", NOT_THERE, path)
    body: dict[str, str] | None = {} if method in {"POST", "PUT", "PATCH"} else None
    answer = await client.request(method, address, json=body, headers=shown(caller))
    return answer.status_code


@pytest.mark.parametrize("app", SERVICES, indirect=True)
async def test_every_caller_is_answered_as_the_table_says(app, request):
    service = request.node.callspec.params["app"]
    expected = {name: row for name, row in table().items() if name in routes(service)}
    found = {}
    async with client_for(app, None) as client:
        for name in expected:
            found[name] = {each: await status(client, name, each) for each in CALLERS}

    wrong = {
        name: {c: (row[c], found[name][c]) for c in row if row[c] != found[name][c]}
        for name, row in expected.items()
        if row != found[name]
    }
    assert wrong == {}, "expected and found"


def test_more_rights_never_allow_less():
    """What a lower role is let in to, a higher one is too; and nobody else's token
    opens what people are kept out of."""
    for name, row in table().items():
        let_in = [row[role] not in REFUSED for role in ("nobody", *Role)]
        people = let_in[1:]
        assert people == sorted(people), name
        assert not let_in[0] or all(people), name
        assert row["other_svc"] in REFUSED or let_in[0], name
