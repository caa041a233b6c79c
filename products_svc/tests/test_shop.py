"""The shop's settings, as auth_svc says them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from products_svc.app import create_app
from products_svc.settings import Settings
from products_svc.tests.factories import add_product
from shared.contracts.shop import ShopChanged
from shared.kafka.producer import Message, Producer
from tests.support import client_for, eventually, running, shop_changed

EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""25 hours apart: what is today in one is never today in the other."""


@pytest.mark.kafka
async def test_another_time_zone_of_the_shop_moves_the_day_without_a_restart(
    databases, kafka
):
    await databases.clean("products")
    app = create_app(databases.settings(Settings, kafka_bootstrap_servers=kafka))
    producer = await Producer.connect(kafka)

    async def say(version, zone):
        said = shop_changed(version, time_zone=zone).wire().encode()
        assert not any(await producer.send([Message(ShopChanged.topic, said, b"shop")]))

    async def movements():
        answer = await client.get(
            "/api/stock/movements", params={"from": today, "to": today}
        )
        return len(answer.json())

    async with running(app), client_for(app, "manager", 7) as client:
        await say(101, EAST)
        await add_product(client)
        today = str(datetime.now(ZoneInfo(EAST)).date())
        await eventually(movements, until=lambda found: found == 1, within=60)

        await say(102, WEST)
        await eventually(movements, until=lambda found: found == 0)
    await producer.close()
    await app.state.database.close()
