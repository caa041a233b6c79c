"""Who waits for a thread, and for how long."""

import asyncio

import pytest

from auth_svc.passwords.admission import AdmissionQueue, Standing
from shared.errors import TooManyRequests


class Queue:
    """One slot; each that waits is begun in order."""

    def __init__(self, places=8):
        self.admission = AdmissionQueue(1, places)
        self.served: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, name, network="here", standing=Standing.UNSUSPECTED):
        async def stand():
            async with self.admission.slot(network, standing):
                self.served.append(name)
                await asyncio.sleep(0)

        task = asyncio.create_task(stand())
        self.tasks.append(task)
        await asyncio.sleep(0)
        return task

    async def all(self):
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.served


async def test_who_is_known_comes_before_strangers():
    queue = Queue()
    async with queue.admission.slot("here", Standing.UNSUSPECTED):
        for n in range(2):
            await queue.come(f"stranger {n}")
        await queue.come("at home", standing=Standing.KNOWN)

    assert await queue.all() == ["at home", "stranger 0", "stranger 1"]


async def test_who_guessed_wrong_lately_comes_after_all_others():
    queue = Queue()
    async with queue.admission.slot("here", Standing.UNSUSPECTED):
        for n in range(2):
            await queue.come(f"suspect {n}", f"{n}", Standing.SUSPECT)
        await queue.come("new here", "new")

    assert await queue.all() == ["new here", "suspect 0", "suspect 1"]


async def test_a_network_that_sends_many_waits_as_long_as_one_that_sends_one():
    queue = Queue(places=16)
    async with queue.admission.slot("here", Standing.UNSUSPECTED):
        for n in range(4):
            await queue.come(f"flood {n}", "flood")
        await queue.come("other", "other")

    assert (await queue.all())[:2] == ["flood 0", "other"]


async def test_a_flood_leaves_room_for_other_networks_and_for_who_is_known():
    queue = Queue(places=4)
    async with queue.admission.slot("here", Standing.UNSUSPECTED):
        for n in range(2):
            await queue.come(f"flood {n}", "flood")
        refused = await queue.come("flood 2", "flood")
        await queue.come("other", "other")
        await queue.come("known", "flood", standing=Standing.KNOWN)

    assert await queue.all() == ["known", "flood 0", "other", "flood 1"]
    assert isinstance(refused.exception(), TooManyRequests)


async def test_networks_without_end_fill_the_queue_of_strangers_only():
    queue = Queue(places=4)
    async with queue.admission.slot("here", Standing.UNSUSPECTED):
        tasks = [await queue.come(f"{n}", f"{n}") for n in range(5)]
        await queue.come("known", standing=Standing.KNOWN)

    assert await queue.all() == ["known", "0", "1", "2", "3"]
    assert isinstance(tasks[-1].exception(), TooManyRequests)


async def test_after_a_flood_there_is_as_much_room_as_before():
    queue = Queue(places=4)
    for _ in range(2):
        async with queue.admission.slot("here", Standing.UNSUSPECTED):
            # Two of them find no place; one of these comes from where nobody waits.
            tasks = [await queue.come(f"{n}", f"{n}") for n in range(6)]
        await queue.all()

        errors = [task.exception() for task in tasks]
        assert errors[:4] == [None] * 4
        assert [error.retry_after > 0 for error in errors[4:]] == [True, True]
    assert queue.served == ["0", "1", "2", "3"] * 2
    assert queue.admission.waiting == 0
    async with asyncio.timeout(5), queue.admission.slot("new", Standing.SUSPECT):
        pass


@pytest.mark.parametrize("when", ["while waiting", "when called"])
async def test_who_leaves_the_queue_takes_no_slot_along(when):
    queue = Queue()
    async with queue.admission.slot("here", Standing.UNSUSPECTED):
        leaves = await queue.come("leaves")
        await queue.come("stays")
        if when == "while waiting":
            leaves.cancel()
            await asyncio.sleep(0)
    leaves.cancel()

    assert await queue.all() == ["stays"]
    # The thread is free again: nobody has to wait.
    async with asyncio.timeout(5), queue.admission.slot("here", Standing.UNSUSPECTED):
        pass
