"""A broker that asks for accounts: each service does its own, nobody does more."""

import asyncio
import secrets

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from aiokafka.protocol.admin import CreateAclsRequest
from pydantic import SecretStr

from ops.broker import acls
from ops.broker.rights import Right, all_rights
from ops.local.kafka import Kafka
from ops.topics import create_topics
from shared.broker import Broker, BrokerSettings, client_options
from shared.kafka.producer import Message, Producer
from tests.support.ports import free_port

ACCOUNTS = {name: secrets.token_hex(8) for name in ("operator", "etl_svc", "sales_svc")}


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    """One that ran without accounts before, as an installation of an older version."""
    home = tmp_path_factory.mktemp("kafka")
    port, other = free_port(), free_port()
    older = Kafka(home, port, controller_port=other)
    try:
        older.start()
        asyncio.run(create_topics(older.bootstrap))
        asyncio.run(send(older.bootstrap, "sales.import", b"of an older version"))
    finally:
        older.stop()
    server = Kafka(home, port, controller_port=other, accounts=ACCOUNTS)
    try:
        server.start()
        server.ensure_accounts()
        asyncio.run(create_topics(server.operator))
        yield server
    finally:
        server.stop()


async def send(broker, topic, value):
    producer = AIOKafkaProducer(**client_options(broker))
    await producer.start()
    try:
        await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


def as_(server, account, password=None):
    known = SecretStr(password or ACCOUNTS[account])
    return Broker.at(server.bootstrap, account, known, None)


def message(topic):
    return Message(topic=topic, key=b"1", value=b"{}", headers=())


async def values(broker, topic, group, count=1):
    consumer = AIOKafkaConsumer(
        topic, group_id=group, auto_offset_reset="earliest", **client_options(broker)
    )
    try:
        async with asyncio.timeout(60):
            await consumer.start()
            return {(await consumer.getone()).value for _ in range(count)}
    finally:
        await consumer.stop()


async def test_a_service_tells_its_own_facts_and_no_others(broker):
    producer = await Producer.connect(as_(broker, "etl_svc"))
    try:
        (own,) = await producer.send([message("history.reached")])
        (foreign,) = await producer.send([message("sales.created")])
    finally:
        await producer.close()

    assert own is None
    assert isinstance(foreign, TopicAuthorizationFailedError)


async def test_who_follows_a_topic_reads_it_in_groups_of_its_own(broker):
    """What was sent before there were accounts, too."""
    await send(as_(broker, "etl_svc"), "sales.import", b"of etl")

    sales = as_(broker, "sales_svc")
    assert await values(sales, "sales.import", "sales_svc.x", 2) == {
        b"of an older version",
        b"of etl",
    }
    with pytest.raises(KafkaError):
        await values(as_(broker, "sales_svc"), "sales.import", "etl_svc.x")
    with pytest.raises(KafkaError):
        await values(as_(broker, "etl_svc"), "sales.import", "etl_svc.x")


@pytest.mark.parametrize(
    ("account", "password"), [("etl_svc", "a guess"), ("stranger", "a guess"), ("", "")]
)
async def test_without_a_password_that_is_right_nothing_is_answered(
    broker, account, password
):
    where = as_(broker, account, password) if account else broker.bootstrap
    with pytest.raises((KafkaError, TimeoutError)):
        await Producer.connect(where)


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


async def test_rights_are_what_is_written_down_no_less_and_no_more(broker):
    admin = AIOKafkaAdminClient(**client_options(broker.operator))
    await admin.start()
    try:
        # As a version did that let etl_svc write what is sales_svc's.
        row = acls._row(Right("etl_svc", "topic", "sales.created", "Write"))
        await admin._send_request(CreateAclsRequest(*row))

        assert await acls.ensure(admin) == 1
        assert await acls.ensure(admin) == 0
        kept = set(await acls._existing_acls(admin))
    finally:
        await admin.close()
    assert kept == {acls._row(right) for right in all_rights()}
