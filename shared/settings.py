"""Typed environment common to all services."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url

from shared.broker import BrokerSettings
from shared.clock import known_zone

LEAST_AUDIT_DAYS = 90
"""Nobody, the service included, can have acts forgotten that are younger."""
DEFAULT_DB_URL = "postgresql+asyncpg://postgres:postgres@postgres:5432/postgres"


class DatabaseSettings(BaseSettings):
    """Where a service's schema lives. Pool sizes are per process."""

    # Compose passes what nobody set as an empty text: that is the default too.
    model_config = SettingsConfigDict(
        extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    db_url: str = Field(DEFAULT_DB_URL, validation_alias="DB_URL")
    db_password_file: Path | None = Field(None, validation_alias="DB_PASSWORD_FILE")
    db_schema: str = Field(
        "", validation_alias="DB_SCHEMA", pattern=r"^[a-z][a-z0-9_]{0,30}$|^$"
    )
    # No overflow: what exceeds the pool is closed after each use, and under
    # steady load every request would pay for a new connection's password check.
    db_pool_size: int = Field(12, ge=1, validation_alias="DB_POOL_SIZE")
    db_max_overflow: int = Field(0, ge=0, validation_alias="DB_MAX_OVERFLOW")

    @property
    def database_url(self) -> URL:
        return normalise_url(self.db_url, self.db_password_file)


class ServiceSettings(DatabaseSettings, BrokerSettings):
    """What every service reads. Its own settings name their variables one by one."""

    service: str
    """The package's name, such as ``sales_svc``; set by each service."""

    jwt_algorithm: Literal["HS256", "RS256"] = Field(
        "HS256", validation_alias="JWT_ALGORITHM"
    )
    jwt_secret: SecretStr = Field(SecretStr(""), validation_alias="JWT_SECRET")
    jwt_secret_file: Path | None = Field(None, validation_alias="JWT_SECRET_FILE")
    jwt_private_key_path: Path | None = Field(
        None, validation_alias="JWT_PRIVATE_KEY_PATH"
    )
    jwt_public_key_path: Path | None = Field(
        None, validation_alias="JWT_PUBLIC_KEY_PATH"
    )
    jwks_url: str = Field("", validation_alias="JWKS_URL")
    # First values only: the shop's row, once it is there, is what counts.
    business_tz: str = Field("UTC", validation_alias="BUSINESS_TZ")
    shop_name: str = Field(
        "Shop", min_length=1, max_length=200, validation_alias="SHOP_NAME"
    )
    shop_currency: str = Field(
        "EUR", pattern=r"^[A-Z]{3}$", validation_alias="SHOP_CURRENCY"
    )
    shop_country: str | None = Field(
        None, pattern=r"^[A-Z]{2}$", validation_alias="SHOP_COUNTRY"
    )
    service_client_secret: SecretStr = Field(
        SecretStr(""), validation_alias="SERVICE_CLIENT_SECRET"
    )
    service_client_secret_file: Path | None = Field(
        None, validation_alias="SERVICE_CLIENT_SECRET_FILE"
    )
    front_secret: SecretStr = Field(SecretStr(""), validation_alias="FRONT_SECRET")
    front_secret_file: Path | None = Field(None, validation_alias="FRONT_SECRET_FILE")
    auth_url: str = Field("http://auth_svc:8001", validation_alias="AUTH_URL")
    cors_origins: Annotated[list[str], NoDecode] = Field(
        default_factory=list, validation_alias="CORS_ORIGINS"
    )
    log_level: str = Field("INFO", validation_alias="LOG_LEVEL")
    log_requests: bool = Field(False, validation_alias="LOG_REQUESTS")
    audit_keep_days: int = Field(
        1095, gt=LEAST_AUDIT_DAYS, le=36_500, validation_alias="AUDIT_KEEP_DAYS"
    )
    """How long it is known who did what."""
    outbox_poll_ms: int = Field(200, ge=10, validation_alias="OUTBOX_POLL_MS")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [origin.strip() for origin in value.split(",") if origin.strip()]
        return value

    @field_validator("business_tz")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value or "UTC")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self.db_schema = self.db_schema or self.service.removesuffix("_svc")
        self.jwt_secret = secret(self.jwt_secret, self.jwt_secret_file)
        self.service_client_secret = secret(
            self.service_client_secret, self.service_client_secret_file
        )
        self.front_secret = secret(self.front_secret, self.front_secret_file)
        if self.jwt_algorithm == "HS256":
            if len(self.jwt_secret.get_secret_value().encode()) < 32:
                raise ValueError(
                    "JWT_SECRET (or JWT_SECRET_FILE) must hold at least 32 bytes"
                )
        elif not (
            self.jwt_public_key_path or self.jwt_private_key_path or self.jwks_url
        ):
            raise ValueError(
                "RS256 needs JWT_PUBLIC_KEY_PATH, JWT_PRIVATE_KEY_PATH or JWKS_URL"
            )
        return self


S = TypeVar("S", bound=BaseSettings)


def load(settings: type[S]) -> S:
    """Read the environment, or end the process with one clear line per mistake."""
    try:
        return settings()
    except ValidationError as error:
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"])
            message = problem["msg"].removeprefix("Value error, ")
            sys.stderr.write(f"Cannot start: {name + ': ' if name else ''}{message}\n")
        raise SystemExit(1) from None


def normalise_url(text: str, password_file: Path | None = None) -> URL:
    """The asyncpg form of any PostgreSQL address; its password from a file when given."""
    url = make_url(text)
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg2"}:
        url = url.set(drivername="postgresql+asyncpg")
    if password_file is not None:
        url = url.set(password=password_file.read_text().strip())
    return url


def plain_dsn(url: URL) -> str:
    """The address as asyncpg itself reads it."""
    password = f":{quote(url.password, safe='')}" if url.password else ""
    user = quote(url.username or "", safe="")
    return f"postgresql://{user}{password}@{url.host}:{url.port or 5432}/{url.database}"


def secret(value: SecretStr, file: Path | None) -> SecretStr:
    """The variable wins over the file, so that a trial needs no file."""
    if value.get_secret_value() or file is None:
        return value
    try:
        return SecretStr(file.read_text().strip())
    except OSError as error:
        raise ValueError(f"cannot read {file}: {error.strerror}") from error
