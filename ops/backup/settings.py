"""Where everything is that a backup holds; the same variables in both run modes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time as clock
from typing import Annotated, Any

from pydantic import Field, field_validator
from sqlalchemy.engine import URL

from ops.postgres.roles import DATABASE
from shared.broker import BrokerSettings
from shared.settings import normalise_url, plain_dsn

OFF = "off"
UNPACKED = ".unpacked-"
ABANDONED_S = 24 * 60 * 60
"""A folder this old belongs to a check or restore that was killed."""


class Settings(BrokerSettings):
    """Read by the one-shot steps and by the schedule; no service has them."""

    admin_db_url: str = Field(validation_alias="ADMIN_DB_URL")
    admin_db_password_file: Path | None = Field(
        None, validation_alias="ADMIN_DB_PASSWORD_FILE"
    )
    secrets_dir: Path = Field(validation_alias="SECRETS_DIR")
    uploads_dir: Path | None = Field(None, validation_alias="ETL_DATA_DIR")
    pg_bin: Path | None = Field(None, validation_alias="PG_BIN")
    """Folder of pg_dump and its like; otherwise they are found on the path."""

    backup_dir: Path = Field(Path("backups"), validation_alias="BACKUP_DIR")
    backup_at: time | None = Field(time(3, 30), validation_alias="BACKUP_AT")
    """UTC, of each day; ``off`` for no schedule."""
    keep_daily: Annotated[int, Field(ge=1)] = Field(
        7, validation_alias="BACKUP_KEEP_DAILY"
    )
    keep_weekly: Annotated[int, Field(ge=0)] = Field(
        4, validation_alias="BACKUP_KEEP_WEEKLY"
    )

    health_file: Path | None = Field(None, validation_alias="BACKUP_HEALTH_FILE")
    """Where the schedule tells that all is well."""

    @field_validator("backup_at", mode="before")
    @classmethod
    def _clock(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value.strip().lower() == OFF:
            return None
        try:
            return datetime.strptime(value.strip(), "%H:%M").replace(tzinfo=UTC).time()
        except ValueError:
            raise ValueError(f"{value!r} is neither HH:MM nor {OFF}") from None

    @property
    def server(self) -> URL:
        """The superuser's address of the database ``postgres``."""
        url = normalise_url(self.admin_db_url, self.admin_db_password_file)
        return url.set(database="postgres")

    @contextmanager
    def work_folder(self) -> Iterator[Path]:
        """For what is unpacked: beside the backups, where there is room for it."""
        self.backup_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in self.backup_dir.glob(f"{UNPACKED}*"):
            if clock() - left.stat().st_mtime > ABANDONED_S:
                shutil.rmtree(left, ignore_errors=True)
        with TemporaryDirectory(prefix=UNPACKED, dir=self.backup_dir) as folder:
            yield Path(folder)

    def dsn(self, database: str = DATABASE) -> str:
        """For asyncpg, as the superuser."""
        return plain_dsn(self.server.set(database=database))
