"""The database restarts, dies, or does not come to tell what it has committed."""

import os
import signal
import time

import pytest

from ops.local.programs import DATABASE, SERVICES
from tests.faults.faults import AnswerCutter
from tests.faults.scenario import scenario

CUT = 40
"""Answers of committed sales that are swallowed."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["INT", "KILL"])
@scenario("PostgreSQL restarts after {number.name}", seconds=240, quick=True)
def test_postgresql_restarts(story, number):
    begun = time.monotonic()
    outcomes = story.sell(rate=60)
    os.kill(story.stack.pid("postgres"), number)
    told = time.monotonic()
    took = story.serves_again(told)
    story.converges()

    assert set(outcomes.count()) <= {"201", "503"}, outcomes.count()
    assert took < 30
    for name in SERVICES:
        assert story.watch.lived(name, begun), f"liveness of {name}_svc failed"
    story.note(f"{outcomes.count()['503']} × 503")


@scenario("answers of COMMIT cut off, forty of them", seconds=240, quick=True)
def test_the_answer_of_a_commit_is_cut(story, start_replica):
    cutter = AnswerCutter(story.stack.ports.postgres)
    story.loop.run(cutter.open())
    address = f"postgresql+asyncpg://sales_app@127.0.0.1:{cutter.port}/{DATABASE}"
    replica = start_replica("sales", DB_URL=address)
    story.addresses[:] = [replica.url]
    outcomes = story.sell(rate=30)
    # The statement that records a sale carries its key, and is its own
    # transaction: what comes back after it is the answer of the commit.
    cutter.mark = next(iter(outcomes.recorded)).partition("-")[0].encode()
    story.until(lambda: cutter.cut >= CUT, "too few answers came", within=100)
    cutter.mark = None
    healed = time.monotonic()
    story.serves_again(healed)
    story.converges()
    story.loop.run(cutter.close())

    refused = outcomes.count()["503"]
    assert refused >= CUT // 2, outcomes.count()
    story.note(f"{cutter.cut} answers cut, {refused} × 503, all found by their key")
