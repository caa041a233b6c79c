"""Following the shop's settings: its events, its row, and the clock of a process."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from structlog.testing import CapturingLogger

from shared import clock
from shared.contracts.shop import ShopChanged
from shared.db import shop
from shared.db.database import Database
from shared.errors import Unavailable
from shared.kafka import shop as following
from shared.kafka.shop import ShopFollower, ShopSource, copy_changed, shop_consumer
from shared.settings import ServiceSettings
from shared.tests.consuming import everything
from tests.support import eventually, shop_changed


@pytest.fixture
def settings(dsn):
    return ServiceSettings(service="toy_svc", db_url=dsn, db_schema="toy")


@pytest.fixture
def follower(database, settings):
    yield ShopFollower(settings, database, ShopSource())
    clock.forget_zone()


@pytest.fixture
def warnings(monkeypatch):
    """What was said in the log, so far."""
    logger = CapturingLogger()
    monkeypatch.setattr(following, "log", logger)
    return lambda: [
        call.kwargs for call in logger.calls if call.method_name == "warning"
    ]


async def stored_shop(database):
    async with database.read() as db:
        return await shop.find(db)


async def versions(database):
    found = await stored_shop(database)
    return found and (found.version, found.time_zone)


async def copy(database, *events):
    async with database.transaction() as db:
        await copy_changed(db, events)


async def test_the_highest_version_wins_however_often_and_in_whichever_order(database):
    one, two, three = (
        shop_changed(version, time_zone=zone)
        for version, zone in [(1, "UTC"), (2, "Europe/Paris"), (3, "Asia/Tokyo")]
    )

    await copy(database, two)
    await copy(database, two, two)
    await copy(database, one)
    assert await versions(database) == (2, "Europe/Paris")

    await copy(database, three, two, one)
    assert await versions(database) == (3, "Asia/Tokyo")


async def test_a_copy_holds_all_that_was_said(database):
    said = shop_changed(
        7,
        name="Chez Ada",
        address="1 rue Haute\nParis",
        country="FR",
        default_target="0.9",
        opening_days=[2, 3],
        weight_code_layout="21IIIIIWWWWWC",
    )

    await copy(database, said)

    assert (await stored_shop(database)).event() == said


async def test_before_anything_was_said_the_environment_is_the_shop(database, dsn):
    settings = ServiceSettings(
        service="toy_svc", db_url=dsn, db_schema="toy",
        business_tz="Europe/Paris", shop_currency="CHF",
    )  # fmt: skip
    follower = ShopFollower(settings, database, ShopSource())

    await follower.look()

    clock.forget_zone()
    assert follower.current is not None
    assert (follower.current.version, follower.current.currency) == (0, "CHF")
    assert await versions(database) == (0, "Europe/Paris")
    await copy(database, shop_changed(1))
    assert await versions(database) == (1, "UTC")


async def test_a_process_follows_its_row_without_a_restart(database, follower):
    await copy(database, shop_changed(1))
    await follower.begin()
    instant = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert str(clock.business_day(instant)) == "2026-03-01"
    task = asyncio.create_task(follower.run())

    async def day():
        return str(clock.business_day(instant))

    try:
        await copy(database, shop_changed(2, time_zone="Europe/Paris"))
        await eventually(day, until=lambda day: day == "2026-03-02")
    finally:
        follower.stop()
        await task


async def test_what_depends_on_the_zone_is_not_remembered_beyond_it():
    @clock.cached_by_zone(10)
    def midnight(day):
        return clock.start_of_day(day)

    day = date(2026, 3, 1)
    try:
        clock.follow_zone("UTC")
        before = midnight(day)
        clock.follow_zone("Europe/Paris")
        assert midnight(day) == before - timedelta(hours=1)
    finally:
        clock.forget_zone()


async def test_no_day_is_guessed_before_the_row_could_be_read(settings, follower):
    """Its environment may say another zone than the row that it cannot reach."""
    away = ServiceSettings(
        service="toy_svc", db_url="postgresql://nobody@127.0.0.1:1/none"
    )
    database = Database(away, application_name="toy")
    try:
        cut_off = ShopFollower(away, database, ShopSource())
        await cut_off.begin()
        with pytest.raises(Unavailable):
            clock.business_today()
    finally:
        await database.close()
    await follower.look()
    clock.business_today()


async def test_an_environment_that_says_otherwise_is_warned_of_and_not_heeded(
    database, dsn, warnings
):
    await copy(database, shop_changed(3, time_zone="Europe/Paris", currency="EUR"))
    settings = ServiceSettings(
        service="toy_svc", db_url=dsn, db_schema="toy",
        business_tz="UTC", shop_currency="EUR", shop_name="Chez Bob",
    )  # fmt: skip
    follower = ShopFollower(settings, database, ShopSource())

    await follower.look()
    await follower.look()

    assert clock.business_zone().key == "Europe/Paris"
    clock.forget_zone()
    assert [(w["variable"], w["environment"], w["shop"]) for w in warnings()] == [
        ("BUSINESS_TZ", "UTC", "Europe/Paris"),
        ("SHOP_NAME", "Chez Bob", "Shop"),
    ]


async def test_what_the_environment_does_not_say_differs_from_nothing(
    database, dsn, monkeypatch, warnings
):
    monkeypatch.delenv("BUSINESS_TZ")
    await copy(database, shop_changed(3, time_zone="Europe/Paris", name="Chez Ada"))
    settings = ServiceSettings(service="toy_svc", db_url=dsn, db_schema="toy")

    await ShopFollower(settings, database, ShopSource()).look()

    clock.forget_zone()
    assert warnings() == []


@asynccontextmanager
async def listening(database, settings, kafka, source=None):
    settings = settings.model_copy(update={"kafka_bootstrap_servers": kafka})
    consumer = shop_consumer(settings, database, source or ShopSource())
    task = asyncio.create_task(consumer.run())
    try:
        yield consumer
    finally:
        consumer.stop()
        await asyncio.wait_for(task, 30)


async def reached(database, version):
    await eventually(
        lambda: stored_shop(database),
        until=lambda found: found is not None and found.version == version,
        within=40,
    )


@pytest.mark.kafka
async def test_unreadable_and_late_events_stop_nothing(
    database, settings, kafka, send_all
):
    """A zone that nobody knows, half a line, an older version and a twin."""
    new = shop_changed(12, time_zone="Europe/Paris").wire().encode()
    unknown = new.replace(b"Europe/Paris", b"Mars/Olympus").replace(b"12", b"13")

    async with listening(database, settings, kafka):
        await send_all(
            ShopChanged, unknown, b'{"name": "Sho', new, new,
            shop_changed(11).wire().encode(), key=b"shop",
        )  # fmt: skip
        await reached(database, 12)

        async def letters():
            return await everything(kafka, "shop.changed.dlq")

        await eventually(letters, until=lambda found: len(found) >= 2)
        await send_all(ShopChanged, shop_changed(14).wire().encode(), key=b"shop")
        await reached(database, 14)


async def test_without_a_broker_a_service_starts_from_its_row(
    database, settings, follower
):
    await copy(database, shop_changed(5, time_zone="Asia/Tokyo"))

    async with listening(database, settings, "127.0.0.1:1"):
        await follower.begin()

    assert clock.business_zone().key == "Asia/Tokyo"


@pytest.mark.kafka
async def test_the_last_event_of_the_shop_stays_for_good(kafka, kafka_server):
    """The topic goes by keys, not by age: what a service reads that starts late."""
    client = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await client.start()
    try:
        (answer,) = await client.describe_configs(
            [ConfigResource(ConfigResourceType.TOPIC, "shop.changed")]
        )
    finally:
        await client.close()
    configured = {entry[0]: entry[1] for entry in answer.resources[0][4]}
    assert configured["cleanup.policy"] == "compact"
    assert ShopChanged.key({}) == b"shop"
