"""Events that nobody can read, that come twice, or in the wrong order."""

import json
import random
import time
from datetime import UTC, datetime
from itertools import count

from ops.topics import create_topics
from tests.faults import broker
from tests.faults.scenario import scenario

TYPED_BY_HAND = count(10**12 + int(time.time()) % 10**9 * 100)
"""Ids of sales that no till gave; of the range that is kept for them."""
APPLIED_WITHIN_S = 60
FLOOD = 450


def typed_sale(product_id, **changes):
    """A line as somebody types it into a console producer."""
    value = {
        "sale_id": next(TYPED_BY_HAND),
        "product_id": product_id,
        "quantity": 1,
        "price": 2.5,
        "sold_at": datetime.now(UTC).isoformat(),
        "user_id": 1,
    } | changes
    return json.dumps({k: v for k, v in value.items() if v is not None}).encode()


def a_product_of_its_own():
    """Typed sales are in no record of the till, so the laws leave these alone."""
    return 10**9 + random.randrange(10**8)


def units(story, product_id):
    return story.sql(
        "SELECT coalesce(sum(d.quantity), 0)::int FROM forecast.daily d"
        " JOIN forecast.generations g USING (generation)"
        " WHERE g.state = 'live' AND d.product_id = $1",
        product_id,
    )


def dead_letters(story, topic="sales.created"):
    return story.loop.run(broker.messages(story.bootstrap, f"{topic}.dlq"))


def send(story, values, *, topic="sales.created", partition=None):
    story.loop.run(broker.produce(story.bootstrap, topic, values, partition=partition))


def poisons(product_id):
    return [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"sale_id": 1}',
        typed_sale(product_id, quantity=0),
        typed_sale(product_id, quantity=-3),
        typed_sale(product_id, price="dear"),
        typed_sale(product_id, sold_at="yesterday"),
        typed_sale(product_id, sale_id=10**40),
        # Beyond what a till gives and what is kept for lines typed by hand.
        typed_sale(product_id, sale_id=10**13),
    ]


@scenario("twelve kinds of unreadable events among good ones", seconds=240, quick=True)
def test_poison_among_good_events(story):
    story.sell(rate=20)
    product = a_product_of_its_own()
    bad = poisons(product)
    before = dead_letters(story)
    mixed = [event for poison in bad for event in (poison, typed_sale(product))]

    sent = time.monotonic()
    send(story, [typed_sale(product), *mixed, typed_sale(product)], partition=0)
    good = len(bad) + 2
    story.until(
        lambda: units(story, product) == good,
        "good events were not applied",
        within=APPLIED_WITHIN_S,
    )
    took = time.monotonic() - sent
    story.converges()

    assert dead_letters(story) - before == len(bad)
    story.note(f"applied after {took:.1f} s")


@scenario("450 unreadable events in a row, and one good one", seconds=600)
def test_a_flood_of_poison(story):
    story.sell(rate=20)
    product = a_product_of_its_own()
    name = str(product)
    flood = [f"poison {name} {n}".encode() for n in range(FLOOD)]
    sent = time.monotonic()
    send(story, [*flood, typed_sale(product)], partition=1)
    story.until(lambda: units(story, product) == 1, "the good event waits", within=200)
    took = time.monotonic() - sent
    story.converges()

    letters = story.loop.run(
        broker.read_all(story.bootstrap, "sales.created.dlq"), within=60
    )
    ours = sorted(letter for letter in letters if letter in set(flood))
    assert ours == sorted(flood), f"{len(ours)} dead letters of {FLOOD} events"
    story.note(f"the good one was applied after {took:.0f} s")


@scenario("dead-letter topic deleted", seconds=300)
def test_the_dead_letter_topic_is_missing(story):
    product = a_product_of_its_own()
    topic = "sales.created.dlq"
    story.sell(rate=10)
    story.loop.run(broker.delete_topic(story.bootstrap, topic))
    gone = time.monotonic()
    send(story, [b"poison", typed_sale(product)], partition=2)
    time.sleep(20)
    held = units(story, product)
    told = story.watch.said_degraded("forecast", "sales.created", gone)

    story.loop.run(create_topics(story.bootstrap))
    back = time.monotonic()
    story.until(lambda: units(story, product) == 1, "the good event waits", within=60)
    took = time.monotonic() - back
    story.converges(back)

    assert held == 0, "an event behind a dead letter that nobody has was applied"
    # A letter whose acknowledgement was lost with the topic is sent again: twice the
    # same event is no fault, none or another one is.
    letters = story.loop.run(broker.put_aside(story.bootstrap, "sales.created"))
    assert len(set(letters)) == 1, letters
    assert letters[0][:2] == ("sales.created", "2")
    assert told is not None, "readiness does not name the topic that is held"
    story.note(f"applied {took:.1f} s after the topic was back")


@scenario("every event ten times, in any order", seconds=240, quick=True)
def test_events_shuffled_ten_times(story):
    product = a_product_of_its_own()
    sales = [typed_sale(product, quantity=1 + n % 4) for n in range(80)]
    voided = sales[::4]
    voids = [
        json.dumps(json.loads(sale) | {"voided_at": datetime.now(UTC).isoformat()})
        for sale in voided
    ]
    stock = [moved(product, n) for n in range(1, 41)]
    states = [changed(product, n) for n in range(1, 21)]
    deliveries = [
        *(("sales.created", sale) for sale in sales * 10),
        *(("sales.voided", void.encode()) for void in voids * 10),
        *(("stock.moved", line) for line in stock * 10),
        *(("product.updated", line) for line in states * 10),
    ]
    random.shuffle(deliveries)
    # A void may come before its sale: nobody promises an order among topics.
    deliveries.sort(key=lambda d: d[0] != "sales.voided")
    sent = time.monotonic()
    for topic in ("sales.voided", "sales.created", "stock.moved", "product.updated"):
        send(story, [value for name, value in deliveries if name == topic], topic=topic)
    story.converges()
    took = time.monotonic() - sent

    expected = sum(json.loads(sale)["quantity"] for sale in sales) - sum(
        json.loads(sale)["quantity"] for sale in voided
    )
    live = "JOIN forecast.generations g USING (generation) WHERE g.state = 'live'"
    assert units(story, product) == expected
    assert (
        story.sql(
            f"SELECT s.on_hand FROM forecast.stock s {live} AND s.product_id = $1",
            product,
        )
        == 40
    )
    assert (
        story.sql(
            f"SELECT p.name FROM forecast.products p {live} AND p.product_id = $1",
            product,
        )
        == "State 20"
    )
    story.note(f"{len(deliveries)} events in {took:.1f} s")


def moved(product_id, n):
    """The n-th movement leaves n units."""
    return json.dumps(
        {
            "movement_id": 10**11 + product_id % 10**6 * 1000 + n,
            "product_id": product_id,
            "location_id": 1,
            "delta": 1,
            "stock": n,
            "reason": "adjustment",
            "ts": datetime.now(UTC).isoformat(),
        }
    ).encode()


def changed(product_id, version):
    return json.dumps(
        {
            "product_id": product_id,
            "sku": f"STATE-{product_id}",
            "name": f"State {version}",
            "price": 1,
            "stock": 0,
            "ts": datetime.now(UTC).isoformat(),
            "version": version,
        }
    ).encode()
