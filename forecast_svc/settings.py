"""Typed environment of forecast_svc."""

from typing import Annotated

from pydantic import AfterValidator, Field

from forecast_svc.engine.holidays import check_place
from shared.mail.settings import MailSettings
from shared.settings import ServiceSettings


class Settings(ServiceSettings, MailSettings):
    service: str = "forecast_svc"
    sales_url: str = Field("http://sales_svc:8003", validation_alias="SALES_URL")
    products_url: str = Field(
        "http://products_svc:8002", validation_alias="PRODUCTS_URL"
    )
    etl_url: str = Field("http://etl_svc:8010", validation_alias="ETL_URL")
    open: bool = Field(True, validation_alias="FORECAST_OPEN")
    """Whether single forecasts are answered without a token."""
    wait_s: float = Field(5, ge=0, le=60, validation_alias="FORECAST_WAIT_S")
    """How long a request waits for the first event of an unknown product."""
    fit_workers: int = Field(1, ge=1, le=64, validation_alias="FORECAST_FIT_WORKERS")
    fit_timeout_s: float = Field(
        2.5, gt=0, le=600, validation_alias="FORECAST_FIT_TIMEOUT_S"
    )
    """How long one fit may take before the fallback answers instead of it."""
    global_model: bool = Field(True, validation_alias="FORECAST_SHOP_MODEL")
    """Whether products' own forecasts are blended with one model of the whole shop."""
    holidays: Annotated[str, AfterValidator(check_place)] = Field(
        "", validation_alias="FORECAST_HOLIDAYS"
    )
    """Whose public holidays matter: a country and perhaps its part, as ISO 3166 has
    them ("FR", "DE-BY"); the shop's country when empty."""
    scheduled: bool = Field(True, validation_alias="FORECAST_SCHEDULED")
    """Whether every product is forecast anew each day, and scored."""
    training_timeout_s: float = Field(
        300, gt=0, le=3600, validation_alias="FORECAST_TRAINING_TIMEOUT_S"
    )
    training_wait_s: float = Field(
        1.2, ge=0, le=300, validation_alias="FORECAST_TRAINING_WAIT_S"
    )
    """How long a question about a past day waits for the global model of that day; until it
    is trained the product's own model answers alone."""
    fit_queue: int = Field(16, ge=1, le=10_000, validation_alias="FORECAST_FIT_QUEUE")
    """Fits under way and waiting; beyond it the fallback answers."""
    advice_workers: int = Field(
        2, ge=1, le=64, validation_alias="FORECAST_ADVICE_WORKERS"
    )
    """Processes that compute what to order."""
    replay_workers: int = Field(
        2, ge=1, le=64, validation_alias="FORECAST_REPLAY_WORKERS"
    )
    """Processes that order over again in the past."""
