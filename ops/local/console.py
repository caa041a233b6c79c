"""Topics by hand: Apache Kafka's own console tools on the stack's broker.

In containers ``rpk`` does the same.
"""

import os
from typing import NoReturn

from ops.local.errors import LocalError
from ops.local.kafka import Kafka
from shared.contracts.topics import TOPICS, dead_letter_topic


def produce(broker: Kafka, topic: str) -> NoReturn:
    """Each line of standard input becomes a message, without key or headers."""
    _run(broker.tool("ConsoleProducer", f"--topic={_checked_topic(topic)}"))


def consume(broker: Kafka, topic: str, *, count: int | None = None) -> NoReturn:
    """Headers and value of each message, the oldest first; ``count`` ends it.

    A dead letter says in its headers why it is one.
    """
    limit = [] if count is None else [f"--max-messages={count}"]
    _run(
        broker.tool(
            "consumer.ConsoleConsumer",
            f"--topic={_checked_topic(topic)}",
            "--from-beginning",
            "--formatter-property=print.headers=true",
            # Otherwise it advertises this protocol on each start.
            "--command-property=group.protocol=consumer",
            *limit,
        )
    )


def _checked_topic(topic: str) -> str:
    """The tools would wait a minute for a topic that does not exist."""
    if topic in TOPICS or topic in map(dead_letter_topic, TOPICS):
        return topic
    raise LocalError(
        f"There is no topic {topic!r}; there are: {', '.join(TOPICS)},"
        f" and each with {dead_letter_topic('')} behind it."
    )


def _run(command: list[str]) -> NoReturn:
    # In place of this process, so that Ctrl-C and Ctrl-D reach the tool alone.
    os.execv(command[0], command)  # noqa: S606
