"""Services die, freeze, come and go while sales go on."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import asyncpg
import httpx
import psutil

from ops.local.programs import SERVICES
from tests.faults.faults import ended, family, frozen
from tests.faults.scenario import scenario

SESSION_S = 15
"""A dead member keeps its partitions for so long."""


@scenario("sales_svc killed three times in mid-request", seconds=300)
def test_sales_killed_in_mid_request(story):
    outcomes = story.sell(rate=60)
    for _ in range(3):
        story.stack.kill("sales_svc")
        story.serves_again(time.monotonic(), within=30)
        time.sleep(2)

    story.converges()
    story.note(f"{outcomes.count()['connection refused']} connections refused")


@scenario(
    "consumer killed after its database commit, before its offsets'",
    seconds=240,
    quick=True,
)
def test_consumer_killed_between_commit_and_offset(story):
    products = story.products()
    story.sell(rate=20, products=products)
    kafka = story.stack.pid("kafka")
    # The consumer has read events and waits for a row; meanwhile the broker
    # freezes, so what it then commits to the database it cannot tell the broker.
    folded = "SELECT coalesce(sum(quantity), 0)::int FROM forecast.daily WHERE product_id = ANY($1)"
    for _ in range(5):
        with Locked(story, "forecast.daily"):
            story.until(lambda: waits_for_lock(story), "nothing waits", within=10)
            before = story.sql(folded, products)
            os.kill(kafka, signal.SIGSTOP)
        try:
            time.sleep(1)
            while_frozen = story.sql(folded, products) - before
            story.stack.kill("forecast_svc")
        finally:
            os.kill(kafka, signal.SIGCONT)
        if while_frozen:
            break
    repaired = time.monotonic()
    story.converges(repaired)

    assert while_frozen > 0, "nothing was folded while no offset could be committed"
    story.note(f"{while_frozen} units folded without their offsets, counted once")


class Locked:
    """A table that nobody else can write to, for at most a statement's patience."""

    def __init__(self, story, table):
        self._story, self._table = story, table

    def __enter__(self):
        self._connection = self._story.loop.run(self._lock())

    async def _lock(self):
        connection = await asyncpg.connect(self._story.dsn())
        await connection.execute("BEGIN")
        await connection.execute(f"LOCK TABLE {self._table} IN EXCLUSIVE MODE")
        return connection

    def __exit__(self, *_):
        self._story.loop.run(self._connection.close())


def waits_for_lock(story):
    return story.sql(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'forecast_svc'"
        " AND wait_event_type = 'Lock' LIMIT 1"
    )


@scenario("replica of forecast_svc joins and leaves three times", seconds=400)
def test_a_replica_joins_and_leaves(story, start_replica):
    alarms = rebuilds(story)
    story.sell(rate=60)
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM):
        replica = start_replica("forecast")
        time.sleep(3)
        replica.end(number)
        time.sleep(2)
    left = time.monotonic()
    story.converges(left)

    assert rebuilds(story) == alarms, "a rebalance was taken for lost events"
    assert story.metric(url(story, "forecast"), "previstock_offsets_lost_total") == 0


def rebuilds(story):
    return story.sql("SELECT count(*) FROM forecast.rebuilds")


def url(story, name):
    return story.stack.ports.url(name)


@scenario("member frozen beyond its session, its table locked after", seconds=360)
def test_a_member_frozen_beyond_its_session(story, start_replica):
    story.sell(rate=40)
    start_replica("forecast")
    with frozen(story.stack.pid("forecast_svc")):
        time.sleep(SESSION_S + 10)
    # Events wait behind the lock for longer than a statement may take.
    until = time.monotonic() + 15
    while time.monotonic() < until:
        with Locked(story, "forecast.daily"):
            time.sleep(2.5)
    story.converges()


