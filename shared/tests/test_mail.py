"""Mails leave by a real SMTP server, at least once, until they are taken or refused."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from shared.db.locks import Purpose, SessionLock
from shared.mail import outbox
from shared.mail.message import Attachment, Letter, compose, is_address
from shared.mail.rules import GIVE_UP_AFTER, LONGEST_PAUSE, next_try
from shared.mail.sender import MailSender
from shared.mail.settings import MailSettings, server_of
from shared.settings import load
from tests.support import eventually
from tests.support.mail import postbox
from tests.support.ports import free_port

SHOP = "shop@previstock.example"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def box():
    with postbox() as box:
        yield box


@pytest.fixture
async def mails(database):
    async with database.transaction() as db:
        for statement in outbox.CREATE_TABLE.split(";"):
            await db.execute(text(statement))
    return database


def settings(url, **changes):
    said = {"SMTP_URL": url, "MAIL_FROM": SHOP} | changes
    return MailSettings.model_validate(said)


def sender(database, url, **changes):
    return MailSender(database, server_of(settings(url, **changes)))


async def write(database, **changes):
    letter = Letter(
        **{"recipient": "north@supplier.example", "subject": "Order", "text": "Twelve.\n", "sender_name": "Chez Ada"}
        | changes
    )  # fmt: skip
    async with database.transaction() as db:
        return await outbox.put(db, letter, sender=SHOP, about="order/1", user_id=7)


async def send_due(database, url, **changes):
    async with SessionLock(database, Purpose.MAIL) as lock:
        await sender(database, url, **changes).send_due(lock)


async def state(database):
    async with database.read() as db:
        return (await outbox.mails_about(db, "order/1"))[0]


async def be_due(database):
    async with database.transaction() as db:
        await db.execute(text("UPDATE mails SET next_try_at = clock_timestamp()"))


async def test_a_mail_arrives_with_what_was_attached(mails, box):
    pdf = Attachment("PO1.pdf", "application/pdf", bytes(range(256)) * 400)
    await write(
        mails, subject="Commande n° 1 – été", text="Bonjour,\né\n", attachments=[pdf]
    )

    await send_due(mails, box.url, PUBLIC_URL="https://shop.example/app")

    (letter,) = box.letters
    assert letter["To"] == "north@supplier.example"
    assert letter["From"] == f"Chez Ada <{SHOP}>"
    assert letter["Subject"] == "Commande n° 1 – été"
    assert letter.get_body().get_content().splitlines() == ["Bonjour,", "é"]
    (attached,) = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("PO1.pdf", pdf.content)
    assert letter["Message-ID"].endswith("@previstock.example>")
    assert box.names == ["shop.example"]
    ended = await state(mails)
    assert (ended.state, ended.tries, ended.error) == ("sent", 1, None)
    assert ended.sent_at is not None


async def test_what_was_sent_keeps_no_content_and_is_not_sent_again(mails, box):
    await write(mails)

    await send_due(mails, box.url)
    await send_due(mails, box.url)

    assert len(box.letters) == 1
    async with mails.read() as db:
        assert await db.scalar(text("SELECT content FROM mails")) is None


async def test_a_mail_of_a_transaction_that_failed_is_none(mails, box):
    async def fail():
        async with mails.transaction() as db:
            letter = Letter("a@b.example", "Order", "Twelve.\n", "Shop")
            await outbox.put(db, letter, sender=SHOP, about="order/1", user_id=7)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    await send_due(mails, box.url)

    assert box.letters == []


async def test_a_dead_server_is_asked_again_and_the_mail_waits_meanwhile(mails, box):
    await write(mails)

    await send_due(mails, f"smtp://127.0.0.1:{free_port()}")

    waits = await state(mails)
    assert (waits.state, waits.tries) == ("queued", 1)
    assert waits.error
    assert waits.next_try_at > waits.queued_at + timedelta(seconds=20)
    await send_due(mails, box.url)
    assert box.letters == []
    await be_due(mails)
    await send_due(mails, box.url)
    assert ((await state(mails)).state, len(box.letters)) == ("sent", 1)


async def test_a_mail_whose_sending_was_not_noted_goes_again_as_the_same_one(
    mails, box
):
    await write(mails)
    await send_due(mails, box.url)
    # As a process leaves it that dies after the server's answer.
    again = box.letters[0].as_bytes()
    async with mails.transaction() as db:
        await db.execute(
            text(
                "UPDATE mails SET state = 'queued', ended_at = NULL, content = :content"
            ),
            {"content": again},
        )

    await send_due(mails, box.url)

    first, second = box.letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_refused_recipient_ends_as_failed_and_says_why(mails, box):
    box.refused["north@supplier.example"] = "550 5.1.1 No such user here"
    await write(mails)

    await send_due(mails, box.url)
    await send_due(mails, box.url)

    ended = await state(mails)
    assert (ended.state, ended.tries) == ("failed", 1)
    assert ended.error == "550 5.1.1 No such user here"
    assert ended.next_try_at is None


@pytest.mark.parametrize(
    ("answer", "ends"),
    [("451 4.3.0 Try later", "queued"), ("554 5.7.1 Not wanted", "failed")],
)
async def test_a_server_may_refuse_for_now_or_for_good(mails, box, answer, ends):
    box.answers.append(answer)
    await write(mails)

    await send_due(mails, box.url)

    found = await state(mails)
    assert (found.state, found.error) == (ends, answer)


async def test_one_mail_that_is_refused_does_not_hold_up_the_others(mails, box):
    box.refused["gone@supplier.example"] = "450 4.2.1 Mailbox busy"
    await write(mails, recipient="gone@supplier.example")
    await write(mails)

    await send_due(mails, box.url)

    assert [letter["To"] for letter in box.letters] == ["north@supplier.example"]


async def test_a_password_goes_over_no_open_line(mails, box):
    await write(mails)

    await send_due(mails, f"smtp://ada:secret@127.0.0.1:{box.port}")

    found = await state(mails)
    assert (found.state, box.letters) == ("queued", [])
    assert "STARTTLS" in found.error
    assert "secret" not in found.error


async def test_after_two_days_nobody_waits_any_more(mails):
    await write(mails)
    async with mails.transaction() as db:
        await db.execute(
            text("UPDATE mails SET queued_at = queued_at - interval '49 hours'")
        )

    await send_due(mails, f"smtp://127.0.0.1:{free_port()}")

    assert (await state(mails)).state == "failed"


async def test_the_task_sends_what_waits_and_what_comes(mails, box):
    await write(mails)
    task = sender(mails, box.url)
    async with running_task(task):
        await eventually(lambda: _count(box, 1))
        await write(mails)
        await eventually(lambda: _count(box, 2))


async def test_of_two_tasks_one_sends(mails, box):
    for _ in range(5):
        await write(mails)
    tasks = [sender(mails, box.url) for _ in range(2)]
    async with running_task(*tasks):
        await eventually(lambda: _count(box, 5))
        async with SessionLock(mails, Purpose.MAIL) as other:
            assert not other.held

    assert len({letter["Message-ID"] for letter in box.letters}) == 5
    assert len(box.letters) == 5


def test_pauses_grow_to_an_hour_and_end_after_two_days():
    tries = [next_try(tries, NOW, NOW) for tries in (1, 2, 3, 30)]

    assert tries == [
        NOW + pause
        for pause in (*(timedelta(seconds=s) for s in (30, 60, 120)), LONGEST_PAUSE)
    ]
    assert next_try(3, NOW, NOW + GIVE_UP_AFTER + timedelta(seconds=1)) is None


def test_a_line_break_in_a_subject_begins_no_header():
    letter = Letter("a@b.example", "Order\r\nBcc: all@b.example", "Twelve.\n", "Shop")

    content = compose(letter, sender=SHOP, message_id="<1@b.example>")

    assert b"\nBcc:" not in content


@pytest.mark.parametrize("text", ["a@b", "ada.lovelace+shop@b.example", "é@b.example"])
def test_an_address(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "ada", "a@b@c", "a b@c.d", "a@b.c, d@e.f", "<a@b.c>", "a@b.c\nBcc: d@e.f"],
)
def test_no_address(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:99999"]
)
def test_what_is_no_server_ends_the_start_with_a_line_that_names_no_password(url):
    with pytest.raises(ValidationError, match="SMTP_URL must be like"):
        settings(url)


def test_a_server_needs_a_sender(monkeypatch, capsys):
    monkeypatch.setenv("SMTP_URL", "smtp://mail.example")
    monkeypatch.delenv("MAIL_FROM", raising=False)

    with pytest.raises(SystemExit):
        load(MailSettings)

    assert "SMTP_URL needs MAIL_FROM" in capsys.readouterr().err


def test_the_address_of_the_server_may_stand_in_a_file(tmp_path, monkeypatch):
    file = tmp_path / "smtp_url"
    file.write_text("smtps://ada:p%40ss@mail.example\n")
    monkeypatch.setenv("SMTP_URL", "")
    monkeypatch.setenv("SMTP_URL_FILE", str(file))
    monkeypatch.setenv("MAIL_FROM", SHOP)

    server = server_of(MailSettings())

    assert (server.host, server.port, server.user, server.password, server.tls) == (
        "mail.example",
        465,
        "ada",
        "p@ss",
        True,
    )


@asynccontextmanager
async def running_task(*tasks):
    started = [asyncio.create_task(task.run()) for task in tasks]
    try:
        yield
    finally:
        for task in tasks:
            task.stop()
        await asyncio.gather(*started)


async def _count(box, count):
    return len(box.letters) >= count
