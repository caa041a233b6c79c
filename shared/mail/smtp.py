"""Hand a mail to the server, and understand what it says."""

import aiosmtplib

from shared.mail.rules import Failure, Server

TIMEOUT_S = 20
"""For each step: a server that says nothing must not hold up the others' mails."""
LONGEST_REASON = 300


async def hand_over(server: Server, content: bytes, recipient: str) -> Failure | None:
    """None when the server has taken it."""
    try:
        await aiosmtplib.send(
            content,
            sender=server.sender,
            recipients=[recipient],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=server.own_name,
            use_tls=server.tls,
            # A password goes over no line that others can read; without one TLS is
            # used where the server offers it.
            start_tls=None if server.tls or not server.user else True,
            timeout=TIMEOUT_S,
        )
    except Exception as error:
        return _failure(error)
    return None


def _failure(error: Exception) -> Failure:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        # There is one recipient.
        error = error.recipients[0]
    reason = " ".join(f"{error}".split()) or type(error).__name__
    if isinstance(error, aiosmtplib.SMTPResponseException):
        reason = f"{error.code} {' '.join(error.message.split())}"
    return Failure(reason[:LONGEST_REASON], for_good=_for_good(error))


def _for_good(error: Exception) -> bool:
    """A 5xx about this mail (RFC 5321 §4.2.1). Of a password or a greeting it is about
    us, and may be mended while the mail waits."""
    about_us = (
        aiosmtplib.SMTPAuthenticationError
        | aiosmtplib.SMTPConnectResponseError
        | aiosmtplib.SMTPHeloError
    )
    return (
        isinstance(error, aiosmtplib.SMTPResponseException)
        and not isinstance(error, about_us)
        and error.code >= 500
    )
