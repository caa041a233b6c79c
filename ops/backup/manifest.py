"""What a backup says of itself: the first thing in its file."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

FORMAT = 1
"""Raised when a file can no longer be read by the code before."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Frozen):
    """A member of the file; ``size`` in bytes."""

    size: int
    sha256: str


class TableFigures(_Frozen):
    """Rows of a table and the sum of a hash over each whole row: two tables with
    equal figures hold the same rows, in whatever order."""

    rows: int
    digest: str


class Figures(_Frozen):
    """A database at one snapshot, in numbers."""

    tables: dict[str, TableFigures]
    """By ``schema.table``."""
    sums: dict[str, str]
    """What a shop keeper would compare: units and money, by name."""


class Manifest(_Frozen):
    format: int
    made_at: datetime
    server_version: str
    epoch: str | None
    heads: dict[str, str | None]
    """Alembic's revision of each service."""
    sequences: dict[str, int]
    """The last number that each has given, read after the snapshot: never too low."""
    figures: Figures
    parts: dict[str, Part]
