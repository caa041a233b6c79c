import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import bcrypt as backend
from passlib.hash import bcrypt
from pydantic import SecretStr
from sqlalchemy import select, text, update

from auth_svc.passwords.hashing import Passwords, processors
from auth_svc.sessions.cookies import NAME
from auth_svc.tables import SignInFailure, User
from auth_svc.tests.factories import PASSWORD, as_bearer, claims_of, log_in, register
from shared.clock import utc_now
from tests.support import client_for


async def let_pass(app, **time_ago):
    """Move the recorded failures into the past."""
    app.state.passwords.refusals.forget()
    async with app.state.database.transaction() as db:
        await db.execute(
            update(SignInFailure).values(
                last_failed_at=utc_now() - timedelta(**time_ago)
            )
        )


async def test_a_sign_in_gives_a_pair_with_the_claims_of_the_contract(client):
    user = await register(client)

    answer = await log_in(client, user["email"])

    pair = answer.json()
    assert set(pair) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (pair["token_type"], pair["expires_in"]) == ("bearer", 900)
    access, refresh = claims_of(pair["access_token"]), claims_of(pair["refresh_token"])
    assert (access["sub"], access["role"]) == (str(user["id"]), "user")
    assert (access["iss"], access["aud"]) == ("previstock", "previstock-api")
    assert (access["type"], refresh["type"]) == ("access", "refresh")
    assert access["exp"] - access["iat"] == 900
    assert access["jti"] != refresh["jti"]
    assert refresh["aud"] != access["aud"]
    me = await client.get("/api/auth/me", headers=as_bearer(pair))
    assert me.json() == user


async def test_the_refresh_cookie_is_closed_to_scripts_and_other_sites(client):
    user = await register(client)

    plain = (await log_in(client, user["email"])).headers["Set-Cookie"]
    behind_tls = (
        await log_in(client, user["email"], headers={"X-Forwarded-Proto": "https"})
    ).headers["Set-Cookie"]

    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Path=/api/auth/refresh" in plain
    assert plain.startswith(f"{NAME}=")
    assert "Secure" not in plain
    assert behind_tls.startswith(f"__Secure-{NAME}=")
    assert "; Secure" in behind_tls


async def test_the_address_that_the_front_tells_counts_and_no_other_that_is_told(
    make_app,
):
    secret = "only the front knows this"
    app = make_app(front_secret=SecretStr(secret))

    async def guess(address, shown=""):
        headers = {"X-Forwarded-For": address} | (
            {"X-Front-Secret": shown} if shown else {}
        )
        answer = await log_in(client, user["email"], "wrong password", headers=headers)
        return answer.status_code

    async with client_for(app, None) as client:
        user = await register(client)
        # At the service's own port an address that is made up is nobody's.
        alone = [await guess(f"192.0.2.{n}") for n in range(7)]
        bluff = [await guess(f"192.0.2.{n}", "a guess") for n in range(2)]
        # Through the front everybody has attempts of their own, and no more than that.
        behind = [await guess("198.51.100.7", secret) for _ in range(7)]
        made_up = await guess("203.0.113.9, 198.51.100.7", secret)

    assert alone == [401] * 5 + [429] * 2
    assert bluff == [429] * 2
    assert behind == [401] * 5 + [429] * 2
    assert made_up == 429


async def test_no_answer_tells_whether_an_address_is_known(client, app):
    known = await register(client)
    gone = await register(client)
    async with app.state.database.transaction() as db:
        await db.execute(update(User).where(User.id == gone["id"]).values(active=False))

    answers = [
        await log_in(client, known["email"], "wrong password"),
        await log_in(client, "nobody@example.com", "wrong password"),
        await log_in(client, gone["email"], PASSWORD),
    ]

    assert {a.status_code for a in answers} == {401}
    assert len({a.text for a in answers}) == 1
    assert answers[0].json()["code"] == "bad_credentials"


async def test_an_unknown_address_costs_as_much_as_a_known_one(monkeypatch):
    passwords = Passwords(rounds=10, threads=1, queue=1)
    stored = await passwords.hash(PASSWORD)
    await passwords.warm_up()
    hashed: list[bytes] = []
    hashpw: Callable[[bytes, bytes], bytes] = backend.hashpw

    def counted(password: bytes, salt: bytes) -> bytes:
        hashed.append(salt[:7])
        return hashpw(password, salt)

    monkeypatch.setattr(backend, "hashpw", counted)
    await passwords.verify("wrong password", None)
    unknown, hashed = hashed, []
    await passwords.verify("wrong password", stored)

    # One hash each, of the same kind and with the same rounds.
    assert unknown == hashed == [b"$2b$10$"]


async def test_five_wrong_passwords_make_the_caller_wait_ever_longer(client, app):
    user = await register(client)
    for _ in range(5):
        assert (await log_in(client, user["email"], "wrong pass")).status_code == 401

    blocked = await log_in(client, user["email"])
    assert blocked.status_code == 429
    assert blocked.json()["code"] == "too_many_requests"
    assert 55 <= int(blocked.headers["Retry-After"]) <= 60

    await let_pass(app, seconds=61)
    assert (await log_in(client, user["email"], "wrong pass")).status_code == 401
    longer = await log_in(client, user["email"])
    assert 115 <= int(longer.headers["Retry-After"]) <= 120

    await let_pass(app, seconds=121)
    assert (await log_in(client, user["email"])).status_code == 200
    # The right password has made up for all of it.
    assert (await log_in(client, user["email"], "wrong pass")).status_code == 401
    assert (await log_in(client, user["email"])).status_code == 200


