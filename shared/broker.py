"""Where the broker is, and as whom to go there.

A plain address is enough where it asks for no account. With ``KAFKA_USERNAME``, as in both
run modes here, clients prove a password by SCRAM-SHA-512, with ``KAFKA_CA_FILE`` over
TLS; a service then needs no more than its own topics and groups (``ops.broker.rights``).
"""

import ssl
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Broker(str):
    """The address, for whoever only wants to name it; ``options`` for clients."""

    account: str
    _password: SecretStr
    _authority: Path | None

    @classmethod
    def at(
        cls, address: str, account: str, password: SecretStr, authority: Path | None
    ) -> Self:
        broker = cls(address)
        broker.account, broker._password = account, password
        broker._authority = authority
        return broker

    @property
    def options(self) -> dict[str, Any]:
        tls = self._authority is not None
        found: dict[str, Any] = {
            "security_protocol": ("SASL_" if self.account else "")
            + ("SSL" if tls else "PLAINTEXT")
        }
        if tls:
            found["ssl_context"] = ssl.create_default_context(cafile=self._authority)
        if self.account:
            found |= {
                "sasl_mechanism": "SCRAM-SHA-512",
                "sasl_plain_username": self.account,
                "sasl_plain_password": self._password.get_secret_value(),
            }
        return found


def account_of(bootstrap: str) -> str:
    """Whose account an address carries along; empty where it carries none."""
    return bootstrap.account if isinstance(bootstrap, Broker) else ""


def client_options(bootstrap: str) -> dict[str, Any]:
    """What every client of the broker is made with."""
    extra = bootstrap.options if isinstance(bootstrap, Broker) else {}
    return {"bootstrap_servers": str(bootstrap), **extra}


class BrokerSettings(BaseSettings):
    model_config = SettingsConfigDict(
        extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    kafka_bootstrap_servers: str = Field(
        "kafka:9092", validation_alias="KAFKA_BOOTSTRAP_SERVERS"
    )
    kafka_username: str = Field("", validation_alias="KAFKA_USERNAME")
    kafka_password_file: Path | None = Field(
        None, validation_alias="KAFKA_PASSWORD_FILE"
    )
    """An empty file says that the broker asks for no account."""

    kafka_ca_file: Path | None = Field(None, validation_alias="KAFKA_CA_FILE")
    """The authority of the broker's certificate; without it no TLS."""

    @model_validator(mode="after")
    def _whole_account(self) -> Self:
        if bool(self.kafka_username) != (self.kafka_password_file is not None):
            raise ValueError("KAFKA_USERNAME and KAFKA_PASSWORD_FILE go together")
        return self

    @property
    def broker(self) -> Broker:
        file = self.kafka_password_file
        password = SecretStr(file.read_text().strip() if file else "")
        return Broker.at(
            self.kafka_bootstrap_servers,
            self.kafka_username if password else "",
            password,
            self.kafka_ca_file,
        )
