"""Typed environment of etl_svc."""

from pathlib import Path

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    service: str = "etl_svc"
    products_url: str = Field(
        "http://products_svc:8002", validation_alias="PRODUCTS_URL"
    )
    sales_url: str = Field("http://sales_svc:8003", validation_alias="SALES_URL")
    data_dir: Path = Field(Path(".local/etl"), validation_alias="ETL_DATA_DIR")
    """Where uploads wait for their job. Replicas share it: any of them may do
    the job, or go on with it."""
    max_upload_bytes: int = Field(
        2 << 30, ge=1, validation_alias="ETL_MAX_UPLOAD_BYTES"
    )
    max_unpacked_bytes: int = Field(
        8 << 30, ge=1, validation_alias="ETL_MAX_UNPACKED_BYTES"
    )
    """What a gzip, zip or XLSX file may come to on disk."""
    workers: int = Field(2, ge=0, le=16, validation_alias="ETL_WORKERS")
    """Jobs that one process works on at a time."""
    lease_s: float = Field(30, gt=0, le=600, validation_alias="ETL_LEASE_S")
    """A job whose worker has not been heard of for this long is taken over."""
    max_waiting_chunks: int = Field(
        200, ge=1, validation_alias="ETL_MAX_WAITING_CHUNKS"
    )
    """Chunks in the outbox above which workers wait for the relay."""
    watch_dir: Path | None = Field(None, validation_alias="ETL_WATCH_DIR")
    """A folder whose files are imported as they come; none is watched without it."""
    watch_every_s: float = Field(
        10, gt=0, le=3600, validation_alias="ETL_WATCH_EVERY_S"
    )
    """How often it is looked at, and how long a file must rest."""
    watch_user_id: int = Field(1, ge=1, validation_alias="ETL_WATCH_USER_ID")
    """Whose sales they are; the first account of a system is its admin."""
    poll_s: float = Field(0.5, gt=0, le=60, validation_alias="ETL_POLL_S")
