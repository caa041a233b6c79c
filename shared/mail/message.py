"""A mail as it goes over the wire."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid
from typing import Annotated

from pydantic import StringConstraints

from shared.clock import utc_now

ADDRESS = r"^[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,189}$"
MailAddress = Annotated[str, StringConstraints(pattern=ADDRESS)]
_address = re.compile(ADDRESS)


@dataclass(frozen=True, slots=True)
class Attachment:
    """``kind`` as ``application/pdf``."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to whom; ``sender_name`` stands before the sender's address."""

    recipient: str
    subject: str
    text: str
    sender_name: str
    attachments: Sequence[Attachment] = ()


def is_address(text: str) -> bool:
    return _address.fullmatch(text) is not None


def new_message_id(sender: str) -> str:
    return make_msgid(domain=sender.rpartition("@")[2])


def compose(letter: Letter, *, sender: str, message_id: str) -> bytes:
    """Tries of one mail send the same bytes: whoever gets it twice sees by its
    ``Message-ID`` that it is one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((letter.sender_name, sender))
    message["To"] = letter.recipient
    # A line break would begin another header.
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    for each in letter.attachments:
        main, _, sub = each.kind.partition(";")[0].partition("/")
        message.add_attachment(
            each.content, maintype=main, subtype=sub, filename=each.name
        )
    return message.as_bytes()
