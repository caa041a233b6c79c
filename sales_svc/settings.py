"""Typed environment of sales_svc."""

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    service: str = "sales_svc"
    products_schema: str = Field(
        "products",
        validation_alias="PRODUCTS_SCHEMA",
        pattern=r"^[a-z][a-z0-9_]{0,30}$",
    )
    """Where ``take_stock`` and ``return_stock`` live."""
