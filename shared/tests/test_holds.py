"""What cannot be applied waits or is put aside, and holds up nothing else."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import CommitFailedError

from shared.contracts.topics import dead_letter_topic
from shared.kafka import batches, dead_letters
from shared.tests.consuming import (
    consuming,
    create_topic,
    delete_topic,
    effects,
    everything,
    gauge,
    keep,
    own_event,
    stored,
    wire,
)
from tests.support import eventually

pytestmark = pytest.mark.kafka


async def held(consumer, expected=True):
    await eventually(
        lambda: asyncio.sleep(0, bool(consumer.held)),
        until=lambda found: found == expected,
        within=40,
    )


# A batch holds more than may be put aside at once, however slow the machine is.
@pytest.mark.parametrize(
    ("bad", "limit", "max_records"), [(450, 200, 5000), (40, 4, 8)]
)
async def test_a_flood_of_poison_is_put_aside_once_each_and_the_rest_applied(
    database, kafka, send_all, monkeypatch, bad, limit, max_records
):
    """More than may be put aside at once: the topic waits, and goes on by itself."""
    monkeypatch.setattr(dead_letters, "MAX_PER_WINDOW", limit)
    monkeypatch.setattr(dead_letters, "WINDOW_S", 0.5)
    event = await own_event(kafka)
    flood = [b"no event %d" % n for n in range(bad)]
    await send_all(event, *flood, wire(1))

    async with consuming(
        database, kafka, event=event, max_records=max_records
    ) as consumer:
        await held(consumer)
        assert f"more than {limit} dead letters" in consumer.held[event.topic]
        await eventually(lambda: effects(database, [1]), within=40)
        await held(consumer, False)
        restarts = gauge("previstock_consumer_restarts_total", group=consumer.group)

    letters = await everything(kafka, dead_letter_topic(event.topic))
    assert sorted(letter.value for letter in letters) == sorted(flood)
    assert restarts == 0


async def test_a_flood_that_a_crash_interrupts_goes_on_where_it_was(
    database, kafka, send_all
):
    event = await own_event(kafka)
    flood = [b"no event %d" % n for n in range(250)]
    await send_all(event, *flood)

    group = f"{event.topic}.group"
    for _ in range(2):
        # Each has an allowance of its own, as a new process has.
        async with consuming(database, kafka, event=event, group=group) as consumer:
            await eventually(
                lambda: everything(kafka, dead_letter_topic(event.topic)),
                until=lambda found: len(found) in {200, 250},
            )
            await eventually(lambda: asyncio.sleep(0, consumer.rounds > 3))

    letters = await everything(kafka, dead_letter_topic(event.topic))
    assert [letter.value for letter in letters] == flood


async def test_a_topic_without_dead_letters_waits_and_its_other_partitions_go_on(
    database, kafka, send_all, monkeypatch
):
    monkeypatch.setattr(dead_letters, "RETRY_S", 0.2)
    event = await own_event(kafka, partitions=6)
    aside = dead_letter_topic(event.topic)
    await delete_topic(kafka, aside)
    await send_all(event, b"no event", wire(1), key=b"one")

    async with consuming(database, kafka, event=event) as consumer:
        await held(consumer)
        assert "cannot be written" in consumer.held[event.topic]
        labels = {"group": consumer.group, "topic": event.topic}
        assert gauge("previstock_consumer_held", **labels) == 1

        for n in range(2, 20):
            await send_all(event, wire(n), key=b"%d" % n)
        await eventually(
            lambda: effects(database, range(2, 20)), until=lambda found: len(found) > 5
        )
        assert await effects(database, [1]) == []

        await create_topic(kafka, aside)
        await held(consumer, False)
        assert gauge("previstock_consumer_held", **labels) == 0
        await eventually(
            lambda: effects(database, range(20)), until=lambda found: len(found) == 19
        )
    assert [record.value for record in await everything(kafka, aside)] == [b"no event"]


async def test_an_event_that_the_service_stumbles_over_is_kept(
    database, kafka, send_all, monkeypatch
):
    monkeypatch.setattr(batches, "RETRY_S", 0.1)
    clumsy = True

    async def stumble(db, events):
        if clumsy and any(each.sale_id == 2 for each in events):
            raise KeyError("a mistake of ours")
        await keep(db, events)

    event = await own_event(kafka)
    await send_all(event, wire(1), wire(2), b"no event", wire(3))
    async with consuming(database, kafka, stumble, event=event) as consumer:
        await held(consumer)
        assert "KeyError" in consumer.held[event.topic]
        assert await effects(database, [1, 2, 3]) == [1]
        tried = consumer.rounds + 10
        await eventually(lambda: asyncio.sleep(0, consumer.rounds > tried))

        clumsy = False

        await eventually(
            lambda: effects(database, [1, 2, 3]), until=lambda found: len(found) == 3
        )
        await held(consumer, False)
    # Tried again many times; what lies behind it was put aside once.
    letters = await everything(kafka, dead_letter_topic(event.topic))
    assert [letter.value for letter in letters] == [b"no event"]


async def test_a_letter_is_not_written_twice_when_the_database_fails_behind_it(
    database, kafka, send_all
):
    failures = 1

    async def stumble(db, events):
        nonlocal failures
        if failures:
            failures -= 1
            raise ConnectionError("the database is away")
        await keep(db, events)

    event = await own_event(kafka)
    await send_all(event, b"no event", wire(1))
    async with consuming(database, kafka, stumble, event=event):
        await eventually(lambda: effects(database, [1]), within=40)

    letters = await everything(kafka, dead_letter_topic(event.topic))
    assert [letter.value for letter in letters] == [b"no event"]


async def test_an_event_of_a_megabyte_is_put_aside_too(database, kafka, send_all):
    event = await own_event(kafka)
    await send_all(event, b"x" * 1_000_000, wire(1))

    async with consuming(database, kafka, event=event):
        await eventually(lambda: effects(database, [1]))
        (letter,) = await eventually(
            lambda: everything(kafka, dead_letter_topic(event.topic))
        )

    assert dict(letter.headers)["dlq_full_size"] == b"1000000"


async def test_a_client_whose_clean_up_is_cancelled_from_within_is_made_anew(
    database, kafka, send_all, monkeypatch
):
    """As aiokafka's is when the broker went away under it."""
    real = AIOKafkaConsumer.stop

    async def stop(client):
        await real(client)
        raise asyncio.CancelledError

    async def no_commit(*_arguments):
        raise ConnectionError("the broker is away")

    event = await own_event(kafka)
    async with consuming(database, kafka, event=event) as consumer:
        await eventually(lambda: stored(database, consumer.group))
        with monkeypatch.context() as broken:
            broken.setattr(AIOKafkaConsumer, "stop", stop)
            broken.setattr(AIOKafkaConsumer, "commit", no_commit)
            await send_all(event, wire(1))
            await eventually(lambda: effects(database, [1]))
            await eventually(lambda: asyncio.sleep(0, not consumer.connected))
        await send_all(event, wire(2))
        await eventually(lambda: effects(database, [2]), within=40)


async def test_partitions_that_come_back_raise_no_alarm(
    database, kafka, send_all, monkeypatch
):
    """Under load a rebalance comes between the effects and the broker's note of
    them: the next member is given the same events again."""
    lost = []

    async def on_loss(_db, reason):
        lost.append(reason)

    event = await own_event(kafka)
    group = f"{event.topic}.group"

    async def moved(*_arguments):
        raise CommitFailedError

    async with consuming(
        database, kafka, event=event, group=group, on_loss=on_loss
    ) as consumer:
        await eventually(lambda: stored(database, group))
        with monkeypatch.context() as rebalancing:
            rebalancing.setattr(AIOKafkaConsumer, "commit", moved)
            await send_all(event, *(wire(n) for n in range(1, 11)))
            await eventually(
                lambda: effects(database, range(11)),
                until=lambda found: len(found) == 10,
            )
            await consumer.give_up()
    async with consuming(database, kafka, event=event, group=group, on_loss=on_loss):
        await send_all(event, wire(11))
        await eventually(lambda: effects(database, [11]), within=40)
    assert not lost
