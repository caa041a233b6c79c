"""``python -m ops.broker_rights``: what each service may do at a broker that asks for
accounts, as arguments of Apache Kafka's ``kafka-acls`` (``rpk security acl`` takes the
same words).

A service writes its own facts, and dead letters of what it reads; it reads in groups that
begin with its name.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence

from ops.secrets import SERVICES

_ALL = ("products", "sales", "forecast", "etl")
FLOWS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "product.created": (("products",), ("forecast", "sales")),
    "product.updated": (("products",), ("forecast", "sales")),
    "product.deleted": (("products",), ("forecast", "sales")),
    "sales.created": (("sales",), ("forecast", "sales")),
    "sales.voided": (("sales",), ("forecast", "sales")),
    "sales.returned": (("sales",), ("forecast", "sales")),
    "sales.consumed": (("sales",), ("forecast",)),
    "stock.moved": (("products",), ("forecast", "sales")),
    "sales.import": (("etl",), ("sales",)),
    "import.progress": (("sales", "forecast"), ("etl", "sales")),
    "history.reached": (("etl",), ("forecast",)),
    "forecast.refit": (("forecast",), ("forecast",)),
    "tokens.revoked": (("auth",), _ALL),
    "shop.changed": (("auth",), _ALL),
    "location.changed": (("products",), ("forecast",)),
    "supplier.changed": (("products",), ("forecast",)),
    "supply.terms": (("products",), ("forecast",)),
    "purchase.changed": (("products",), ("forecast", "sales")),
    "transfer.changed": (("products",), ("forecast", "sales")),
    "lot.changed": (("products",), ("forecast",)),
    "alert.raised": (("forecast",), ("sales",)),
    "alert.closed": (("forecast",), ("sales",)),
    "audit.recorded": (("auth", *_ALL), ("auth", "sales")),
}
"""Who tells of it, and who reads it; as the README says."""


def rights(service: str) -> Iterator[list[str]]:
    """Arguments for one call each. ``service`` as in ``sales``."""
    who = f"--allow-principal=User:{service}_svc"
    writes = [name for name, (tells, _) in FLOWS.items() if service in tells]
    reads = [name for name, (_, follows) in FLOWS.items() if service in follows]
    letters = [f"{name}.dlq" for name in reads]
    for topics, operation in (
        (writes + letters, "Write"),
        (reads, "Read"),
    ):
        if topics:
            yield [
                who,
                *(f"--topic={name}" for name in topics),
                f"--operation={operation}",
                "--operation=Describe",
            ]
    yield [
        who,
        f"--group={service}_svc",
        "--resource-pattern-type=prefixed",
        "--operation=Read",
        "--operation=Describe",
    ]


def main() -> None:
    for service in SERVICES:
        for arguments in rights(service):
            sys.stdout.write(f"--add {' '.join(arguments)}\n")


if __name__ == "__main__":
    main()
