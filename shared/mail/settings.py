"""Where mails leave: ``SMTP_URL`` and what belongs to it."""

from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from shared.mail.message import is_address
from shared.mail.rules import Server
from shared.settings import DatabaseSettings, secret

PORTS = {"smtp": 587, "smtps": 465}


class MailSettings(BaseSettings):
    """For services that send mails, beside their own settings."""

    model_config = DatabaseSettings.model_config

    smtp_url: SecretStr = Field(SecretStr(""), validation_alias="SMTP_URL")
    """``smtp://user:password@host:587``, or ``smtps://`` for TLS from the first byte.
    None: nothing is sent."""
    smtp_url_file: Path | None = Field(None, validation_alias="SMTP_URL_FILE")
    mail_from: str = Field("", validation_alias="MAIL_FROM")
    public_url: str = Field(
        "http://localhost:8080",
        pattern=r"^https?://[^/\s]+",
        validation_alias="PUBLIC_URL",
    )
    """Where people reach the shop's pages; its host is who we say we are to servers."""

    @model_validator(mode="after")
    def _can_send(self) -> Self:
        self.smtp_url = secret(self.smtp_url, self.smtp_url_file)
        if self.smtp_url.get_secret_value():
            server_of(self)
            if not is_address(self.mail_from):
                raise ValueError("SMTP_URL needs MAIL_FROM, an e-mail address")
        return self

    @property
    def sends_mail(self) -> bool:
        return bool(self.smtp_url.get_secret_value())


def server_of(settings: MailSettings) -> Server:
    """Raises ``ValueError`` for what is no such address; its text names no password."""
    said = urlsplit(settings.smtp_url.get_secret_value())
    try:
        port = said.port or PORTS.get(said.scheme)
    except ValueError:
        port = None
    if said.scheme not in PORTS or not said.hostname or port is None:
        raise ValueError("SMTP_URL must be like smtp://user:password@host:587")
    return Server(
        host=said.hostname,
        port=port,
        user=unquote(said.username) if said.username else None,
        password=unquote(said.password) if said.password else None,
        tls=said.scheme == "smtps",
        # Names that are not a host's own are refused by some servers.
        own_name=urlsplit(settings.public_url).hostname or "localhost",
        sender=settings.mail_from,
    )
