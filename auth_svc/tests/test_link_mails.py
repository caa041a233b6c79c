"""Links that go by mail, where a mail server is set up."""

from collections import Counter

import pytest

from auth_svc.tests.factories import PASSWORD, as_bearer, log_in, register, tokens_of
from auth_svc.tests.test_privacy import everything
from shared.db.locks import Purpose, SessionLock
from shared.mail.sender import MailSender, mail_senders
from tests.support import client_for
from tests.support.mail import postbox

FORGOT = "/api/auth/password-reset"
OPTIONS = "/api/auth/sign-in-options"
GOOD = "a good long one"


@pytest.fixture(scope="module")
def letters():
    with postbox() as box:
        yield box


@pytest.fixture
def box(letters):
    letters.letters.clear()
    return letters


@pytest.fixture
def app(make_app, box):
    return make_app(
        smtp_url=box.url,
        mail_from="shop@shop.example",
        public_url="https://shop.example/app/",
    )


@pytest.fixture
async def admin(client):
    user = await register(client, role="admin", email="admin@example.com")
    return await tokens_of(client, user["email"])


@pytest.fixture
def delivered(app, box):
    """All that waits is sent: the letters that arrived."""

    async def deliver():
        (sender,) = mail_senders(app)
        assert isinstance(sender, MailSender)
        async with SessionLock(app.state.database, Purpose.MAIL) as lock:
            await sender.send_due(lock)
        return box.letters

    return deliver


def link_in(letter):
    (first, *_) = [
        line
        for line in letter.get_content().splitlines()
        if line.startswith("https://shop.example/app/")
    ]
    return first


async def forgot(client, email):
    return await client.post(FORGOT, json={"email": email})


async def test_an_invitation_goes_to_its_address(client, admin, delivered):
    answer = await client.post(
        "/api/auth/invitations",
        json={"email": "ben@example.com", "role": "user"},
        headers=as_bearer(admin),
    )
    assert answer.json()["mailed"] is True

    (letter,) = await delivered()
    assert letter["To"] == "ben@example.com"
    assert letter["Subject"] == "Shop: invitation"
    assert "Vous êtes invité" in letter.get_content()
    assert link_in(letter) == answer.json()["link"]
    assert link_in(letter).startswith("https://shop.example/app/invitation#")


async def test_who_forgot_a_password_is_sent_a_link_that_works(client, delivered):
    user = await register(client)
    assert (await client.get(OPTIONS)).json()["reset_by_email"] is True

    answer = await forgot(client, user["email"].upper())
    (letter,) = await delivered()

    assert answer.status_code == 202
    assert letter["To"] == user["email"]
    page, _, token = link_in(letter).partition("#")
    assert page == "https://shop.example/app/new-password"
    used = await client.post(
        f"{FORGOT}/use", json={"token": token, "new_password": GOOD}
    )
    assert used.status_code == 204
    assert (await log_in(client, user["email"], GOOD)).status_code == 200


async def test_nobody_learns_who_has_an_account(client, admin, app, delivered):
    closed = await register(client)
    await client.patch(
        f"/api/auth/users/{closed['id']}",
        json={"active": False},
        headers=as_bearer(admin),
    )

    answers = [
        await forgot(client, email)
        for email in ("nobody@example.com", closed["email"], "admin@example.com")
    ]

    assert {(a.status_code, a.content) for a in answers} == {(202, b"null")}
    assert [letter["To"] for letter in await delivered()] == ["admin@example.com"]


async def test_nobodys_letter_box_is_filled_and_the_last_link_goes_on_working(
    client, delivered
):
    user = await register(client)

    answers = [(await forgot(client, user["email"])).status_code for _ in range(12)]
    sent = await delivered()

    assert Counter(answers) == {202: 10, 429: 2}
    assert len(sent) == 3
    used = []
    for letter in sent:
        token = link_in(letter).partition("#")[2]
        answer = await client.post(
            f"{FORGOT}/use", json={"token": token, "new_password": GOOD}
        )
        used.append(answer.status_code)
    assert sorted(used) == [204, 404, 404]


async def test_without_a_server_nothing_waits_and_it_is_said(make_app):
    bare = make_app()
    async with client_for(bare, role=None) as client:
        user = await register(client, role="admin")
        headers = as_bearer(await tokens_of(client, user["email"]))
        invited = await client.post(
            "/api/auth/invitations",
            json={"email": "ben@example.com", "role": "user"},
            headers=headers,
        )
        answer = await forgot(client, user["email"])

        assert (await client.get(OPTIONS)).json()["reset_by_email"] is False
    assert invited.json()["mailed"] is False
    assert (answer.status_code, answer.json()["code"]) == (409, "mail_not_configured")
    assert mail_senders(bare) == []


ADDRESS = "/api/auth/me/email"
CONFIRM = "/api/auth/new-address"


