"""A broker that asks for accounts: each service does its own, nobody does more."""

import asyncio
import secrets
import subprocess

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from pydantic import SecretStr

from ops.broker_rights import FLOWS, rights
from ops.local.kafka import Kafka
from ops.secrets import SERVICES
from ops.topics import create_topics
from shared.broker import Broker, BrokerSettings, client_options
from shared.contracts.topics import TOPICS
from shared.kafka.producer import Message, Producer
from tests.support.ports import free_port

ACCOUNTS = {
    name: secrets.token_hex(8)
    for name in ("operator", "etl_svc", "sales_svc", "nobody")
}


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    server = Kafka(
        tmp_path_factory.mktemp("kafka"),
        free_port(),
        controller_port=free_port(),
        accounts=ACCOUNTS,
    )
    server.start()
    try:
        asyncio.run(create_topics(as_(server, "operator")))
        for service in ("etl", "sales"):
            for arguments in rights(service):
                done = subprocess.run(
                    server.tool("AclCommand", "--add", *arguments),
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                assert done.returncode == 0, done.stdout + done.stderr
        yield server
    finally:
        server.stop()


def as_(server, account, password=None):
    known = SecretStr(password or ACCOUNTS[account])
    return Broker.at(server.bootstrap, account, known, None)


def message(topic):
    return Message(topic=topic, key=b"1", value=b"{}", headers=())


async def first_value(broker, topic, group):
    consumer = AIOKafkaConsumer(
        topic, group_id=group, auto_offset_reset="earliest", **client_options(broker)
    )
    try:
        async with asyncio.timeout(60):
            await consumer.start()
            return (await consumer.getone()).value
    finally:
        await consumer.stop()


async def test_a_service_tells_its_own_facts_and_no_others(broker):
    producer = await Producer.connect(as_(broker, "etl_svc"))
    try:
        (own,) = await producer.send([message("sales.import")])
        (foreign,) = await producer.send([message("sales.created")])
    finally:
        await producer.close()

    assert own is None
    assert isinstance(foreign, TopicAuthorizationFailedError)


async def test_who_follows_a_topic_reads_it_in_groups_of_its_own(broker):
    producer = AIOKafkaProducer(**client_options(as_(broker, "etl_svc")))
    await producer.start()
    await producer.send_and_wait("sales.import", b"of etl")
    await producer.stop()

    assert await first_value(as_(broker, "sales_svc"), "sales.import", "sales_svc.x")
    with pytest.raises(KafkaError):
        await first_value(as_(broker, "sales_svc"), "sales.import", "etl_svc.x")
    with pytest.raises(KafkaError):
        await first_value(as_(broker, "nobody"), "sales.import", "nobody")


@pytest.mark.parametrize(
    ("account", "password"), [("etl_svc", "a guess"), ("stranger", "a guess"), ("", "")]
)
async def test_without_a_password_that_is_right_nothing_is_answered(
    broker, account, password
):
    where = as_(broker, account, password) if account else broker.bootstrap
    with pytest.raises((KafkaError, TimeoutError)):
        await Producer.connect(where)


def test_every_topic_has_somebody_who_tells_and_somebody_who_reads():
    assert set(FLOWS) == set(TOPICS)
    for tells, follows in FLOWS.values():
        assert tells
        assert set(tells) | set(follows) <= set(SERVICES)


def test_an_account_is_a_name_and_a_password(tmp_path):
    with pytest.raises(ValueError, match="go together"):
        BrokerSettings(kafka_username="etl_svc")

    file = tmp_path / "password"
    file.write_text("told\n")
    settings = BrokerSettings(kafka_username="etl_svc", kafka_password_file=file)
    options = settings.broker.options
    assert options["sasl_plain_password"] == "told"
    assert options["security_protocol"] == "SASL_PLAINTEXT"
    assert client_options("kafka:9092") == {"bootstrap_servers": "kafka:9092"}
