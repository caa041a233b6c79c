"""Typed environment of sales_svc."""

from pydantic import Field

from shared.settings import ServiceSettings

_SCHEMA = r"^[a-z][a-z0-9_]{0,30}$"


class Settings(ServiceSettings):
    service: str = "sales_svc"
    products_schema: str = Field(
        "products", validation_alias="PRODUCTS_SCHEMA", pattern=_SCHEMA
    )
    """Where ``take_stock`` and ``take_back_stock`` live."""
    etl_schema: str = Field("etl", validation_alias="ETL_SCHEMA", pattern=_SCHEMA)
    """Where ``sent_chunks`` lives, which tells what jobs have sent."""
