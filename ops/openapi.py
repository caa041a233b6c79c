"""``python -m ops.openapi``: write the documents that clients are made from.

``web/openapi/<service>.json`` from each service's application, and
``docs/events/<topic>.json`` (JSON Schema) plus ``docs/events/asyncapi.json``
from the event models. ``--check`` writes nothing and fails on any difference.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from ops.migrate import ROOT, SERVICES
from shared.contracts.topics import TOPICS
from shared.db.epoch import HEADER as EPOCH_HEADER


def openapi_documents(services: list[str]) -> dict[Path, Any]:
    # The applications are built, not run: any well-formed secret will do.
    os.environ.setdefault("JWT_SECRET", "only-for-writing-documents-no-token")
    documents: dict[Path, Any] = {}
    for service in services:
        app = importlib.import_module(f"{service}.app").app
        short = service.removesuffix("_svc")
        documents[ROOT / "web" / "openapi" / f"{short}.json"] = app.openapi()
    return documents


def event_documents() -> dict[Path, Any]:
    folder = ROOT / "docs" / "events"
    schemas = {
        name: topic.event.model_json_schema(mode="serialization")
        for name, topic in TOPICS.items()
    }
    documents: dict[Path, Any] = {
        folder / f"{name}.json": schema for name, schema in schemas.items()
    }
    documents[folder / "asyncapi.json"] = _asyncapi()
    return documents


_HEADERS = {
    "type": "object",
    "description": "All optional: a line typed by hand has none.",
    "properties": {
        name: {"type": "string", "description": meaning}
        for name, meaning in {
            "id": "The event: its type and natural id, as sales.created:42.",
            "type": "The name of the topic.",
            "schema_version": "Of the payload.",
            "correlation_id": "Of the request that led to it.",
            EPOCH_HEADER: "Of the producer's database; a foreign one is refused.",
        }.items()
    },
}


def _asyncapi() -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Previstock events", "version": "1"},
        "defaultContentType": "application/json",
        "channels": {
            name: {
                "address": name,
                "description": (topic.event.__doc__ or "").strip(),
                "messages": {
                    topic.event.__name__: {
                        "headers": _HEADERS,
                        "payload": {"$ref": f"./{name}.json"},
                    }
                },
                "bindings": {"kafka": {"partitions": topic.partitions}},
            }
            for name, topic in TOPICS.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ops.openapi")
    parser.add_argument("services", nargs="*", choices=[[], *SERVICES], default=[])
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    documents = openapi_documents(chosen.services or list(SERVICES))
    documents |= event_documents()
    changed = []
    for path, document in documents.items():
        content = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        if path.exists() and path.read_text() == content:
            continue
        changed.append(str(path.relative_to(ROOT)))
        if not chosen.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    if chosen.check and changed:
        sys.exit(f"Out of date, run `make client`: {', '.join(changed)}")
    sys.stdout.write(
        f"documents written: {', '.join(changed)}\n"
        if changed
        else "documents: no change\n"
    )


if __name__ == "__main__":
    main()
