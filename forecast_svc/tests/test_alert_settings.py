"""When people are told of alerts, who may say so, and who reads money."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import text

from forecast_svc.alerts.operations.mail_summary import Sender
from forecast_svc.alerts.rules import is_quiet
from forecast_svc.alerts.watcher import AlertWatcher
from forecast_svc.alerts.words import letter, subject
from forecast_svc.tests.alerting import ALERTS, empty_shelf, listed, settle
from forecast_svc.tests.factories import (
    TODAY,
    noon,
    product,
)
from tests.support import client_for, move_shop, outbox_rows

LATE = TODAY - timedelta(days=3)


@pytest.fixture
async def manager(app, deliver):
    await deliver(product(1), product(1, product_id=2), product(1, product_id=3))
    async with client_for(app, "manager", 7) as client:
        yield client


@pytest.mark.parametrize(
    ("now", "quiet"),
    [("22:00", True), ("03:00", True), ("07:00", False), ("21:59", False)],
)
def test_quiet_hours_go_over_midnight(now, quiet):
    hours = [time_of(said) for said in ("22:00", "07:00")]
    assert is_quiet(time_of(now), *hours) is quiet
    assert is_quiet(time_of("12:00"), time_of("12:00"), time_of("14:00"))
    assert not is_quiet(time_of("14:00"), time_of("12:00"), time_of("14:00"))
    assert not is_quiet(time_of("14:00"), None, None)


def time_of(said):
    return noon(date(2026, 1, 1)).time().fromisoformat(said)


@pytest.mark.parametrize(
    "body",
    [
        {"run_out_chance": 0},
        {"run_out_chance": 1.5},
        {"quiet_from": "22:00"},
        {"quiet_from": "25:00", "quiet_to": "07:00"},
        {"off": ["everything"]},
        {"mail_to": ["nobody"]},
        {"late_days": -1},
        {"unknown": 1},
    ],
)
async def test_settings_that_mean_nothing_are_refused(manager, body):
    answer = await manager.put(f"{ALERTS}/settings", json=body)

    assert answer.status_code == 422
    assert (await manager.get(f"{ALERTS}/settings")).json()["run_out_chance"] == 0.5


async def test_settings_stay_and_what_is_not_said_is_usual(manager):
    await settle(manager, late_days=2, mail_to=["ada@shop.example"])
    said = (await manager.get(f"{ALERTS}/settings")).json()

    assert (said["late_days"], said["mail_to"]) == (2, ["ada@shop.example"])
    assert (await settle(manager, off=["bias"]))["late_days"] == 0


async def test_nobody_takes_back_unseen_what_somebody_else_has_set(app, manager):
    async def put(etag, **body):
        path, headers = f"{ALERTS}/settings", {"If-Match": etag}
        return await manager.put(path, json=body, headers=headers)

    unset = (await manager.get(f"{ALERTS}/settings")).headers["ETag"]
    first, second = await put(unset, late_days=2), await put(unset, late_days=3)

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["code"] == "alert_settings_changed"
    read = await manager.get(f"{ALERTS}/settings")
    assert read.json()["late_days"] == 2
    assert unset != read.headers["ETag"] == first.headers["ETag"]
    # The same again is no change, and whoever names no version has seen none.
    same = await put(read.headers["ETag"], late_days=2)
    assert same.headers["ETag"] == read.headers["ETag"]
    assert (await settle(manager, late_days=4))["late_days"] == 4


async def test_viewers_see_no_money_users_close_and_managers_set(
    app, manager, deliver, look, inspector
):
    await empty_shelf(deliver)
    await look()
    await inspector.execute('UPDATE alerts SET params = \'{"value": 9, "units": 2}\'')
    async with client_for(app, "viewer") as viewer, client_for(app, "user") as user:
        assert (await listed(viewer))[0]["params"] == {"units": 2}
        assert (await listed(manager))[0]["params"] == {"value": 9, "units": 2}
        body = {"state": "seen"}
        assert (await viewer.put(f"{ALERTS}/1", json=body)).status_code == 403
        assert (await user.put(f"{ALERTS}/1", json=body)).status_code == 200
        for client in (viewer, user):
            assert (await client.get(f"{ALERTS}/settings")).status_code == 403
            answer = await client.put(f"{ALERTS}/settings", json={})
            assert answer.status_code == 403
    missing = await manager.put(f"{ALERTS}/99", json={"state": "done"})
    assert (missing.status_code, missing.json()["code"]) == (404, "alert_not_found")


async def test_who_closed_it_and_who_set_what_is_written_down(
    app, manager, deliver, look
):
    await empty_shelf(deliver)
    await look()
    await settle(manager, late_days=2)
    await settle(manager, late_days=2)
    await manager.put(f"{ALERTS}/1", json={"state": "done"})

    acts = [
        (row["payload"]["action"], row["payload"]["subject"])
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]
    assert acts == [("alerts.set", "shop/1"), ("alert.closed", "alert/1")]


@pytest.fixture
async def mailing(app, manager, deliver):
    """A watcher that mails, in a shop with an empty shelf."""
    await empty_shelf(deliver)
    await move_shop(app, name="Teas of Lyon")
    return AlertWatcher(
        app.state.database, Sender("shop@shop.example", "https://shop.example")
    ).look


async def letters(app):
    async with app.state.database.read() as db:
        rows = await db.execute(
            text("SELECT recipient, content FROM mails ORDER BY id")
        )
        return [
            (to, message_from_bytes(content, policy=default)) for to, content in rows
        ]


async def test_a_summary_goes_out_once_a_morning_to_those_who_want_it(
    app, manager, mailing
):
    await mailing()
    assert await letters(app) == []

    wanted = ["ada@shop.example", "bob@shop.example"]
    await settle(manager, mail_to=wanted, mail_at="00:00")
    await mailing()
    await mailing()

    sent = await letters(app)
    assert [to for to, _ in sent] == wanted
    _, letter = sent[0]
    assert letter["Subject"] == "Teas of Lyon: 1 alert"
    body = letter.get_content()
    assert "Has run out (1)" in body
    assert "- Tea" in body
    assert "https://shop.example" in body


async def test_before_its_hour_or_with_nothing_open_no_summary_goes_out(
    app, manager, mailing
):
    await settle(manager, mail_to=["ada@shop.example"], mail_at="23:59")
    await mailing()
    await settle(
        manager, mail_to=["ada@shop.example"], mail_at="00:00", off=["ran_out"]
    )
    await mailing()

    assert await letters(app) == []


def test_a_summary_in_french_says_how_many_it_leaves_out():
    said = letter(
        "fr", {"ran_out": [f"Thé {n}" for n in range(7)]}, "https://b.example"
    )

    assert said.startswith("En rupture (7)\n  - Thé 0\n")
    assert "  … et 2 de plus" in said
    assert subject("fr", "Thés", 7) == "Thés : 7 alertes"