@scenario("SIGTERM to each service under 120 sales a second", seconds=300)
def test_each_service_stops_in_time_under_load(story):
    outcomes = story.sell(rate=120)
    slowest = 0.0
    for name in SERVICES:
        process = psutil.Process(story.stack.pid(f"{name}_svc"))
        process.terminate()
        slowest = max(slowest, ended(process))
        story.until(lambda: not not_ready(story), f"{name}_svc did not come back")
    story.serves_again(time.monotonic())
    story.converges()

    assert slowest < 40
    counted = ", ".join(f"{n} × {name}" for name, n in outcomes.count().items())
    story.note(f"slowest stop {slowest:.1f} s; {counted}")


def not_ready(story):
    reasons = story.stack.unready()
    reasons.pop("web", None)
    return reasons


@scenario("a stop while the database is frozen", seconds=300)
def test_a_stop_with_a_frozen_database(story, start_replica):
    replica = start_replica("sales")
    story.addresses.append(replica.url)
    outcomes = story.sell(rate=30)
    with frozen(story.stack.pid("postgres")):
        # Statements hang in its connections, as they would on a dead disk.
        time.sleep(5)
        took = replica.end()
    story.serves_again(time.monotonic())
    story.converges()

    assert took < 40
    assert outcomes.count().keys() & {"503", "cut off", "timed out"}
    story.note(f"stopped in {took:.1f} s")


@scenario("workers of the forecast killed five times", seconds=300, quick=True)
def test_forecast_workers_killed(story):
    products = story.import_history(products=4, days=150)
    story.sell(rate=10)
    forecast = url(story, "forecast")
    ask(story, products[0], days_ago=1)  # The pool starts with the first question.
    health: list[float] = []
    watching = threading.Event()
    watcher = threading.Thread(target=time_health, args=(forecast, health, watching))
    watcher.start()
    try:
        with ThreadPoolExecutor(4) as asking:
            answers, killed = [], []
            for n in range(5):
                # Another day each time: a kept answer would need no worker.
                answers += [
                    asking.submit(ask, story, p, days_ago=2 + n) for p in products
                ]
                time.sleep(0.3)
                killed.append(kill_workers(story))
                time.sleep(1)
            statuses = {answer.result() for answer in answers}
    finally:
        watching.set()
        watcher.join()
    again = ask(story, products[0], days_ago=10)
    story.converges()

    assert any(killed), "no worker was there to be killed"
    assert statuses <= {200, 503}, statuses
    assert again == 200
    assert max(health) < 2, "the service itself stood still"
    story.note(
        f"{sum(killed)} workers killed; /health at most {max(health) * 1000:.0f} ms"
    )


def ask(story, product_id, *, days_ago):
    as_of = datetime.now(UTC).date() - timedelta(days=days_ago)
    answer = httpx.get(
        url(story, "forecast") + "/api/forecast",
        params={"product_id": product_id, "horizon_days": 14, "as_of": str(as_of)},
        headers={"Authorization": f"Bearer {story.shop.token}"},
        timeout=60,
    )
    return answer.status_code


def kill_workers(story):
    """SIGKILL to what forecast_svc has started to fit models; how many there were."""
    workers = [
        process
        for process in family(story.stack.pid("forecast_svc"))[1:]
        if "resource_tracker" not in " ".join(process.cmdline())
    ]
    for worker in workers:
        worker.kill()
    return len(workers)


def time_health(address, seconds, ending):
    while not ending.is_set():
        begun = time.monotonic()
        httpx.get(f"{address}/health", timeout=10)
        seconds.append(time.monotonic() - begun)
        time.sleep(0.05)


@scenario("every service frozen for 70 s, as a machine that sleeps", seconds=440)
def test_every_service_frozen(story):
    story.sell(rate=40)
    pids = [story.stack.pid(f"{name}_svc") for name in SERVICES]
    with frozen(*pids):
        time.sleep(70)
    awake = time.monotonic()
    story.serves_again(awake)
    story.converges(awake)
