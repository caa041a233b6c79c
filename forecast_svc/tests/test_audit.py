"""What planners say is written down in the transaction of the act, with old and new."""

from datetime import timedelta

import pytest

from forecast_svc.tests.factories import TODAY, YESTERDAY
from shared.contracts.audit import AuditRecorded
from tests.support import client_for, outbox_rows

NEXT_WEEK = TODAY + timedelta(days=6)


@pytest.fixture
async def manager(app):
    async with client_for(app, "manager", 7) as client:
        yield client


async def told(app):
    facts = [
        AuditRecorded.model_validate(row["payload"], extra="forbid")
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]
    assert {(fact.service, fact.actor) for fact in facts} <= {("forecast_svc", 7)}
    return [(fact.action, fact.subject, fact.changes) for fact in facts]


async def post(client, path, **body):
    answer = await client.post(f"/api/forecast/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


async def take_back(client, path):
    for _ in range(2):
        assert (await client.delete(path)).status_code == 204


async def test_an_override_is_an_act_once_and_so_is_what_changes_of_it(
    app, manager, deliver
):
    await deliver.history([10] * 60)
    days = {"product_id": 1, "first_day": str(TODAY), "last_day": str(NEXT_WEEK)}
    notes = ("A fair", "A fair", "A fair in town")
    (path,) = {
        await post(manager, "overrides", **days, percentage=50, note=note)
        for note in notes
    }
    await take_back(manager, path)

    said, again, withdrawn = await told(app)
    assert said[:2] == ("override.set", "product/1")
    assert said[2]["percentage"] == {"from": None, "to": 50}
    assert said[2]["first_day"] == {"from": None, "to": str(TODAY)}
    assert again == (
        "override.set",
        "product/1",
        {"note": {"from": "A fair", "to": "A fair in town"}},
    )
    assert withdrawn[:2] == ("override.withdrawn", "product/1")
    assert (withdrawn[2]["percentage"], withdrawn[2]["last_day"]) == (
        50,
        str(NEXT_WEEK),
    )


async def test_a_corrected_day_is_an_act_and_says_what_was_said_before(
    app, manager, deliver
):
    await deliver.history([5] * 60)
    day = {"product_id": 1, "day": str(YESTERDAY), "note": "Asked the till"}
    for _ in range(2):
        await post(manager, "corrections", **day, kind="confirmed")
    path = await post(manager, "corrections", **day, kind="corrected", units=4)
    await take_back(manager, path)

    first, second, withdrawn = await told(app)
    assert first[:2] == ("day.corrected", "product/1")
    assert first[2]["kind"] == {"from": None, "to": "confirmed"}
    assert second[2] == {
        "day": str(YESTERDAY),
        "kind": {"from": "confirmed", "to": "corrected"},
        "units": {"from": None, "to": 4},
    }
    assert withdrawn == (
        "day.correction_withdrawn",
        "product/1",
        {"day": str(YESTERDAY), "kind": "corrected", "units": 4},
    )


async def test_a_promotion_is_an_act_and_so_is_changing_it_and_taking_it_back(
    app, manager
):
    days = {"first_day": str(TODAY), "last_day": str(NEXT_WEEK)}
    spring = {"kind": "promotion", "name": "Spring"} | days
    (path,) = {await post(manager, "calendar", **spring, lift=2) for _ in range(2)}
    answer = await manager.put(path, json=spring | {"lift": 3})
    assert answer.status_code == 200, answer.text
    by_now = answer.json()["id"]
    await take_back(manager, f"/api/forecast/calendar/{by_now}")

    planned, changed, cancelled = await told(app)
    assert planned[:2] == ("event.planned", f"event/{path.rsplit('/', 1)[1]}")
    assert planned[2]["lift"] == {"from": None, "to": 2}
    assert changed == (
        "event.changed",
        f"event/{by_now}",
        {"lift": {"from": 2, "to": 3}},
    )
    assert cancelled == ("event.cancelled", f"event/{by_now}", spring | {"lift": 3})


async def test_the_file_of_what_to_order_is_an_act(app, manager):
    answer = await manager.get("/api/forecast/replenishment/export.csv")

    assert answer.status_code == 200, answer.text
    assert await told(app) == [("file.exported", "advice", {})]