async def ask_for(client, pair, email, password=PASSWORD):
    body = {"email": email, "current_password": password}
    return await client.post(ADDRESS, json=body, headers=as_bearer(pair))


async def confirm(client, letter):
    _, _, token = link_in(letter).partition("#")
    return await client.post(CONFIRM, json={"token": token})


async def test_an_account_goes_by_a_new_address_once_its_letter_was_read(
    client, delivered
):
    user = await register(client)
    pair = await tokens_of(client, user["email"])

    wrong = await ask_for(client, pair, "new@example.com", "wrong one")
    asked = await ask_for(client, pair, "New@example.com")
    (letter,) = await delivered()
    still = await log_in(client, user["email"])
    confirmed = await confirm(client, letter)
    again = await confirm(client, letter)

    assert (wrong.status_code, asked.status_code) == (401, 202)
    assert letter["To"] == "new@example.com"
    assert link_in(letter).startswith("https://shop.example/app/new-address#")
    assert still.status_code == 200
    assert confirmed.json()["email"] == "new@example.com"
    assert again.status_code == 404
    assert (await log_in(client, user["email"])).status_code == 401
    assert (await log_in(client, "new@example.com")).status_code == 200
    told = (await delivered())[-1]
    assert told["To"] == user["email"]
    assert "new@example.com" not in told.as_string()


async def test_nobody_takes_an_address_that_somebody_has(client, delivered):
    user, other = await register(client), await register(client)
    pair = await tokens_of(client, user["email"])

    taken = await ask_for(client, pair, other["email"])
    await ask_for(client, pair, "late@example.com")
    (letter,) = await delivered()
    await register(client, email="late@example.com")
    late = await confirm(client, letter)

    assert taken.json()["code"] == "email_taken"
    assert (late.status_code, late.json()["code"]) == (409, "email_taken")
    assert (await log_in(client, user["email"])).status_code == 200


async def test_a_link_does_only_what_it_was_made_for(client, delivered):
    user = await register(client)
    pair = await tokens_of(client, user["email"])
    await ask_for(client, pair, "new@example.com")
    await forgot(client, user["email"])
    address, password = sorted(
        await delivered(), key=lambda letter: letter["To"] != "new@example.com"
    )

    _, _, token = link_in(address).partition("#")
    as_password = await client.post(
        f"{FORGOT}/use", json={"token": token, "new_password": GOOD}
    )
    as_address = await confirm(client, password)

    assert (as_password.status_code, as_address.status_code) == (404, 404)
    # The old letter box opens nothing any more once the account has left it.
    assert (await confirm(client, address)).status_code == 200
    _, _, token = link_in(password).partition("#")
    late = await client.post(
        f"{FORGOT}/use", json={"token": token, "new_password": GOOD}
    )
    assert late.status_code == 404


async def test_without_a_mail_server_no_address_can_be_shown(make_app):
    app = make_app()
    async with client_for(app, role=None) as client:
        user = await register(client)
        pair = await tokens_of(client, user["email"])
        answer = await ask_for(client, pair, "new@example.com")
    assert answer.json()["code"] == "mail_not_configured"


async def test_who_is_erased_takes_the_address_along_that_they_left(
    client, admin, delivered, databases
):
    body = {"email": "ben@example.com", "role": "user"}
    await client.post("/api/auth/invitations", json=body, headers=as_bearer(admin))
    (invitation,) = await delivered()
    ben = await client.post(
        "/api/auth/invitations/accept",
        json={
            "token": link_in(invitation).partition("#")[2],
            "name": "Ben",
            "password": GOOD,
        },
    )
    pair = (await log_in(client, "ben@example.com", GOOD)).json()
    client.cookies.clear()
    await ask_for(client, pair, "new@example.com", GOOD)
    await confirm(client, (await delivered())[-1])
    path = f"/api/auth/users/{ben.json()['id']}"

    answer = await client.delete(path, headers=as_bearer(admin))

    assert answer.status_code == 204, answer.text
    erased = (await client.get(path, headers=as_bearer(admin))).json()
    assert (erased["erased"], ben.json()["erased"]) == (True, False)
    left = await everything(databases)
    assert "ben@example.com" not in left
    assert "new@example.com" not in left


async def test_who_has_an_address_by_now_keeps_it_when_its_former_owner_is_erased(
    client, admin, delivered
):
    user = await register(client)
    pair = await tokens_of(client, user["email"])
    await ask_for(client, pair, "new@example.com")
    await confirm(client, (await delivered())[-1])
    other = await register(client, email=user["email"])
    link = f"/api/auth/users/{other['id']}/reset-link"
    offered = await client.post(link, headers=as_bearer(admin))

    path = f"/api/auth/users/{user['id']}"
    assert (await client.delete(path, headers=as_bearer(admin))).status_code == 204

    _, _, token = offered.json()["link"].partition("#")
    use = {"token": token, "new_password": GOOD}
    assert (await client.post(f"{FORGOT}/use", json=use)).status_code == 204
