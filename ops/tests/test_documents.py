"""What the pages of the API say of every operation of every service."""

import importlib
import json
import re

import jsonschema_rs
import pytest

from ops.migrate import SERVICES
from shared.http.documents import operations
from tests.support import client_for, service_bearer

TYPES = {
    "application/json": lambda body: {"json": body},
    "application/x-www-form-urlencoded": lambda body: {"data": body},
    "multipart/form-data": lambda body: {"files": body},
    "text/csv": lambda body: {
        "content": body,
        "headers": {"Content-Type": "text/csv"},
    },
}


def document_of(service):
    return importlib.import_module(f"{service}.app").app.openapi()


def bodies():
    """But for pictures, whose bytes no document can hold: pages let one choose a file."""
    for service in SERVICES:
        document = document_of(service)
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                for kind, content in (
                    operation.get("requestBody", {}).get("content", {}).items()
                ):
                    if not kind.startswith("image/"):
                        yield service, document, method, path, operation, kind, content


def test_every_body_has_an_example_that_its_schema_allows():
    wrong: dict[str, list[str]] = {}
    for _, document, _, _, operation, _, content in bodies():
        name = operation["operationId"]
        if "example" not in content:
            wrong[name] = ["has none"]
            continue
        schema = {
            **content.get("schema", {}),
            "components": document["components"],
        }
        errors = jsonschema_rs.validator_for(schema).iter_errors(content["example"])
        found = [each.message for each in errors]
        if found:
            wrong[name] = found
    assert wrong == {}


def test_no_example_is_of_an_operation_that_is_not_there():
    for service in SERVICES:
        named = {op["operationId"] for op in operations(document_of(service))}
        examples = importlib.import_module(f"{service}.examples").EXAMPLES
        assert examples.keys() - named == set()


@pytest.mark.parametrize("service", SERVICES)
async def test_no_example_is_refused_for_what_it_says(service, databases):
    """Sent as it stands: what it names may not be there, yet every field is understood."""
    await databases.clean(service.removesuffix("_svc"))
    settings = importlib.import_module(f"{service}.settings").Settings
    app = importlib.import_module(f"{service}.app").create_app(
        databases.settings(settings)
    )
    app.state.sales = app.state.catalogue = None
    refused = {}
    async with client_for(app, "admin") as client:
        for each, _, method, path, operation, kind, content in bodies():
            if each != service:
                continue
            request = TYPES[kind](content["example"])
            address = re.sub(r"{\w+}", "1", path)
            answer = await client.request(method, address, **request)
            if answer.status_code == 403:
                acting = service_bearer("etl_svc") | {"X-Acting-User": "1"}
                request["headers"] = acting
                answer = await client.request(method, address, **request)
            if answer.status_code in {403, 413, 415, 500} or (
                answer.status_code == 422 and answer.json()["code"] == "invalid"
            ):
                refused[operation["operationId"]] = answer.text
    if hasattr(app.state, "exports"):
        await app.state.exports.database.close()
    await app.state.database.close()
    assert refused == {}


def test_every_operation_and_every_group_is_told_in_words():
    for service in SERVICES:
        document = document_of(service)
        told = {tag["name"]: tag["description"] for tag in document["tags"]}
        for operation in operations(document):
            assert set(operation["tags"]) <= told.keys(), operation["operationId"]
            assert " " in operation["summary"] or "_" not in operation["operationId"]
            assert "_" not in operation["summary"].split()[0]
            assert len(operation["summary"]) <= 100


def test_every_failure_that_follows_from_a_request_is_typed():
    document = document_of("sales_svc")
    void = document["paths"]["/api/sales/{sale_id}/void"]["post"]["responses"]

    assert set(void) == {
        "200", "401", "403", "404", "409", "413", "422", "503", "default"
    }  # fmt: skip
    refused = document["components"]["responses"][void["409"]["$ref"].split("/")[-1]]
    assert "Problem" in json.dumps(refused["content"]["application/problem+json"])
    assert list(void["default"]["content"]) == ["application/problem+json"]
