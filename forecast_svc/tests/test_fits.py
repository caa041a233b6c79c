"""Fits in worker processes that are killed, slow, crowded or asked for at once."""

import asyncio
import os
import random
import signal
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from forecast_svc.compute.fits import Fits
from forecast_svc.tests import slow_fits
from forecast_svc.tests.factories import product, series
from tests.support import eventually

STEADY = series(*[5] * 100)


@pytest.fixture
def marks(tmp_path):
    file = tmp_path / "marks"
    file.touch()
    return file


def pids(marks):
    return [int(line) for line in marks.read_text().split()]


@asynccontextmanager
async def fitting(marks=None, *, seconds=0.3, **changes):
    usual: dict[str, Any] = {"workers": 1, "timeout_s": 60, "queue": 16}
    if marks is not None:
        usual["fit"] = partial(slow_fits.counted, marks, seconds)
    fits = Fits(**usual | changes)
    try:
        yield fits
    finally:
        await fits.close()


async def forget(_prediction):
    """Keeps nothing."""


def ask(fits, n=1, keep=forget):
    return asyncio.create_task(fits.predict(n, STEADY, keep))


async def begun(marks, count=1):
    async def look():
        return pids(marks)

    return await eventually(look, until=lambda found: len(found) >= count, within=30)


async def test_twenty_who_ask_at_once_share_one_fit(marks):
    kept = []

    async def keep(prediction):
        kept.append(prediction)

    async with fitting(marks) as fits:
        answers = await asyncio.gather(*(ask(fits, keep=keep) for _ in range(20)))

    assert len(pids(marks)) == 1
    assert {a.name for a in answers} == {"counted"}
    assert len(kept) == 1


async def test_a_worker_killed_while_fitting_is_replaced_and_the_fit_begun_anew(marks):
    async with fitting(marks, seconds=0.5) as fits:
        asked = ask(fits)
        (first, *_) = await begun(marks)
        os.kill(first, signal.SIGKILL)

        answer = await asked

    assert (answer.name, answer.fallback) == ("counted", False)
    assert len(set(pids(marks))) == 2


async def test_workers_that_keep_dying_give_the_fallback_and_then_heal(marks):
    async with fitting(marks, seconds=1) as fits:
        asked = ask(fits)
        for count in (1, 2):
            os.kill((await begun(marks, count))[-1], signal.SIGKILL)
        answer = await asked
        healed = await ask(fits, 2)

    assert (answer.name, answer.reason) == ("adida_weekday", "fit_failed")
    assert healed.name == "counted"


async def test_a_worker_killed_while_idle_harms_nobody(marks):
    async with fitting(marks, seconds=0) as fits:
        await ask(fits)
        os.kill(pids(marks)[0], signal.SIGKILL)

        answers = [await ask(fits, n) for n in range(2, 5)]

    assert {a.name for a in answers} == {"counted"}


async def test_a_fit_that_takes_too_long_is_ended_and_the_fallback_answers(marks):
    async with fitting(marks, seconds=60, timeout_s=3) as fits:
        await fits.workers.started()

        # Long before the fit itself would end.
        async with asyncio.timeout(30):
            answer = await ask(fits)

        assert (answer.name, answer.reason) == ("adida_weekday", "fit_timed_out")
        assert answer.mean[:7] == pytest.approx([5] * 7)
        (stuck,) = pids(marks)
        await eventually(lambda: asyncio.sleep(0, not alive(stuck)))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_full_queue_gives_the_fallback_at_once(marks):
    async with fitting(marks, seconds=0.5, queue=2) as fits:
        first, second = ask(fits, 1), ask(fits, 2)
        await asyncio.sleep(0)

        third = await ask(fits, 3)

        assert (third.name, third.reason) == ("adida_weekday", "fit_queue_full")
        assert not first.done()
        assert {(await first).name, (await second).name} == {"counted"}
        assert (await ask(fits, 3)).name == "counted"


async def test_a_fit_nobody_waits_for_any_more_is_still_kept(marks):
    kept = []

    async def keep(prediction):
        kept.append(prediction.name)

    async with fitting(marks, seconds=0.5) as fits:
        asked = ask(fits, keep=keep)
        await begun(marks)
        asked.cancel()

        await eventually(lambda: asyncio.sleep(0, kept))

    assert kept == ["counted"]


async def test_a_series_no_model_fits_gets_the_fallback():
    async with fitting(fit=slow_fits.impossible) as fits:
        answer = await ask(fits)

    assert (answer.name, answer.reason) == ("adida_weekday", "fit_failed")


async def test_the_event_loop_goes_on_during_a_cold_start_and_fits():
    rng = random.Random(1)
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticking = asyncio.create_task(tick())
    async with fitting() as fits:
        answers, rounds = [], []
        for n in range(3):
            noise = series(*(rng.randint(0, 20) for _ in range(800)))
            before = ticks
            answers.append(await fits.predict(n, noise, forget))
            rounds.append(ticks - before)
    ticking.cancel()

    assert {a.name for a in answers} == {"auto_arima"}
    # A fit on this loop would leave it one round, at its end.
    assert min(rounds) >= 3


async def test_the_api_answers_when_its_worker_is_killed(app, client, deliver, marks):
    slow_fits.use(
        app,
        Fits(
            workers=1,
            timeout_s=60,
            queue=16,
            fit=partial(slow_fits.counted, marks, 0.7),
        ),
    )
    await deliver(product())
    await deliver.history([5] * 40)
    asked = asyncio.create_task(client.get("/api/forecast", params={"product_id": 1}))
    os.kill((await begun(marks))[0], signal.SIGKILL)
    while not asked.done():
        assert (await client.get("/health")).status_code == 200
        await asyncio.sleep(0.02)

    answer = await asked

    assert answer.status_code == 200
    assert answer.json()["model"]["name"] == "counted"


async def test_twenty_cold_requests_make_one_fit(app, client, deliver, marks):
    slow_fits.use(
        app,
        Fits(
            workers=2,
            timeout_s=60,
            queue=16,
            fit=partial(slow_fits.counted, marks, 0.3),
        ),
    )
    await deliver.history([5] * 40)

    answers = await asyncio.gather(
        *(client.get("/api/forecast", params={"product_id": 1}) for _ in range(20))
    )
    await client.get("/api/forecast", params={"product_id": 1})

    assert {a.status_code for a in answers} == {200}
    assert len({a.text for a in answers}) == 1
    assert len(pids(marks)) == 1


async def test_a_fallback_is_kept_for_a_while_only(
    app, client, deliver, marks, inspector
):
    slow_fits.use(
        app, Fits(workers=1, timeout_s=60, queue=16, fit=slow_fits.impossible)
    )
    await deliver.history([5] * 40)
    question = {"product_id": 1}

    failed = (await client.get("/api/forecast", params=question)).json()
    await app.state.fits.close()
    slow_fits.use(
        app,
        Fits(
            workers=1, timeout_s=60, queue=16, fit=partial(slow_fits.counted, marks, 0)
        ),
    )
    soon = (await client.get("/api/forecast", params=question)).json()
    await inspector.execute("UPDATE fits SET retry_at = now() - interval '1 second'")
    later = (await client.get("/api/forecast", params=question)).json()

    assert failed["model"]["reason"] == "fit_failed"
    assert soon == failed
    assert later["model"]["name"] == "counted"
