"""``python -m ops.broker.rights``: what each service may do at a broker that asks for
accounts, as arguments of Apache Kafka's ``kafka-acls`` (``rpk security acl`` takes the
same words).

A service writes its own facts, and dead letters of what it reads; it reads in groups that
begin with its name.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ops.secrets import SERVICES

Operation = Literal["Read", "Write", "Describe", "IdempotentWrite"]

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
    "shop.changed": (("auth",), ("auth", *_ALL)),
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


@dataclass(frozen=True)
class Right:
    account: str
    resource: Literal["topic", "group", "cluster"]
    name: str
    operation: Operation
    prefixed: bool = False

    @property
    def arguments(self) -> list[str]:
        """For one call of ``kafka-acls``."""
        named = (
            "--cluster"
            if self.resource == "cluster"
            else f"--{self.resource}={self.name}"
        )
        return [
            f"--allow-principal=User:{self.account}",
            named,
            *(["--resource-pattern-type=prefixed"] if self.prefixed else []),
            f"--operation={self.operation}",
        ]


def rights(service: str) -> Iterator[Right]:
    """``service`` as in ``sales``."""
    who = account(service)
    writes = [name for name, (tells, _) in FLOWS.items() if service in tells]
    reads = [name for name, (_, follows) in FLOWS.items() if service in follows]
    for name in (*writes, *(f"{name}.dlq" for name in reads)):
        yield Right(who, "topic", name, "Write")
        yield Right(who, "topic", name, "Describe")
    for name in reads:
        yield Right(who, "topic", name, "Read")
        yield Right(who, "topic", name, "Describe")
    yield Right(who, "group", who, "Read", prefixed=True)
    yield Right(who, "group", who, "Describe", prefixed=True)
    # Producers number what they send. Apache Kafka takes the right to write for that.
    yield Right(who, "cluster", "kafka-cluster", "IdempotentWrite")


def account(service: str) -> str:
    return f"{service}_svc"


def all_rights() -> frozenset[Right]:
    return frozenset(right for service in SERVICES for right in rights(service))


def main() -> None:
    for service in SERVICES:
        for right in dict.fromkeys(rights(service)):
            sys.stdout.write(f"--add {' '.join(right.arguments)}\n")


if __name__ == "__main__":
    main()
