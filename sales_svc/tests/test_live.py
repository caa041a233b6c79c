"""What open pages are told: everything that they may read, once, and when they miss some."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from sales_svc.app import create_app
from sales_svc.errors import TooManyStreams
from sales_svc.live import api, stream as live
from sales_svc.live.api import Streams
from sales_svc.live.hub import Hub
from sales_svc.live.notes import Kind, Note, notes_of
from sales_svc.live.stream import stream
from shared.contracts.audit import AuditRecorded
from shared.contracts.sales import SaleCreated
from shared.contracts.tokens import TokensRevoked
from shared.errors import Unauthenticated
from shared.http.auth import Role
from tests.support import access_token, bearer, client_for, served

P0, P1 = ("sales.created", 0), ("sales.created", 1)


def sale(number):
    return Note("sales", {"sale_id": number})


def ids(notes):
    return None if notes is None else [note.about["sale_id"] for note in notes]


@pytest.fixture
def app():
    """Nothing here asks a database."""
    return create_app()


@pytest.fixture
def hub():
    hub = Hub()
    hub.begin({P0: 10, P1: 20})
    hub.open = True
    hub.say(live=True)
    return hub


def test_an_event_that_comes_twice_is_told_once(hub):
    for offset in (10, 11, 10, 11, 12):
        hub.note(P0, offset, [sale(offset)])

    assert ids(hub.after(0)) == [10, 11, 12]


def test_a_place_holds_however_the_partitions_took_turns(hub):
    """Of two processes each reads the partitions in another order."""
    other = Hub()
    other.begin({P0: 10, P1: 20})
    for partition, offset in ((P0, 10), (P1, 20), (P0, 11)):
        hub.note(partition, offset, [sale(offset)])
    place = hub.place
    for partition, offset in ((P1, 20), (P1, 21), (P0, 10), (P0, 11), (P0, 12)):
        other.note(partition, offset, [sale(offset)])

    assert sorted(ids(other.since(place))) == [12, 21]


def test_what_the_ring_has_no_more_is_said_to_be_missed():
    hub = Hub(most_kept=3)
    hub.begin({P0: 10})
    early, number = hub.place, hub.number
    for offset in range(10, 20):
        hub.note(P0, offset, [sale(offset)])

    assert hub.since(early) is None
    assert hub.after(number) is None
    assert ids(hub.since("sales.created:17")) == [17, 18, 19]
    assert len(hub._kept) == 3


@pytest.mark.parametrize(
    "place", ["", "nonsense", "sales.created:x.1", "sales.created:10", f"a:{'9' * 40}"]
)
def test_a_place_that_nobody_told_is_a_place_that_missed_everything(hub, place):
    assert hub.since(place) is None


def test_after_the_log_was_lost_every_page_reads_anew(hub):
    hub.note(P0, 10, [sale(10)])
    number = hub.number

    hub.begin({P0: 0, P1: 0})

    assert hub.after(number) is None
    assert hub.since("sales.created:11.20") is None


def test_a_broker_that_was_away_costs_nothing_when_reading_goes_on(hub):
    hub.note(P0, 10, [sale(10)])
    number, place = hub.number, hub.place
    hub.say(live=False)

    hub.begin({P0: 11, P1: 20})
    hub.note(P0, 11, [sale(11)])

    assert ids(hub.after(number)) == [11]
    assert ids(hub.since(place)) == [11]


def event(**changes):
    told = {
        "sale_id": 1, "product_id": 2, "quantity": 1, "price": 1, "user_id": 7,
        "sold_at": datetime.now(UTC),
    }  # fmt: skip
    return SaleCreated.model_validate(told | changes)


def act(subject, action="import.started"):
    return AuditRecorded(
        service="etl_svc", n=1, action=action, subject=subject, actor=7,
        changes={}, ts=datetime.now(UTC),
    )  # fmt: skip


def test_rows_of_an_import_are_told_of_by_their_import_and_not_one_by_one():
    assert [note.wire for note in notes_of(event())] == [
        {"kind": "sales", "sale_id": 1, "product_id": 2}
    ]
    assert notes_of(event(import_id=3)) == ()
    assert [note.kind for note in notes_of(act("import/3"))] == ["jobs", "sales"]


@pytest.mark.parametrize("subject", ["user/3", "service/etl_svc", "shop", "import/x"])
def test_acts_that_concern_nobody_elses_page_are_not_told(subject):
    assert not notes_of(act(subject))


def test_a_new_picture_is_told_of_and_other_changes_of_products_have_their_event():
    told = [
        note.wire
        for action in ("product.picture_set", "product.picture_removed")
        for note in notes_of(act("product/3", action))
    ]

    assert told == [{"kind": "products", "product_id": 3}] * 2
    assert not notes_of(act("product/3", "product.changed"))


def test_nobody_is_told_of_what_they_may_not_read():
    kinds: tuple[Kind, ...] = ("sales", "alerts", "jobs", "orders", "suppliers")
    heard = {
        role: {kind for kind in kinds if Note(kind, {}).is_for(role)} for role in Role
    }
    assert heard[Role.VIEWER] == heard[Role.USER] == {"sales", "alerts"}
    assert heard[Role.MANAGER] == heard[Role.ADMIN] == set(kinds)


async def allowed():
    pass


def read(message):
    """The events of a piece of a stream: name and data."""
    return [
        (lines["event"], json.loads(lines["data"]))
        for block in message.decode().split("\n\n")
        if "event: " in block
        for lines in [dict(line.split(": ", 1) for line in block.splitlines())]
    ]


async def test_a_stream_says_what_happens_and_when_nobody_would_hear_of_it(hub):
    pieces = stream(hub, Role.USER, place=None, still_allowed=allowed)
    assert read(await anext(pieces)) == [("state", {"live": True})]

    hub.note(P0, 10, [sale(1), Note("orders", {"purchase_order_id": 4}), sale(1)])
    assert read(await anext(pieces)) == [
        ("happened", [{"kind": "sales", "sale_id": 1}])
    ]
    hub.say(live=False)
    assert read(await anext(pieces)) == [("state", {"live": False})]

    hub.close()
    assert [piece async for piece in pieces] in ([], [b""])


async def test_a_new_stream_begins_where_its_page_was_opened(hub, monkeypatch):
    hub.note(P0, 10, [sale(1)])

    pieces = stream(hub, Role.USER, place=None, still_allowed=allowed)
    await anext(pieces)
    assert read(await anext(pieces)) == [
        ("happened", [{"kind": "sales", "sale_id": 1}])
    ]

    monkeypatch.setattr(live, "OPENING_S", 0.0)
    later = stream(hub, Role.USER, place=None, still_allowed=allowed)
    await anext(later)
    hub.note(P0, 11, [sale(2)])
    assert read(await anext(later)) == [("happened", [{"kind": "sales", "sale_id": 2}])]


async def test_a_stream_goes_on_at_its_place_and_says_what_it_missed(hub):
    place = hub.place
    hub.note(P0, 10, [sale(1)])

    again = stream(hub, Role.USER, place=place, still_allowed=allowed)
    await anext(again)
    assert read(await anext(again)) == [("happened", [{"kind": "sales", "sale_id": 1}])]

    late = stream(hub, Role.USER, place="sales.created:1.1", still_allowed=allowed)
    await anext(late)
    assert read(await anext(late)) == [("reset", {})]


async def test_a_reader_that_never_reads_keeps_no_more_than_its_place():
    hub = Hub(most_kept=50)
    hub.open = True
    hub.begin({P0: 0})
    pieces = stream(hub, Role.USER, place=None, still_allowed=allowed)
    await anext(pieces)
    for offset in range(5_000):
        hub.note(P0, offset, [sale(offset)])

    assert read(await anext(pieces)) == [("reset", {})]
    assert len(hub._kept) == 50


async def test_a_flood_is_one_word_and_not_thousands(hub):
    pieces = stream(hub, Role.USER, place=None, still_allowed=allowed)
    await anext(pieces)
    for offset in range(10, 310):
        hub.note(P0, offset, [sale(offset)])

    assert read(await anext(pieces)) == [("reset", {})]


async def test_a_stream_ends_with_the_rights_of_who_reads(hub):
    ended = False

    async def still():
        if ended:
            raise Unauthenticated

    pieces = stream(hub, Role.USER, place=None, still_allowed=still)
    await anext(pieces)
    ended = True
    hub.note(P0, 10, [sale(1)])

    assert [piece async for piece in pieces] == []


def test_a_person_and_all_together_have_so_many_streams_and_no_more(monkeypatch):
    monkeypatch.setattr(api, "OF_A_PERSON", 1)
    monkeypatch.setattr(api, "IN_ALL", 2)
    streams = Streams()
    with streams.place(7), streams.place(8):
        for person in (7, 9):
            with pytest.raises(TooManyStreams), streams.place(person):
                pass
    with streams.place(9):
        pass


async def test_an_open_stream_ends_within_seconds_of_a_logout(app):
    """Over a real connection, which the hub alone feeds."""
    hub = app.state.live
    hub.begin({P0: 0})
    hub.open = True
    hub.say(live=True)
    token = access_token("viewer", 7, sid="41")
    headers = {"Authorization": f"Bearer {token}"}
    async with served(app) as port:
        where = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers)
        async with where as client, client.stream("GET", "/api/live") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert "no-transform" in answer.headers["cache-control"]
            pieces = answer.aiter_text()
            assert "live" in await anext(pieces)
            hub.note(P0, 0, [sale(5)])
            assert '"sale_id":5' in await anext(pieces)
            revoked = TokensRevoked(
                revocation_id=uuid4(), user_id=7, session_ids=[41], ts=datetime.now(UTC)
            )
            app.state.verifier.revocations.note([revoked])
            async with asyncio.timeout(timedelta(seconds=5).total_seconds()):
                assert [piece async for piece in pieces] == []
        assert app.state.streams._open == {}
        address = f"http://127.0.0.1:{port}/api/live"
        async with httpx.AsyncClient(headers=headers) as client:
            refused = await client.get(address)
        assert refused.status_code == 401


async def test_without_a_feed_a_stream_says_so_and_ends(app):
    async with client_for(app, None) as client:
        answer = await client.get("/api/live", headers=bearer("viewer"))

    assert read(answer.content) == [("state", {"live": False})]
