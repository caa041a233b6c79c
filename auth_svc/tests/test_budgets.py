"""What one network may try, over all accounts."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import update

from auth_svc.tables import Budget
from auth_svc.tests.factories import log_in, register, registration, tokens_of
from shared.clock import utc_now


async def spray(client, times):
    answers = [
        await log_in(client, f"nobody-{n}@example.com", "a guess") for n in range(times)
    ]
    return Counter(answer.status_code for answer in answers)


async def test_guesses_over_many_accounts_are_counted_together(client, app):
    stranger = await register(client)

    assert await spray(client, 25) == {401: 20, 429: 5}
    blocked = await log_in(client, stranger["email"])
    assert blocked.status_code == 429
    assert 1 <= int(blocked.headers["Retry-After"]) <= 3

    async with app.state.database.transaction() as db:
        await db.execute(update(Budget).values(counted_at=utc_now() - timedelta(1)))
    assert (await log_in(client, stranger["email"])).status_code == 200


async def test_who_is_at_home_in_a_network_is_not_kept_out_by_a_stranger(client):
    user = await register(client)
    await tokens_of(client, user["email"])

    await spray(client, 25)

    assert (await log_in(client, user["email"])).status_code == 200


async def test_strangers_register_a_few_accounts_and_no_more(client, admin):
    answers = [
        (await client.post("/api/auth/register", json=registration())).status_code
        for _ in range(12)
    ]

    assert answers == [201] * 10 + [429] * 2
