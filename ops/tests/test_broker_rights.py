"""Rights at the broker are those that the services need: as the README tells who speaks to
whom, and as their consumers read."""

import re
from pathlib import Path

import pytest

from ops.broker.rights import FLOWS, Right, rights
from ops.secrets import SERVICES
from shared.contracts.topics import TOPICS
from tests.faults.broker import GROUPS

README = Path(__file__).resolve().parents[2] / "README.md"
ROW = re.compile(
    r"^\| (`[a-z]+\..+?) \| .* \| ([a-z, ]+) →([a-z, ]*) \|$", re.MULTILINE
)


def named(text):
    return {name.strip() for name in text.split(",") if name.strip()}


def test_who_speaks_to_whom_is_as_the_readme_tells():
    told = {
        topic: (named(tells), named(follows))
        for topics, tells, follows in ROW.findall(README.read_text())
        for topic in re.findall("`([a-z.]+)`", topics)
    }

    assert told.keys() == TOPICS.keys()
    assert told == {
        topic: (set(tells), set(follows)) for topic, (tells, follows) in FLOWS.items()
    }


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_may_read_its_topics_and_put_their_letters_aside(group):
    service = group.partition("_svc")[0]
    assert service in SERVICES
    may = {(right.name, right.operation) for right in rights(service)}

    for topic in GROUPS[group]:
        assert {(topic, "Read"), (f"{topic}.dlq", "Write")} <= may
    assert Right(f"{service}_svc", "group", f"{service}_svc", "Read", True) in set(
        rights(service)
    )
