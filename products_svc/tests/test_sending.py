"""Orders go to their suppliers by mail, and it is seen what became of each."""

import pytest

from products_svc.app import create_app
from products_svc.settings import Settings
from products_svc.tests.factories import add_order, add_supplier
from shared.db.locks import Purpose, SessionLock
from shared.mail.sender import MailSender
from shared.mail.settings import server_of
from tests.support import client_for, eventually, running
from tests.support.mail import postbox

SHOP = "shop@previstock.example"


@pytest.fixture
def box():
    with postbox() as box:
        yield box


@pytest.fixture
async def app(databases, box):
    await databases.clean("products")
    app = create_app(databases.settings(Settings, smtp_url=box.url, mail_from=SHOP))
    yield app
    await app.state.database.close()


@pytest.fixture
def deliver(app):
    async def deliver():
        sender = MailSender(app.state.database, server_of(app.state.settings))
        async with SessionLock(app.state.database, Purpose.MAIL) as lock:
            await sender.send_due(lock)

    return deliver


@pytest.fixture
async def order(client, tea):
    """Twelve of tea of a French supplier, placed."""
    north = await add_supplier(
        client, name="Thés du Nord", email="nord@supplier.example", language="fr"
    )
    return await add_order(
        client, north, {"product_id": tea["id"], "quantity": 12, "unit_cost": 2.5},
        reference="R-7", expected_on="2030-03-02",
    )  # fmt: skip


async def send(client, order, key=None, **said):
    headers = {"Idempotency-Key": key} if key else {}
    address = f"/api/purchase-orders/{order['id']}/send"
    return await client.post(address, json=said, headers=headers)


async def now(client, order):
    return (await client.get(f"/api/purchase-orders/{order['id']}")).json()


def texts(letter):
    return letter.get_body().get_content()


async def test_an_order_is_sent_to_its_supplier_in_its_language_with_the_document(
    client, box, deliver, order
):
    answer = await send(client, order)
    assert answer.status_code == 202, answer.text
    queued = await now(client, order)
    await deliver()

    assert [mail["state"] for mail in queued["mails"]] == ["queued"]
    (letter,) = box.letters
    assert (letter["To"], letter["Subject"]) == (
        "nord@supplier.example",
        f"Commande {order['number']} de Shop",
    )
    assert "Nous l’attendons pour le 02/03/2030." in texts(letter)
    assert "R-7" in texts(letter)
    (pdf,) = letter.iter_attachments()
    assert pdf.get_filename() == f"{order['number']}.pdf"
    assert pdf.get_content().startswith(b"%PDF")
    sent = await now(client, order)
    (mail,) = sent["mails"]
    assert (mail["id"], mail["state"], mail["tries"], mail["user_id"]) == (
        answer.json()["id"],
        "sent",
        1,
        7,
    )
    assert sent["version"] == order["version"]


async def test_people_say_to_whom_in_which_words_and_with_which_files(
    client, box, deliver, order
):
    answer = await send(
        client, order, to="ada@supplier.example", language="en",
        message="Dear Ada,\nby Friday, please.", attach=["xml", "csv", "xml"],
    )  # fmt: skip
    assert answer.json()["attachments"] == [
        f"{order['number']}.xml",
        f"{order['number']}.csv",
    ]
    await deliver()

    (letter,) = box.letters
    assert letter["To"] == "ada@supplier.example"
    assert letter["Subject"] == f"Purchase order {order['number']} from Shop"
    assert texts(letter).splitlines()[:2] == ["Dear Ada,", "by Friday, please."]
    xml, csv = letter.iter_attachments()
    assert (xml.get_content_type(), csv.get_content_type()) == (
        "application/xml",
        "text/csv",
    )
    assert xml.get_payload(decode=True).startswith(b"<?xml")
    assert b"TEA" in csv.get_payload(decode=True)


async def test_without_a_server_the_answer_says_where_the_documents_are(
    databases, app, client, order
):
    bare = create_app(databases.settings(Settings))
    async with client_for(bare, "manager", 7) as client:
        answer = await send(client, order)
        assert answer.status_code == 409
        assert answer.json()["code"] == "mail_not_configured"
        for address in answer.json()["params"]["documents"].values():
            assert (await client.get(address)).status_code == 200
        assert (await now(client, order))["mails"] == []
    await bare.state.database.close()


async def test_a_refused_recipient_is_seen_on_the_order(client, box, deliver, order):
    box.refused["nord@supplier.example"] = "550 5.1.1 No such user here"
    await send(client, order)
    await deliver()

    (mail,) = (await now(client, order))["mails"]
    assert (mail["state"], mail["error"]) == ("failed", "550 5.1.1 No such user here")


async def test_what_is_no_order_is_not_sent(client, tea, order):
    supplier = {"id": order["supplier_id"]}
    line = {"product_id": tea["id"], "quantity": 12, "unit_cost": 2.5}
    draft = await add_order(client, supplier, line, placed=False)
    gone = await add_order(client, supplier, line)
    await client.post(
        f"/api/purchase-orders/{gone['id']}/cancel", json={"reason": "no"}
    )

    answers = [await send(client, each) for each in (draft, gone, {"id": 999})]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "order_not_placed"),
        (409, "order_ended"),
        (404, "order_not_found"),
    ]


@pytest.mark.parametrize(
    ("email", "said", "code"),
    [
        (None, {}, "recipient_missing"),
        ("ask Ada", {}, "recipient_unreadable"),
        (None, {"to": "a@b.example, c@d.example"}, "recipient_unreadable"),
    ],
)
async def test_somebody_must_get_it(client, tea, email, said, code):
    supplier = await add_supplier(client, email=email)
    order = await add_order(
        client, supplier, {"product_id": tea["id"], "quantity": 12, "unit_cost": 1}
    )

    answer = await send(client, order, **said)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_repeated_request_sends_one_mail(client, box, deliver, order):
    first = await send(client, order, key="k")
    again = await send(client, order, key="k")
    other = await send(client, order, key="k", language="en")
    await deliver()

    assert first.json() == again.json()
    assert other.json()["code"] == "idempotency_key_reused"
    assert len(box.letters) == 1


async def test_only_managers_send(app, order):
    async with client_for(app, "user", 8) as user:
        assert (await send(user, order)).status_code == 403


async def test_it_is_written_down_who_sent_an_order_to_whom(client, inspector, order):
    await send(client, order)

    row = await inspector.fetchrow("SELECT * FROM audit ORDER BY n DESC LIMIT 1")
    assert (row["action"], row["subject"], row["actor"]) == (
        "order.sent",
        f"purchase_order/{order['id']}",
        7,
    )
    assert '"nord@supplier.example"' in row["changes"]


async def test_a_service_that_runs_sends_by_itself(app, client, box, order):
    async with running(app):
        await send(client, order)

        async def arrived():
            return len(box.letters)

        await eventually(arrived, within=60)
