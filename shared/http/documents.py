"""What ``/openapi.json`` says beyond what the routes' types tell: each operation in words,
with a body that runs as it stands and the failures that it may answer with."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI

from shared.http.problems import MEDIA_TYPE, TITLES

LONGEST_SUMMARY = 100
_METHODS = {"get", "post", "put", "patch", "delete"}
_SENTENCE = re.compile(r"(.+?)[.:](\s|$)", re.DOTALL)

REFUSALS: Mapping[int, tuple[str, str, str]] = {
    401: ("NotSignedIn", "unauthenticated", "No token, or one that is not valid"),
    403: ("NotAllowed", "forbidden", "The caller's role may not do this"),
    404: ("NotFound", "not_found", "What the path or the body names is not there"),
    409: (
        "Conflict",
        "conflict",
        "The state of things forbids it: `code` says which, as `insufficient_stock`",
    ),
    412: ("Changed", "precondition_failed", "It is not any more as If-Match says"),
    413: ("TooLarge", "too_large", "The body has more bytes than this route takes"),
    422: ("NotAccepted", "invalid", "Fields that cannot be accepted, each by its name"),
    428: ("NoVersion", "precondition_required", "If-Match has to say which version"),
    503: ("TryAgain", "unavailable", "A database or another service does not answer"),
}
"""By status: the name in the document, a code as an example, and what it means."""


class DescribedApp(FastAPI):
    """``examples`` are bodies by the operation's name; ``tags`` say what is under each."""

    def __init__(
        self, *, tags: Mapping[str, str], examples: Mapping[str, Any], **options: Any
    ) -> None:
        told = [{"name": name, "description": text} for name, text in tags.items()]
        super().__init__(openapi_tags=told, **options)
        self._examples = examples

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            describe(super().openapi(), self._examples)
        return self.openapi_schema or {}


def describe(document: dict[str, Any], examples: Mapping[str, Any]) -> None:
    """Changes the document in place."""
    used: set[int] = set()
    for operation in operations(document):
        operation["summary"] = summary_of(operation)
        name = operation["operationId"]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if name in examples:
                content["example"] = examples[name]
        responses = operation["responses"]
        if "default" not in responses:
            continue
        # The media type that FastAPI takes for granted; a problem never comes by it.
        responses["default"]["content"].pop("application/json", None)
        for status in sorted(
            failures_of(operation) - {int(s) for s in _documented_statuses(responses)}
        ):
            used.add(status)
            responses[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
        responses["default"] = responses.pop("default")
    if used:
        document["components"]["responses"] = {
            _name(status): _response(status) for status in sorted(used)
        }


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from (methods[method] for method in methods.keys() & _METHODS)


def summary_of(operation: dict[str, Any]) -> str:
    """The first sentence of its description where that is short, else its name."""
    sentence = _SENTENCE.match(operation.get("description", ""))
    if sentence:
        text = " ".join(sentence.group(1).replace("`", "").split())
        if len(text) <= LONGEST_SUMMARY:
            return text
    name: str = operation["operationId"]
    return name.replace("_", " ").capitalize()


def failures_of(operation: dict[str, Any]) -> set[int]:
    """Statuses that follow from what the operation asks for."""
    parameters = operation.get("parameters", ())
    headers = {each["name"].lower() for each in parameters if each["in"] == "header"}
    security = operation.get("security", [])
    found = {503}
    if security:
        found |= {401} if {} in security else {401, 403}
    if any(each["in"] == "path" for each in parameters):
        found.add(404)
    if parameters or "requestBody" in operation:
        found.add(422)
    if "requestBody" in operation:
        found |= {409, 413}
    if "idempotency-key" in headers:
        found.add(409)
    if "if-match" in headers:
        found |= {412, 428}
    return found


def _documented_statuses(responses: Mapping[str, Any]) -> Iterator[str]:
    return (status for status in responses if status.isdecimal())


def _name(status: int) -> str:
    return REFUSALS[status][0]


def _response(status: int) -> dict[str, Any]:
    _, code, meaning = REFUSALS[status]
    example = {
        "type": f"urn:previstock:problem:{code}",
        "title": TITLES[status],
        "status": status,
        "detail": f"{meaning}.",
        "instance": "/api/…",
        "code": code,
        "params": {},
        "errors": [],
    }
    problem = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": meaning,
        "content": {MEDIA_TYPE: {"schema": problem, "example": example}},
    }
