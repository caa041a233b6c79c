"""Answers that a browser has already are not sent again."""

import pytest

from shared.http.revalidation import is_named, weak_tag
from tests.support import client_for

TOYS = "/api/toys/list"


async def test_who_has_an_answer_is_told_that_it_is_the_same(app):
    async with client_for(app) as client:
        first = await client.get(TOYS)
        again = await client.get(TOYS, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert again.headers["X-Total-Count"] == "3"
    assert "Content-Length" not in again.headers


async def test_another_answer_comes_whole(app):
    async with client_for(app) as client:
        first = await client.get(TOYS)
        had = {"If-None-Match": first.headers["ETag"]}
        longer = await client.get(TOYS, params={"total": 4}, headers=had)

    # The same rows, but now of four.
    assert longer.status_code == 200
    assert longer.json() == first.json()
    assert longer.headers["ETag"] != first.headers["ETag"]


async def test_who_may_not_see_it_is_not_told_that_it_is_the_same(app):
    async with client_for(app) as client:
        first = await client.get("/api/toys/mine")
    async with client_for(app, None) as stranger:
        refused = await stranger.get(
            "/api/toys/mine", headers={"If-None-Match": first.headers["ETag"]}
        )

    assert refused.status_code == 401


async def test_the_tag_of_a_version_stays_as_it_is(app):
    async with client_for(app) as client:
        read = await client.get(TOYS, params={"version": 7})
        again = await client.get(
            TOYS, params={"version": 7}, headers={"If-None-Match": '"7"'}
        )

    assert read.headers["ETag"] == '"7"'
    assert read.headers["Cache-Control"] == "no-store"
    # A version of the resource need not be one of all that the answer says.
    assert again.status_code == 200


async def test_failures_and_changes_have_no_tag(app):
    async with client_for(app) as client:
        answers = [
            await client.get("/api/toys/conflict"),
            await client.post("/api/toys", json={"id": 1, "price": 2}),
        ]

    assert not any("ETag" in answer.headers for answer in answers)


async def test_what_comes_in_pieces_is_not_held_back(app):
    sent = []

    class EnoughError(Exception):
        pass

    async def send(message):
        sent.append(message)
        if len(sent) == 3:
            raise EnoughError

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/api/toys/endless", "raw_path": b"/api/toys/endless",
        "query_string": b"", "root_path": "", "headers": [], "client": ("::1", 1),
        "server": ("toys", 80), "asgi": {"version": "3.0", "spec_version": "2.4"},
    }  # fmt: skip
    with pytest.raises((EnoughError, ExceptionGroup)):
        await app(scope, receive, send)

    assert [message["type"] for message in sent[:2]] == [
        "http.response.start",
        "http.response.body",
    ]
    assert b"etag" not in dict(sent[0]["headers"])


@pytest.mark.parametrize(
    ("if_none_match", "named"),
    [
        ("*", True),
        ('W/"a1"', True),
        ('"a1"', True),
        ('"b2", W/"a1"', True),
        ('W/"a"', False),
        ("a1", False),
        ("", False),
    ],
)
def test_tags_are_compared_weakly(if_none_match, named):
    assert is_named('W/"a1"', if_none_match) is named


def test_a_tag_is_that_of_the_words():
    assert weak_tag(b"[]") == weak_tag(b"[]") != weak_tag(b"[1]")
    assert weak_tag(b"[]", "1") != weak_tag(b"[]", "2")
