"""Typed environment of products_svc."""

from pydantic import Field

from shared.mail.settings import MailSettings
from shared.settings import ServiceSettings


class Settings(ServiceSettings, MailSettings):
    service: str = "products_svc"
    shop_electronic_address: str | None = Field(
        None,
        validation_alias="SHOP_ELECTRONIC_ADDRESS",
        pattern=r"^[0-9]{4}:[A-Za-z0-9:_.-]{1,95}$",
    )
    """Where electronic documents of the shop come from: a scheme of the Peppol network
    and an identifier, as 0009:73282932000074."""
