"""Many want the same thing at the same moment."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg

from tests.faults.load import together
from tests.faults.scenario import scenario

BUYERS = 200
UNITS = 50


def sale(story, product_id, *, key=None, quantity=1, sold_at=None, token=None):
    """A request to send: the sale of one product."""
    headers = {"Authorization": f"Bearer {token or story.shop.token}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    body = {
        "product_id": product_id,
        "quantity": quantity,
        "sold_at": sold_at or datetime.now(UTC).isoformat(),
    }
    address = story.stack.ports.url("sales") + "/api/sales"
    return lambda client: client.post(address, json=body, headers=headers)


def stock_of(story, product_id):
    return story.sql(
        "SELECT sum(on_hand)::int FROM products.stock WHERE product_id = $1", product_id
    )


@scenario("200 buyers want 50 units", seconds=240, quick=True)
def test_buyers_want_more_than_there_is(story):
    (product,) = story.products(1, stock=UNITS)

    answers = together(story.loop, [sale(story, product) for _ in range(BUYERS)])

    assert Counter(a.status_code for a in answers) == {201: UNITS, 409: BUYERS - UNITS}
    assert stock_of(story, product) == 0
    story.converges()


@scenario("baskets in opposite order, 720 calls", seconds=240, quick=True)
def test_baskets_in_opposite_order(story):
    first, second = story.products(2, stock=720)
    password = story.stack.home / "secrets" / "sales" / "db_password"
    dsn = story.dsn("sales_app", password.read_text().strip())

    async def buy(name, lines):
        connection = await asyncpg.connect(dsn)
        failures = Counter()
        try:
            for n in range(90):
                try:
                    await connection.execute(
                        "SELECT FROM products.take_stock($1, 1, ARRAY["
                        "ROW($2, 1, NULL)::products.stock_line,"
                        "ROW($3, 1, NULL)::products.stock_line])",
                        f"basket:{name}:{n}",
                        *lines,
                    )
                except asyncpg.PostgresError as error:
                    failures[error.sqlstate] += 1
        finally:
            await connection.close()
        return failures

    async def buy_all():
        name = uuid4().hex
        orders = ((first, second), (second, first))
        return await asyncio.gather(
            *(buy(f"{name}:{n}", orders[n % 2]) for n in range(8))
        )

    failures = sum(story.loop.run(buy_all()), Counter())

    assert not failures
    assert (stock_of(story, first), stock_of(story, second)) == (0, 0)
    story.converges()


@scenario("same key twenty times at once", seconds=240, quick=True)
def test_the_same_key_at_once(story):
    (product,) = story.products(1, stock=100)
    rounds = 5
    for _ in range(rounds):
        request = sale(
            story, product, key=uuid4().hex, sold_at=datetime.now(UTC).isoformat()
        )
        answers = together(story.loop, [request] * 20)

        assert {a.status_code for a in answers} <= {201, 409}
        assert len({a.text for a in answers if a.status_code == 201}) == 1
    assert stock_of(story, product) == 100 - rounds
    story.converges()


@scenario("same key with another body", seconds=240, quick=True)
def test_the_same_key_with_another_body(story):
    (product,) = story.products(1, stock=100)
    key = uuid4().hex
    at = datetime.now(UTC).isoformat()
    first, other = (
        together(story.loop, [sale(story, product, key=key, quantity=q, sold_at=at)])[0]
        for q in (1, 2)
    )

    assert (first.status_code, other.status_code) == (201, 422), other.text
    assert stock_of(story, product) == 99
    story.converges()
