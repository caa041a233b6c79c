"""The broker is away, slow, new or wiped while sales go on."""

import shutil
import time

import httpx

from ops.local.programs import SERVICES
from tests.faults.faults import frozen
from tests.faults.scenario import scenario

WITH_CONSUMERS = ("sales", "forecast", "etl")
SAYS_SO_WITHIN_S = 60
"""Readiness tells of a broker that is away within this time."""


def stop(story, *names):
    for name in names:
        story.stack.stop_program(name)


def start(story):
    """What does not run, and what a start does once: roles, schemas, topics."""
    story.stack.up(web=False)


def lived(story, since, *names):
    """Readiness may fail with the broker; liveness must not."""
    return [n for n in names or SERVICES if not story.watch.lived(n, since)]


@scenario("broker away when everything starts", seconds=400)
def test_the_broker_is_away_at_the_start(story):
    story.products(1)
    stop(story, *(f"{name}_svc" for name in SERVICES), "kafka")
    for name in SERVICES:
        story.stack.start_program(f"{name}_svc")
    story.until(lambda: healthy(story) == len(SERVICES), "services did not start")
    begun = time.monotonic()
    story.sell(rate=30)
    time.sleep(3)
    ready = {name: readiness(story, name) for name in SERVICES}
    dead = lived(story, begun)

    repaired = time.monotonic()
    start(story)
    story.serves_again(repaired)
    story.converges(repaired)

    assert not dead, f"liveness failed: {dead}"
    assert {ready[name] for name in ("products", *WITH_CONSUMERS)} == {503}, ready


def healthy(story):
    return sum(status(story, name, "/health") == 200 for name in SERVICES)


def readiness(story, name):
    return status(story, name, "/health/ready")


def status(story, name, path):
    try:
        return httpx.get(story.stack.ports.url(name) + path, timeout=5).status_code
    except httpx.TransportError:
        return 0


@scenario("broker restarted three times under load", seconds=480)
def test_the_broker_restarts_under_load(story):
    restarted(story, times=3)


@scenario("broker restarted under load", seconds=240, quick=True)
def test_the_broker_restarts_once_under_load(story):
    restarted(story, times=1)


def restarted(story, *, times):
    begun = time.monotonic()
    outcomes = story.sell(rate=60)
    for _ in range(times):
        stop(story, "kafka")
        start(story)
        time.sleep(3)
    repaired = time.monotonic()
    story.serves_again(repaired)
    story.converges(repaired)
    story.import_history(products=1, days=9)

    assert not lived(story, begun), "a broker's restart is no reason to die"
    assert set(outcomes.count()) == {"201"}, outcomes.count()


@scenario("broker away for 45 s", seconds=400)
def test_the_broker_is_away_for_45_seconds(story):
    begun = time.monotonic()
    outcomes = story.sell(rate=40)
    stop(story, "kafka")
    gone = time.monotonic()
    time.sleep(45)
    told = {
        name: story.watch.said_degraded(name, "broker", gone)
        for name in ("sales", "forecast")
    }
    repaired = time.monotonic()
    start(story)
    story.serves_again(repaired)
    story.converges(repaired)
    story.import_history(products=1, days=9)

    assert not lived(story, begun)
    assert set(outcomes.count()) == {"201"}, outcomes.count()
    assert all(told.values()), f"readiness said nothing: {told}"


@scenario("broker and auth_svc away for 5 min while sales go on", seconds=600)
def test_the_broker_and_auth_are_away_for_five_minutes(story):
    begun = time.monotonic()
    outcomes = story.sell(rate=20)
    stop(story, "kafka", "auth_svc")
    gone = time.monotonic()
    time.sleep(300)
    pause = outcomes.longest_pause(gone, time.monotonic())
    dead = lived(story, begun, "sales", "products", "forecast", "etl")
    told = story.watch.said_degraded("sales", "broker", gone)
    waiting = story.sql("SELECT count(*) FROM sales.outbox")
    repaired = time.monotonic()
    start(story)
    story.serves_again(repaired)
    story.converges(repaired)
    story.import_history(products=1, days=9)

    assert not dead, f"with the broker away only readiness may fail: {dead}"
    assert told is not None
    assert told - gone < SAYS_SO_WITHIN_S
    assert set(outcomes.count()) == {"201"}, outcomes.count()
    assert pause < 5
    story.note(f"{waiting} events waited; longest pause of sales {pause:.1f} s")


@scenario("broker frozen for 60 s", seconds=440)
def test_the_broker_is_frozen(story):
    begun = time.monotonic()
    outcomes = story.sell(rate=40)
    with frozen(story.stack.pid("kafka")):
        froze = time.monotonic()
        time.sleep(60)
        thawed = time.monotonic()
    told = story.watch.said_degraded("sales", "broker", froze, thawed)
    slow = outcomes.latency(0.99, since=froze, until=thawed)
    story.serves_again(thawed)
    story.converges(thawed)

    assert not lived(story, begun)
    assert set(outcomes.count()) == {"201"}, outcomes.count()
    assert told is not None, "readiness said nothing"
    assert slow < 5, "sales waited for the broker"
    story.note(f"sales p99 {slow * 1000:.0f} ms; said after {told - froze:.0f} s")


def wipe(story):
    shutil.rmtree(story.stack.home / "kafka" / "data")
    story.stack.kafka.initialise()


@scenario("broker's data wiped, consumers running", seconds=400)
def test_the_broker_is_wiped(story):
    story.sell(rate=40)
    stop(story, "kafka")
    wipe(story)
    repaired = time.monotonic()
    start(story)
    story.serves_again(repaired)
    story.converges(repaired)
    story.import_history(products=1, days=9)


@scenario("broker's data wiped with events that nobody had read", seconds=480)
def test_the_broker_is_wiped_with_unread_events(story):
    before = story.sql("SELECT count(*) FROM forecast.rebuilds")
    products = story.products()
    outcomes = story.sell(rate=40, products=products)
    stop(story, "forecast_svc")
    unread = len(outcomes.recorded)
    story.until(lambda: len(outcomes.recorded) > unread + 100, "no sales")
    story.stop_selling()
    story.until(
        lambda: story.sql("SELECT count(*) FROM sales.outbox") == 0, "events wait"
    )
    stop(story, "kafka")
    wipe(story)
    repaired = time.monotonic()
    start(story)
    story.sell(rate=40, products=products)
    story.converges(repaired)
    story.import_history(products=1, days=9)

    rebuilt = story.sql("SELECT count(*) FROM forecast.rebuilds") - before
    assert rebuilt >= 1, "the series is right, but no rebuild made it so"
    assert story.metric(
        story.stack.ports.url("forecast"), "previstock_offsets_lost_total"
    ), "no alert was raised"
