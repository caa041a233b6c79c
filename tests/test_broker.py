"""The whole stack goes to a broker that asks for accounts."""

import pytest
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from pydantic import SecretStr

from ops.secrets import broker_accounts
from shared.broker import Broker
from shared.kafka.producer import Message, Producer

pytestmark = pytest.mark.system


async def test_whoever_shows_no_account_is_told_nothing(stack):
    with pytest.raises((KafkaError, TimeoutError)):
        await Producer.connect(stack.kafka.bootstrap)


async def test_a_service_that_was_taken_over_cannot_speak_for_another(stack):
    password = broker_accounts(stack.home / "secrets")["etl_svc"]
    there = Broker.at(stack.kafka.bootstrap, "etl_svc", SecretStr(password), None)
    producer = await Producer.connect(there)
    try:
        (refused,) = await producer.send([Message("stock.moved", b"{}", b"1")])
    finally:
        await producer.close()

    assert isinstance(refused, TopicAuthorizationFailedError)
