"""What is the same at the edge of every service, seen through a small one."""

from decimal import Decimal

import pytest

from shared.tests.toys import toy_app
from tests.support import client_for


async def test_a_price_is_read_exactly(app):
    async with client_for(app) as client:
        kept = await client.post(
            "/api/toys",
            content='{"id":1,"price":9999999999.99}',
            headers={"Content-Type": "application/json"},
        )
        refused = await client.post(
            "/api/toys",
            content='{"id":1,"price":19.99999999999999999999}',
            headers={"Content-Type": "application/json"},
        )

    assert Decimal(kept.json()["price"]) == Decimal("9999999999.99")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "price"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"id":1,"price":NaN}',
        "[]",
        "\x00",
        '{"id":99999999999999999999999,"price":1}',
    ],
)
async def test_a_bad_body_is_a_problem_that_says_so(app, body):
    async with client_for(app) as client:
        answer = await client.post(
            "/api/toys", content=body, headers={"Content-Type": "application/json"}
        )

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid"
    assert answer.json()["errors"]


async def test_every_failure_is_a_problem(app):
    async with client_for(app) as client:
        answers = [
            await client.get("/api/toys/conflict"),
            await client.get("/api/toys/broken"),
            await client.get("/nowhere"),
            await client.request("PATCH", "/api/toys"),
            await client.request("BREW", "/api/toys"),
        ]

    assert [a.status_code for a in answers] == [409, 500, 404, 405, 405]
    assert {a.headers["content-type"] for a in answers} == {"application/problem+json"}
    assert all(a.headers["Allow"] for a in answers if a.status_code == 405)
    assert answers[0].json()["params"] == {"left": 3}
    assert "ZeroDivision" not in answers[1].text


async def test_the_request_id_of_the_caller_comes_back(app):
    async with client_for(app) as client:
        kept = await client.get("/health", headers={"X-Request-ID": "till-7:42"})
        made = await client.get("/health", headers={"X-Request-ID": "bad id\t"})

    assert kept.headers["X-Request-ID"] == "till-7:42"
    assert len(made.headers["X-Request-ID"]) == 32


async def test_a_role_opens_what_it_may_and_nothing_more(app):
    async with client_for(app, "viewer", 5) as client:
        assert (await client.get("/api/toys/mine")).json() == 5
        assert (await client.get("/api/toys/admin")).status_code == 403
    async with client_for(app, None) as client:
        answer = await client.get("/api/toys/mine")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_refusal_is_written_down_with_who_was_refused(app, caplog):
    async with client_for(app, "viewer", 5) as client:
        await client.get("/api/toys/admin")
        await client.get("/api/toys/mine")
    async with client_for(app, None) as client:
        await client.get("/api/toys/mine")

    refused = [
        (record.msg["status"], record.msg["path"], record.msg["caller"])
        for record in caplog.records
        if isinstance(record.msg, dict) and record.msg["event"] == "request"
    ]
    assert (403, "/api/toys/admin", "user/5") in refused
    assert (401, "/api/toys/mine", None) in refused


async def test_no_answer_is_kept_on_the_way(app):
    async with client_for(app) as client:
        read = await client.get("/api/toys/mine")
        others = [
            await client.get("/api/toys/conflict"),
            await client.post("/api/toys", json={"id": 1, "price": 2}),
        ]

    # By the browser of whoever asked alone, and never shown without asking again.
    assert read.headers["Cache-Control"] == "private, no-cache"
    assert {answer.headers["Cache-Control"] for answer in others} == {"no-store"}


async def test_what_tells_of_persons_is_kept_nowhere(dsn):
    app = toy_app(dsn, kept_by_browsers=False)
    async with client_for(app) as client:
        answer = await client.get("/api/toys/mine")
    await app.state.database.close()

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


async def test_a_commit_that_fails_is_never_answered_with_success(app):
    async with client_for(app) as client:
        answer = await client.post("/api/toys/late")

    assert answer.status_code == 500


async def test_metrics_are_served(app):
    async with client_for(app) as client:
        await client.get("/api/toys/conflict")
        answer = await client.get("/metrics")

    assert 'handler="/api/toys/conflict"' in answer.text
