"""What people say of suspicious days, and what forecasts make of it."""

from datetime import timedelta

import pytest

from forecast_svc.tests.factories import TODAY, YESTERDAY
from tests.support import bearer


def manager():
    """Signed when it is asked for: tokens end while other tests run."""
    return bearer("manager", user_id=7)


GIANT = YESTERDAY - timedelta(days=6)


async def say(client, kind, headers=None, **changes):
    body = {
        "product_id": 1,
        "day": str(GIANT),
        "kind": kind,
        "note": "Asked the till",
        **changes,
    }
    return await client.post(
        "/api/forecast/corrections", json=body, headers=headers or manager()
    )


async def ask(client):
    answer = await client.get("/api/forecast?product_id=1&horizon_days=28")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(client):
    query = "/api/forecast/corrections?product_id=1"
    return (await client.get(query, headers=bearer("viewer"))).json()


@pytest.fixture
async def giant(deliver):
    """Five a day, and fifty in the last week."""
    await deliver.history([5] * 120 + [50] + [5] * 6)


async def test_a_suspicious_day_is_named_and_hardly_counts(client, giant):
    answer = await ask(client)

    assert answer["suspicious_days"] == [
        {"day": str(GIANT), "quantity": 50, "used": pytest.approx(5, abs=1)}
    ]
    assert answer["model"]["capped_days"] == 1
    assert answer["total"]["expected"] == pytest.approx(140, rel=0.05)


async def test_a_confirmed_day_counts_in_full(client, giant):
    before = await ask(client)
    said = await say(client, "confirmed")
    after = await ask(client)

    assert said.status_code == 201
    assert said.headers["Location"].endswith(f"/corrections/{said.json()['id']}")
    assert after["suspicious_days"] == []
    assert after["total"]["expected"] > before["total"]["expected"] * 1.05


async def test_a_corrected_day_counts_as_it_was(client, giant, inspector):
    await say(client, "corrected", units=5.0)
    answer = await ask(client)
    series = (await client.get("/api/forecast/series?product_id=1")).json()

    assert answer["suspicious_days"] == []
    assert answer["forecast"] == pytest.approx([5] * 28, abs=0.01)
    assert max(point["quantity"] for point in series["points"]) == 50


async def test_a_bulk_order_is_estimated_like_a_day_nobody_knows(client, giant):
    await say(client, "bulk_order")
    answer = await ask(client)

    assert answer["suspicious_days"] == []
    assert answer["model"]["censored_days"] == 1
    assert answer["forecast"] == pytest.approx([5] * 28, abs=0.01)


async def test_the_newest_word_on_a_day_counts_and_can_be_taken_back(client, giant):
    suspicious = await ask(client)
    await say(client, "confirmed")
    newest = (await say(client, "corrected", units=5.0)).json()
    again = (await say(client, "corrected", units=5.0, note="Once more")).json()

    assert again == {**newest, "note": "Once more"}
    kinds = [(c["kind"], c["withdrawn_on"]) for c in await listed(client)]
    assert kinds == [("corrected", None), ("confirmed", str(TODAY))]

    path = f"/api/forecast/corrections/{newest['id']}"
    for _ in range(2):
        gone = await client.delete(path, headers=manager())
        assert gone.status_code == 204
    seen = await client.get(path, headers=bearer("viewer"))
    assert seen.json()["withdrawn_on"] == str(TODAY)
    after = await ask(client)
    assert after["suspicious_days"] == suspicious["suspicious_days"]
    assert after["forecast"] == suspicious["forecast"]


async def test_what_the_shops_model_learned_is_learned_anew(client, giant, inspector):
    await inspector.execute(
        "INSERT INTO global_models (as_of, imported, products, examples, weight, width,"
        " made_at) VALUES ($1, 0, 1, 1, 0.5, 1, now())",
        YESTERDAY,
    )
    await say(client, "confirmed")

    assert await inspector.fetchval("SELECT outdated FROM global_models")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "corrected"},
        {"kind": "confirmed", "units": 5.0},
        {"kind": "corrected", "units": -1.0},
        {"kind": "confirmed", "day": str(TODAY)},
        {"kind": "typo"},
    ],
)
async def test_what_makes_no_sense_is_refused(client, giant, wrong):
    assert (await say(client, **wrong)).status_code == 422
    assert await listed(client) == []


async def test_only_managers_correct(client, giant):
    assert (await say(client, "confirmed", bearer("viewer"))).status_code == 403
    missing = await client.get("/api/forecast/corrections/9", headers=manager())
    assert (missing.status_code, missing.json()["code"]) == (
        404,
        "correction_not_found",
    )
