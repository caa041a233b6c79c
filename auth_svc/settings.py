"""Environment of auth_svc. Durations are whole seconds."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from auth_svc.codes import validate_country, validate_currency
from shared.http.tokens import MAX_ACCESS_S
from shared.mail.settings import MailSettings
from shared.settings import ServiceSettings, secret


class Settings(ServiceSettings, MailSettings):
    service: str = "auth_svc"

    registration: Literal["open", "invite", "closed"] = Field(
        "open", validation_alias="REGISTRATION"
    )
    """Who may make an account once there is an admin: everybody, who is invited, or
    nobody but admins."""

    admin_setup_token: SecretStr = Field(
        SecretStr(""), validation_alias="ADMIN_SETUP_TOKEN"
    )
    """When set, the first admin's registration must show it in ``X-Setup-Token``."""

    admin_setup_token_file: Path | None = Field(
        None, validation_alias="ADMIN_SETUP_TOKEN_FILE"
    )

    service_clients_dir: Path | None = Field(
        None, validation_alias="SERVICE_CLIENTS_DIR"
    )
    """One file per service account, named as its client id, holding its secret."""

    access_token_s: int = Field(
        MAX_ACCESS_S, ge=60, le=MAX_ACCESS_S, validation_alias="AUTH_ACCESS_TOKEN_S"
    )
    refresh_token_s: int = Field(
        14 * 24 * 3600, ge=60, validation_alias="AUTH_REFRESH_TOKEN_S"
    )
    """A session ends when its refresh token has not been used for this long."""

    session_s: int = Field(90 * 24 * 3600, ge=60, validation_alias="AUTH_SESSION_S")
    """However often it is used, a session ends after this long: sign in again."""

    refresh_grace_s: int = Field(
        10, ge=0, le=60, validation_alias="AUTH_REFRESH_GRACE_S"
    )
    """A client whose answer was lost may show a used refresh token for this long."""

    bcrypt_rounds: int = Field(12, ge=4, le=16, validation_alias="AUTH_BCRYPT_ROUNDS")
    hash_threads: int = Field(2, ge=1, le=32, validation_alias="AUTH_HASH_THREADS")
    hash_queue: int = Field(64, ge=1, validation_alias="AUTH_HASH_QUEUE")
    """Passwords that may wait for a thread; above that callers get a 429."""

    housekeeping_s: int = Field(600, ge=1, validation_alias="AUTH_HOUSEKEEPING_S")

    oidc_issuer: str = Field("", validation_alias="OIDC_ISSUER")
    """The provider's address; without one there is no single sign-on."""
    oidc_client_id: str = Field("", validation_alias="OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), validation_alias="OIDC_CLIENT_SECRET"
    )
    oidc_client_secret_file: Path | None = Field(
        None, validation_alias="OIDC_CLIENT_SECRET_FILE"
    )
    oidc_name: str = Field("", validation_alias="OIDC_NAME", max_length=60)
    """What the sign-in page calls it; its host where nothing is said."""

    shop_currency: Annotated[str, AfterValidator(validate_currency)] = Field(
        "EUR", pattern=r"^[A-Z]{3}$", validation_alias="SHOP_CURRENCY"
    )
    shop_country: Annotated[str, AfterValidator(validate_country)] | None = Field(
        None, pattern=r"^[A-Z]{2}$", validation_alias="SHOP_COUNTRY"
    )

    @model_validator(mode="after")
    def _setup_token(self) -> Self:
        self.admin_setup_token = secret(
            self.admin_setup_token, self.admin_setup_token_file
        )
        return self

    @model_validator(mode="after")
    def _provider(self) -> Self:
        self.oidc_client_secret = secret(
            self.oidc_client_secret, self.oidc_client_secret_file
        )
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID")
        return self

    @property
    def provider_name(self) -> str | None:
        """None where there is no single sign-on."""
        if not self.oidc_issuer:
            return None
        return self.oidc_name or urlsplit(self.oidc_issuer).hostname

    @model_validator(mode="after")
    def _can_sign(self) -> Self:
        if self.jwt_algorithm == "RS256" and self.jwt_private_key_path is None:
            raise ValueError("auth_svc signs tokens: RS256 needs JWT_PRIVATE_KEY_PATH")
        return self
