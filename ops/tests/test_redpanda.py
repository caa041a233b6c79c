"""Redpanda is told to ask for accounts by its administrators' interface, which stands in
here: what it keeps, and what it refuses."""

import base64
import json
import stat

import httpx
import pytest

from ops import secrets
from ops.broker import __main__ as step, redpanda
from ops.broker.redpanda import BrokerRefuses, ask_for_accounts, ask_nobody

URL = "http://kafka:9644"


class Interface(httpx.MockTransport):
    def __init__(self):
        super().__init__(self.answer)
        self.accounts = {}
        self.settings = {}

    def answer(self, request):
        if self.settings.get("admin_api_require_auth") and not self.knows(request):
            return httpx.Response(401, text="Unauthorized")
        body = json.loads(request.content or "null")
        match request.method, request.url.path:
            case "GET", "/v1/security/users":
                return httpx.Response(200, json=sorted(self.accounts))
            case "POST", "/v1/security/users" if body["username"] not in self.accounts:
                self.accounts[body["username"]] = body["password"]
                return httpx.Response(200)
            case "PUT", "/v1/cluster_config":
                return self.set(body["upsert"])
            case "PUT", path if path.rpartition("/")[2] in self.accounts:
                self.accounts[path.rpartition("/")[2]] = body["password"]
                return httpx.Response(200)
        return httpx.Response(400, text=f"{request.method} {request.url.path}")

    def set(self, settings):
        """One that asks for accounts without a superuser has locked everybody out."""
        if settings.get("enable_sasl"):
            assert set(settings["superusers"]) <= self.accounts.keys()
        self.settings |= settings
        return httpx.Response(200, json={"config_version": 1})

    def knows(self, request):
        told = request.headers["authorization"].removeprefix("Basic ")
        name, _, password = base64.b64decode(told).decode().partition(":")
        return self.accounts.get(name) == password


@pytest.fixture
def broker():
    return Interface()


def test_a_new_broker_asks_for_accounts_and_passwords_that_changed_are_set(
    broker, tmp_path
):
    first = secrets.write_broker_accounts(tmp_path, wanted=True)
    ask_for_accounts(URL, first, transport=broker)
    assert broker.accounts == first
    assert broker.settings["enable_sasl"] is True
    assert broker.settings["admin_api_require_auth"] is True

    (tmp_path / "sales" / "kafka_password").unlink()
    second = secrets.write_broker_accounts(tmp_path, wanted=True)
    ask_for_accounts(URL, second, transport=broker)
    assert broker.accounts == second
    assert {name for name in first if first[name] != second[name]} == {"sales_svc"}


def test_accounts_can_be_switched_off_and_on_again(broker, tmp_path):
    ask_for_accounts(
        URL, secrets.write_broker_accounts(tmp_path, wanted=True), transport=broker
    )

    assert secrets.write_broker_accounts(tmp_path, wanted=False) == {}
    kept = (tmp_path / "kafka" / "operator").read_text()
    ask_nobody(URL, kept, transport=broker)
    assert broker.settings["enable_sasl"] is False
    assert (tmp_path / "sales" / "kafka_password").read_text() == ""

    again = secrets.write_broker_accounts(tmp_path, wanted=True)
    ask_for_accounts(URL, again, transport=broker)
    assert broker.accounts == again == secrets.broker_accounts(tmp_path)


def test_a_broker_of_another_installation_is_told_of_in_one_line(broker, tmp_path):
    ask_for_accounts(
        URL,
        secrets.write_broker_accounts(tmp_path / "a", wanted=True),
        transport=broker,
    )
    other = secrets.write_broker_accounts(tmp_path / "b", wanted=True)

    with pytest.raises(BrokerRefuses, match="another password for its operator"):
        ask_for_accounts(URL, other, transport=broker)


@pytest.mark.parametrize("lets_in", [True, False])
def test_without_that_interface_services_go_without_accounts_only_where_nobody_asks(
    tmp_path, monkeypatch, lets_in
):
    def away(*_):
        raise httpx.ConnectError("refused")

    async def lets_in_anybody(_):
        return lets_in

    monkeypatch.setattr(redpanda, "ask_for_accounts", away)
    monkeypatch.setattr(step, "_lets_in_anybody", lets_in_anybody)

    if lets_in:
        said = step.arrange(URL, "kafka:9092", tmp_path, wanted=True)
        assert "knows no accounts" in said
    else:
        with pytest.raises(httpx.ConnectError):
            step.arrange(URL, "kafka:9092", tmp_path, wanted=True)
    assert bool(secrets.broker_accounts(tmp_path)) is not lets_in


def test_rpk_in_the_brokers_container_is_the_operator(tmp_path):
    accounts = secrets.write_broker_accounts(tmp_path, wanted=True)
    profile = (tmp_path / "kafka/rpk/rpk.yaml").read_text()
    assert secrets.password_in_profile(profile) == accounts["operator"]

    secrets.write_broker_accounts(tmp_path, wanted=False)
    profile = (tmp_path / "kafka/rpk/rpk.yaml").read_text()
    assert secrets.password_in_profile(profile) == ""


@pytest.mark.skipif("__import__('os').geteuid() != 0", reason="hands files to others")
def test_in_containers_the_broker_reads_the_profile_and_nothing_else(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("SECRETS_OWNER_UID", "10001")
    monkeypatch.setenv("KAFKA_GID", "101")
    secrets.write_broker_accounts(tmp_path, wanted=True)

    def rights(name):
        info = (tmp_path / name).stat()
        return info.st_uid, info.st_gid, stat.S_IMODE(info.st_mode)

    assert rights("kafka/rpk/rpk.yaml") == (10001, 101, 0o640)
    assert rights("kafka/rpk") == rights("kafka") == (10001, 101, 0o750)
    assert rights("kafka/operator") == (10001, 10001, 0o600)
    assert rights("sales/kafka_password") == (10001, 10001, 0o600)
