"""The rights of all services, as the broker keeps them: those that are missing are given,
those that nobody is meant to have any more are taken away."""

from collections.abc import Iterable
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import for_code
from aiokafka.protocol.admin import (
    CreateAclsRequest,
    DeleteAclsRequest,
    DescribeAclsRequest,
)

from ops.broker.rights import Right, account, all_rights
from ops.secrets import SERVICES

_ANY, _ALLOW, _LITERAL, _PREFIXED = 1, 3, 3, 4
_RESOURCES = {"topic": 2, "group": 3, "cluster": 4}
_OPERATIONS = {"Read": 3, "Write": 4, "Describe": 8, "IdempotentWrite": 12}
_EVERYWHERE = "*"

_Row = tuple[int, str, int, str, str, int, int]
"""Resource, its name, the kind of name, who, from where, what, allowed or denied: the
numbers of Kafka's protocol."""


class _CreateAll(CreateAclsRequest):  # type: ignore[misc]  # aiokafka ships no types
    """A hundred at once; the library's own request is about one."""

    def __init__(self, rows: list[_Row]) -> None:
        self._rows = rows

    def build(self, version: Any) -> Any:
        return version(self._rows)


async def ensure(admin: AIOKafkaAdminClient) -> int:
    """How many were given or taken away. ``admin`` is the operator's; raises KafkaError."""
    wanted = {_row(right) for right in all_rights()}
    ours = {f"User:{account(service)}" for service in SERVICES}
    found = {row for row in await _existing_acls(admin) if row[3] in ours}
    missing, left_over = sorted(wanted - found), sorted(found - wanted)
    if missing:
        answer = await admin._send_request(_CreateAll(missing))
        _check(answer.creation_responses)
    for row in left_over:
        answer = await admin._send_request(DeleteAclsRequest(*row))
        _check(answer.filter_responses)
    return len(missing) + len(left_over)


def _row(right: Right) -> _Row:
    return (
        _RESOURCES[right.resource],
        right.name,
        _PREFIXED if right.prefixed else _LITERAL,
        f"User:{right.account}",
        _EVERYWHERE,
        _OPERATIONS[right.operation],
        _ALLOW,
    )


async def _existing_acls(admin: AIOKafkaAdminClient) -> list[_Row]:
    request = DescribeAclsRequest(_ANY, None, _ANY, None, None, _ANY, _ANY)
    answer = await admin._send_request(request)
    _check([(answer.error_code, answer.error_message)])
    return [
        (kind, name, pattern, *entry)
        for kind, name, pattern, entries in answer.resources
        for entry in entries
    ]


def _check(outcomes: Iterable[tuple[Any, ...]]) -> None:
    for code, message, *_ in outcomes:
        if code:
            raise for_code(code)(message or "rights could not be set")
