"""Hostile bodies, slow readers, clients that go away."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import psutil

from tests.faults.scenario import scenario

GIGABYTE = 10**9
FLAT_MIB = 150
"""Memory may grow by so much: less than any of the bodies would need in memory."""
ANSWERED_WITHIN_S = 4
LARGEST_ANSWER = 100_000
SLOW_HEADS = 500
SLOW_BODIES = 200
UNREAD_EXPORTS = 40
ABORTED = 300


def rss_mib(story, name):
    return psutil.Process(story.stack.pid(f"{name}_svc")).memory_info().rss / 2**20


@contextmanager
def flat_memory(story, *names) -> Iterator[None]:
    before = {name: rss_mib(story, name) for name in names}
    yield
    grown = {name: rss_mib(story, name) - before[name] for name in names}
    assert all(mib < FLAT_MIB for mib in grown.values()), f"MiB more: {grown}"


def an_upload():
    """The body of a form with one file of a gigabyte that is no table, made as it
    is sent."""
    yield (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )
    block = bytes(1_000_000)
    for _ in range(GIGABYTE // len(block)):
        yield block
    yield b"\r\n--edge--\r\n"


@scenario("uploads of a gigabyte", seconds=360)
def test_an_upload_of_a_gigabyte(story):
    address = story.shop.url("etl", "/api/etl/uploads")
    folder = story.stack.home / "etl"
    kept = size_of(folder)
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    callers = {
        "nobody": {},
        "user": bearer(story, new_user(story)),
        "admin": bearer(story, story.shop.token),
    }
    statuses = {}
    with flat_memory(story, "etl"):
        for who, header in callers.items():
            answer = httpx.post(
                address, content=an_upload(), headers=headers | header, timeout=120
            )
            statuses[who] = answer.status_code
    story.converges()

    assert (statuses["nobody"], statuses["user"]) == (401, 403), statuses
    assert 400 <= statuses["admin"] < 500, statuses
    assert size_of(folder) == kept, "something of them is kept"


def size_of(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def bearer(story, token):
    return {"Authorization": f"Bearer {token}"}


def new_user(story):
    account = {"email": f"{uuid4().hex}@example.com", "password": uuid4().hex}
    address = story.shop.url("auth", "/api/auth")
    made = httpx.post(
        f"{address}/register", json=account | {"name": "A user"}, timeout=30
    )
    assert made.status_code == 201, made.text
    token = httpx.post(f"{address}/login", json=account, timeout=30)
    return token.json()["access_token"]


def hostile_bodies():
    """(service, path, body): what no honest client sends."""
    fields = ",".join(f'"field_{n}":{n}' for n in range(700_000))
    many = f"{{{fields}}}"
    deep = "[" * 100_000 + "]" * 100_000
    sale = '{{"product_id":{0},"quantity":{1},"sold_at":"2026-01-01T00:00:00Z"{2}}}'
    product = '{{"sku":{0},"name":{1},"price":{2},"stock":{3}}}'
    sku = json.dumps(uuid4().hex)
    yield "auth", "/api/auth/login", many
    yield "auth", "/api/auth/register", many
    yield "auth", "/api/auth/refresh", many
    yield "auth", "/api/auth/service-token", many
    yield "sales", "/api/sales", many
    yield "products", "/api/products", many
    yield "auth", "/api/auth/login", deep
    yield "sales", "/api/sales", deep
    yield "sales", "/api/sales", sale.format("1" * 4000, 1, "")
    yield "sales", "/api/sales", sale.format(1, 10**30, "")
    yield "sales", "/api/sales", sale.format(1, "NaN", "")
    yield "sales", "/api/sales", sale.format(1, 1, ',"price":NaN')
    yield "sales", "/api/sales", sale.format(1, 1, ',"price":1e400')
    yield "sales", "/api/sales", sale.format(1, 1, ',"price":-Infinity')
    yield "products", "/api/products", product.format('"\\u0000"', '"x"', 1, 1)
    yield "products", "/api/products", product.format(sku, '"a\\u0000b"', 1, 1)
    yield "products", "/api/products", product.format(sku, '"\\ud800"', 1, 1)
    yield "products", "/api/products", product.format(sku, '"x"', "NaN", 1)
    yield "products", "/api/products", product.format(sku, '"x"', 1, 10**25)
    yield (
        "products",
        "/api/products",
        product.format(sku, '"' + "x" * 9_000_000 + '"', 1, 1),
    )


@scenario("hostile JSON bodies", seconds=400, quick=True)
def test_hostile_bodies(story):
    story.sell(rate=10)
    wrong = []
    slowest = 0.0
    with flat_memory(story, "auth", "sales", "products"):
        for name, path, body in hostile_bodies():
            begun = time.monotonic()
            answer = httpx.post(
                story.shop.url(name, path),
                content=body.encode(),
                headers=bearer(story, story.shop.token)
                | {"Content-Type": "application/json"},
                timeout=60,
            )
            took = time.monotonic() - begun
            slowest = max(slowest, took)
            if (
                not 400 <= answer.status_code < 500
                or len(answer.content) > LARGEST_ANSWER
                or took > ANSWERED_WITHIN_S
            ):
                wrong.append(
                    f"{path} {body[:40]!r}: {answer.status_code},"
                    f" {len(answer.content)} bytes, {took:.1f} s"
                )
    story.converges()

    assert not wrong, wrong
    story.note(f"slowest answer {slowest:.2f} s")


def connections(story, name):
    return len(psutil.Process(story.stack.pid(f"{name}_svc")).net_connections("tcp"))


def half_a_request(port, text):
    """A connection that has sent this much, and takes hardly anything in."""
    connection = socket.socket()
    connection.settimeout(10)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    connection.sendall(text.encode())
    return connection


@scenario("700 clients that are slow to ask", seconds=300)
def test_clients_that_are_slow_to_ask(story):
    port = story.stack.ports.sales
    head = f"POST /api/sales HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    body = (
        f"{head}Authorization: Bearer {story.shop.token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
    )
    outcomes = story.sell(rate=30)
    before = connections(story, "sales")
    with ExitStack() as held:
        begun = time.monotonic()
        for text in (head,) * SLOW_HEADS + (body,) * SLOW_BODIES:
            held.enter_context(half_a_request(port, text))
        time.sleep(10)
        p99 = outcomes.latency(0.99, since=begun)
        waiting = idle_in_transaction(story)
    story.until(
        lambda: connections(story, "sales") < before + 50,
        "connections of clients that are gone are kept",
    )
    story.converges()

    assert set(outcomes.count()) == {"201"}, outcomes.count()
    assert waiting == 0, "slow clients hold transactions"
    assert p99 < 3, "slow clients slow the others"
    story.note(f"sales p99 {p99 * 1000:.0f} ms")


def idle_in_transaction(story):
    return story.sql(
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        " AND clock_timestamp() - state_change > interval '2 s'"
    )


@scenario("300 clients that go away in the middle of their sale", seconds=240)
def test_clients_that_go_away(story):
    port = story.stack.ports.sales
    (product,) = story.products(1)
    sold_at = datetime.now(UTC).isoformat()
    name = uuid4().hex
    body = json.dumps({"product_id": product, "quantity": 1, "sold_at": sold_at})
    for n in range(ABORTED):
        text = (
            f"POST /api/sales HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Authorization: Bearer {story.shop.token}\r\n"
            f"Idempotency-Key: {name}-{n}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        half_a_request(port, text).close()
    # Whether a sale was recorded, its key tells; asking makes it exactly one.
    sales = set()
    for n in range(ABORTED):
        answer = story.shop.http.post(
            story.shop.url("sales", "/api/sales"),
            content=body,
            headers={
                "Idempotency-Key": f"{name}-{n}",
                "Content-Type": "application/json",
            },
        )
        assert answer.status_code == 201, answer.text
        sales.add(answer.json()["id"])
    story.converges()

    assert len(sales) == ABORTED
    assert (
        story.sql("SELECT count(*) FROM sales.sales WHERE product_id = $1", product)
        == ABORTED
    )
    assert idle_in_transaction(story) == 0


@scenario("40 exports that nobody reads while sales go on", seconds=600)
def test_exports_that_nobody_reads(story):
    # Longer than what sockets hold by themselves.
    story.import_history(products=100, days=400)
    outcomes = story.sell(rate=30)
    port = story.stack.ports.sales
    text = (
        f"GET /api/sales/export.csv HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {story.shop.token}\r\n\r\n"
    )
    with ExitStack() as held:
        begun = time.monotonic()
        for _ in range(UNREAD_EXPORTS):
            held.enter_context(half_a_request(port, text))
        time.sleep(15)
        p99 = outcomes.latency(0.99, since=begun)
        reads = time.monotonic()
        answer = story.shop.http.get(story.shop.url("sales", "/api/sales"))
        reads = time.monotonic() - reads
    story.converges()

    assert set(outcomes.count()) == {"201"}, outcomes.count()
    assert answer.status_code == 200
    assert p99 < 1, "exports starve the till"
    assert reads < 3, "exports starve whoever reads"
    story.note(f"sales p99 {p99 * 1000:.0f} ms; a list took {reads * 1000:.0f} ms")
