import asyncio

import pytest

from shared.background import close_within, supervise


async def let_out_a_cancellation():
    """What aiokafka's clean-up does: it awaits a task that it has just cancelled."""
    inner = asyncio.create_task(asyncio.sleep(60))
    inner.cancel()
    await inner


async def test_a_cancellation_that_nobody_asked_for_is_a_failure_like_any_other():
    stopping = asyncio.Event()
    failures = []
    runs = 0

    async def run():
        nonlocal runs
        runs += 1
        if runs == 1:
            await let_out_a_cancellation()
        stopping.set()

    async with asyncio.timeout(10):
        await supervise(
            "toy", run, stopping=stopping, on_failure=lambda: failures.append(runs)
        )

    assert failures == [1]
    assert runs == 2


async def test_a_task_that_is_cancelled_ends():
    task = asyncio.create_task(
        supervise("toy", lambda: asyncio.sleep(60), stopping=asyncio.Event())
    )
    await asyncio.sleep(0)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def hang():
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(1)
            return


async def fail():
    raise OSError("the broker is away")


@pytest.mark.parametrize("closing", [let_out_a_cancellation, hang, fail])
async def test_a_clean_up_can_neither_hold_up_nor_end_the_task_that_waits(closing):
    async with asyncio.timeout(10):
        await close_within(0.1, closing())