async def test_after_an_hour_the_count_starts_again(client, app):
    user = await register(client)
    for _ in range(5):
        await log_in(client, user["email"], "wrong pass")

    await let_pass(app, minutes=61)
    answers = [
        (await log_in(client, user["email"], "wrong pass")).status_code
        for _ in range(6)
    ]

    assert answers == [401] * 5 + [429]


async def test_the_right_password_of_a_closed_account_counts_as_wrong(client, app):
    user = await register(client)
    async with app.state.database.transaction() as db:
        await db.execute(update(User).values(active=False))

    answers = [(await log_in(client, user["email"])).status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


async def test_others_are_not_kept_out(client):
    attacked, other = await register(client), await register(client)
    for _ in range(6):
        await log_in(client, attacked["email"], "wrong pass")

    assert (await log_in(client, other["email"])).status_code == 200


async def test_replicas_count_together(make_app):
    async with (
        client_for(make_app(), role=None) as one,
        client_for(make_app(), role=None) as two,
    ):
        user = await register(one)
        for client in (one, two, one, two, one):
            await log_in(client, user["email"], "wrong pass")

        assert (await log_in(two, user["email"])).status_code == 429


async def test_guesses_sent_at_once_do_not_slip_through(client, app):
    user = await register(client)

    answers = await asyncio.gather(
        *(log_in(client, user["email"], f"wrong pass {n}") for n in range(60))
    )

    counted = Counter(a.status_code for a in answers)
    # Five, and those whose password was in a thread when the fifth was counted: suspects
    # have threads of their own beside those of the others.
    in_threads = 2 * min(app.state.settings.hash_threads, processors())
    assert set(counted) == {401, 429}
    assert 5 <= counted[401] <= 5 + in_threads - 1


async def test_many_right_passwords_at_once_are_all_let_in(client):
    user = await register(client)

    answers = await asyncio.gather(*(log_in(client, user["email"]) for _ in range(20)))

    assert {a.status_code for a in answers} == {200}


async def test_a_flood_is_told_to_come_back(make_app):
    async with client_for(make_app(hash_queue=4, bcrypt_rounds=8), None) as client:
        answers = await asyncio.gather(
            *(log_in(client, f"nobody-{n}@example.com") for n in range(40))
        )

    refused = [a for a in answers if a.status_code == 429]
    # Two hash, and one network has half of the four places.
    assert len(refused) == 40 - 2 - 2
    assert all(a.headers["Retry-After"] == "5" for a in refused)


async def test_an_old_hash_is_replaced_when_its_owner_signs_in(client, app):
    user = await register(client)
    old = bcrypt.using(rounds=4).hash(PASSWORD)
    async with app.state.database.transaction() as db:
        await db.execute(update(User).values(password_hash=old))

    assert (await log_in(client, user["email"])).status_code == 200

    async with app.state.database.read() as db:
        stored = (await db.scalars(select(User.password_hash))).one()
    assert stored.startswith("$bcrypt-sha256$")
    assert (await log_in(client, user["email"])).status_code == 200


async def test_a_password_is_not_cut_at_its_72nd_byte(client):
    user = await register(client, password="xyz " * 18 + "a")

    assert (await log_in(client, user["email"], "xyz " * 18 + "b")).status_code == 401
    assert (await log_in(client, user["email"], "xyz " * 18 + "a")).status_code == 200


async def test_nothing_in_the_database_is_a_password_or_a_token(client, app):
    user = await register(client)
    pair = (await log_in(client, user["email"])).json()

    async with app.state.database.read() as db:
        rows = [
            str(tuple(row))
            for table in ("users", "sessions", "refresh_tokens", "sign_in_failures")
            for row in await db.execute(text(f"SELECT * FROM {table}"))
        ]

    assert len(rows) == 3
    stored = "\n".join(rows)
    assert PASSWORD not in stored
    assert pair["refresh_token"] not in stored


async def test_a_password_is_known_however_its_accents_are_composed(client):
    user = await register(client, password="cafe\u0301 creme")

    composed = await log_in(client, user["email"], password="caf\u00e9 creme")
    apart = await log_in(client, user["email"], password="cafe\u0301 creme")

    assert (composed.status_code, apart.status_code) == (200, 200)


async def test_a_hash_of_a_password_as_typed_still_opens_and_is_replaced(app, client):
    """Afterwards the other spelling opens too."""
    user = await register(client)
    typed, composed = "cafe\u0301 creme", "caf\u00e9 creme"
    # As it was made before: of what was typed.
    before = app.state.passwords._context.hash(typed)
    async with app.state.database.transaction() as db:
        await db.execute(update(User).values(password_hash=before))

    refused = await log_in(client, user["email"], password=composed)
    opened = await log_in(client, user["email"], password=typed)
    later = await log_in(client, user["email"], password=composed)

    assert [a.status_code for a in (refused, opened, later)] == [401, 200, 200]
