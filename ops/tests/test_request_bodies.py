"""What every route of every service says of bodies and parameters that it does not
know: walked by the services' own documents, so that a new route is among them."""

import importlib
import re

import pytest
from fastapi.routing import APIRoute

from ops.migrate import SERVICES
from shared.http.service import query_parameters
from tests.support import client_for, service_bearer

UNKNOWN = "no_such_field"


def apps():
    for service in SERVICES:
        yield service, importlib.import_module(f"{service}.app").app


def schema_of(schema, document):
    if "$ref" not in schema:
        return schema
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def parts(schema, document, path=()):
    """Every value that a body may hold, with the way to it: names, or 0 in a list."""
    schema = schema_of(schema, document)
    yield path, schema
    for choice in schema.get("anyOf", ()):
        yield from parts(choice, document, path)
    for name, inner in schema.get("properties", {}).items():
        yield from parts(inner, document, (*path, name))
    if "items" in schema:
        yield from parts(schema["items"], document, (*path, 0))


def holding(path, value):
    """A body that holds nothing but this value, there."""
    for step in reversed(path):
        value = [value] if step == 0 else {step: value}
    return value


def bodies():
    """Of each route with a JSON body: the objects and the numbers in it."""
    for service, app in apps():
        document = app.openapi()
        for path, methods in document["paths"].items():
            for method, route in methods.items():
                content = route.get("requestBody", {}).get("content", {})
                if "application/json" not in content:
                    continue
                schema = content["application/json"]["schema"]
                for way, part in parts(schema, document):
                    yield service, app, method.upper(), path, way, part


def cases(wanted):
    seen = set()
    for service, app, method, path, way, part in bodies():
        label = f"{service} {method} {path} {'.'.join(map(str, way))}".rstrip()
        if wanted(part) and label not in seen:
            seen.add(label)
            yield pytest.param(app, method, path, way, id=label)


OBJECTS = list(cases(lambda part: "properties" in part))
NUMBERS = list(cases(lambda part: part.get("type") in {"integer", "number"}))


async def sent(app, method, path, **request):
    """As an admin, or as the service that the route is for."""
    address = re.sub(r"{\w+}", "1", path)
    async with client_for(app, "admin") as client:
        answer = await client.request(method, address, **request)
        if answer.status_code == 403:
            answer = await client.request(
                method, address, headers=service_bearer("etl_svc"), **request
            )
    return answer


def errors_of(answer):
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


def test_every_service_with_bodies_is_walked():
    services = {case.id.split()[0] for case in OBJECTS}

    assert services == set(SERVICES)
    assert len(NUMBERS) > 20


@pytest.mark.parametrize(("app", "method", "path", "way"), OBJECTS)
async def test_a_field_that_nobody_knows_is_refused_by_its_name(app, method, path, way):
    answer = await sent(app, method, path, json=holding((*way, UNKNOWN), 4))

    named = ".".join(map(str, (*way, UNKNOWN)))
    assert errors_of(answer)[named] == "extra_forbidden"
    assert named in answer.json()["detail"]


@pytest.mark.parametrize(("app", "method", "path", "way"), NUMBERS)
async def test_true_is_no_number(app, method, path, way):
    answer = await sent(app, method, path, json=holding(way, True))

    named = ".".join(map(str, way))
    assert any(field.startswith(named) for field in errors_of(answer)), answer.text


def parameter_routes():
    for service, app in apps():
        for route in app.router.routes:
            if isinstance(route, APIRoute) and route.path.startswith("/api/"):
                for method in (route.methods or set()) - {"HEAD"}:
                    label = f"{service} {method} {route.path}"
                    yield pytest.param(app, method, route, id=label)


@pytest.mark.parametrize(("app", "method", "route"), list(parameter_routes()))
async def test_a_parameter_that_nobody_knows_is_refused_by_its_name(app, method, route):
    answer = await sent(app, method, route.path, params={"locaton_id": "1"})

    assert errors_of(answer) == {"locaton_id": "extra_forbidden"}


def test_the_parameters_that_are_known_are_those_of_the_documents():
    for _, app in apps():
        document = app.openapi()["paths"]
        for route in app.router.routes:
            if isinstance(route, APIRoute) and route.path in document:
                (method,) = (route.methods or set()) - {"HEAD"}
                told = document[route.path][method.lower()].get("parameters", ())
                names = {each["name"] for each in told if each["in"] == "query"}
                assert names == query_parameters(route), route.path
