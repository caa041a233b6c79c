"""Who waits for a thread, and for how long."""

import asyncio
import os
import sys
import threading
from contextlib import AsyncExitStack

import pytest

from auth_svc.passwords.admission import AdmissionQueue, Standing
from auth_svc.passwords.hashing import Passwords
from shared.errors import TooManyRequests


class Queue:
    """One slot; each that waits is begun in order."""

    def __init__(self, places=8):
        self.admission = AdmissionQueue(1, places)
        self.served: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, name, network="here"):
        async def stand():
            async with self.admission.slot(network):
                self.served.append(name)
                await asyncio.sleep(0)

        task = asyncio.create_task(stand())
        self.tasks.append(task)
        await asyncio.sleep(0)
        return task

    async def all(self):
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.served


@pytest.mark.parametrize("standing", [Standing.KNOWN, Standing.UNSUSPECTED])
async def test_nobody_waits_for_who_is_less_known(standing):
    passwords = Passwords(rounds=4, threads=1, queue=1)
    async with AsyncExitStack() as busy, asyncio.timeout(5):
        for lower in Standing:
            if lower > standing:
                await busy.enter_async_context(passwords.slot("flood", lower))
        async with passwords.slot("here", standing):
            await passwords.hash("a password", standing)


async def test_hashing_for_who_is_less_known_steps_back_further(monkeypatch):
    if sys.platform != "linux":
        pytest.skip("elsewhere threads have no priority of their own")
    passwords = Passwords(rounds=4, threads=1, queue=1)

    found: list[int] = []

    def note_niceness(*_):
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    note_niceness()
    monkeypatch.setattr(passwords, "_verify", note_niceness)
    for standing in Standing:
        await passwords.verify("", None, standing)

    assert found[0] < found[1] < found[2] < found[3]


async def test_who_has_waited_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr("auth_svc.passwords.admission.LONGEST_WAIT_S", 0.01)
    queue = Queue()
    async with queue.admission.slot("here"):
        waits = await queue.come("waits")
        await asyncio.wait([waits])

    assert isinstance(waits.exception(), TooManyRequests)
    async with asyncio.timeout(5), queue.admission.slot("here"):
        pass


async def test_a_network_that_sends_many_waits_as_long_as_one_that_sends_one():
    queue = Queue(places=16)
    async with queue.admission.slot("here"):
        for n in range(4):
            await queue.come(f"flood {n}", "flood")
        await queue.come("other", "other")

    assert (await queue.all())[:2] == ["flood 0", "other"]


async def test_a_flood_leaves_room_for_other_networks():
    queue = Queue(places=4)
    async with queue.admission.slot("here"):
        for n in range(2):
            await queue.come(f"flood {n}", "flood")
        refused = await queue.come("flood 2", "flood")
        await queue.come("other", "other")

    assert await queue.all() == ["flood 0", "other", "flood 1"]
    assert isinstance(refused.exception(), TooManyRequests)


async def test_networks_without_end_find_no_place():
    queue = Queue(places=4)
    async with queue.admission.slot("here"):
        tasks = [await queue.come(f"{n}", f"{n}") for n in range(5)]

    assert await queue.all() == ["0", "1", "2", "3"]
    assert isinstance(tasks[-1].exception(), TooManyRequests)


async def test_after_a_flood_there_is_as_much_room_as_before():
    queue = Queue(places=4)
    for _ in range(2):
        async with queue.admission.slot("here"):
            # Two of them find no place; one of these comes from where nobody waits.
            tasks = [await queue.come(f"{n}", f"{n}") for n in range(6)]
        await queue.all()

        errors = [task.exception() for task in tasks]
        assert errors[:4] == [None] * 4
        assert [error.retry_after > 0 for error in errors[4:]] == [True, True]
    assert queue.served == ["0", "1", "2", "3"] * 2
    assert queue.admission.waiting == 0
    async with asyncio.timeout(5), queue.admission.slot("new"):
        pass


@pytest.mark.parametrize("when", ["while waiting", "when called"])
async def test_who_leaves_the_queue_takes_no_slot_along(when):
    queue = Queue()
    async with queue.admission.slot("here"):
        leaves = await queue.come("leaves")
        await queue.come("stays")
        if when == "while waiting":
            leaves.cancel()
            await asyncio.sleep(0)
    leaves.cancel()

    assert await queue.all() == ["stays"]
    # The thread is free again: nobody has to wait.
    async with asyncio.timeout(5), queue.admission.slot("here"):
        pass
