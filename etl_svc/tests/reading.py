"""A file read by itself, without a job: what is detected of it and which sales it
tells."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl_svc.files import decompressing
from etl_svc.files.csv_source import FileSource
from etl_svc.files.decompress import looks_packed
from etl_svc.files.detect import detect_file
from etl_svc.files.layout import FileOptions, Layout
from etl_svc.rules import UploadOptions
from etl_svc.source import Batch
from shared.quantities import Units

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@dataclass
class FileRead:
    layout: Layout
    batch: Batch
    parts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sold(self) -> list[tuple[str, Units, str]]:
        return [
            (row.sku, row.quantity, row.sold_at.date().isoformat())
            for row in self.batch.rows
        ]

    @property
    def findings(self) -> list[str]:
        return [finding.code for finding in self.layout.findings]

    def found(self, code: str) -> str:
        return next(f.message for f in self.layout.findings if f.code == code)


def options_of(*, dry_run: bool = True, **changes: Any) -> UploadOptions:
    return UploadOptions(
        on_error="skip",
        on_unknown="create",
        source="file",
        default_price=Decimal(0),
        dry_run=dry_run,
        **changes,
    )


async def read(
    tmp_path: Path,
    content: bytes | str,
    saved: FileOptions | None = None,
    **changes: Any,
) -> FileRead:
    """In a dry run, unless ``changes`` say otherwise."""
    path, plain = tmp_path / "upload", tmp_path / "plain"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    options, parts = options_of(**changes), []
    if looks_packed(path):
        parts = await decompressing.unpack(
            path, plain, limit=1 << 24, sheets=options.sheets or ()
        )
        path = plain
    layout, _ = detect_file(path, options, saved, parts=parts)
    batch = Batch(0, 0)
    if layout.complete:
        source = FileSource(
            path, layout, options, scratch=tmp_path / "scratch", position=0
        )
        while not source.catch_up(NOW):
            pass
        batch = source.read(NOW)
        source.close()
    return FileRead(layout, batch, parts)


def moments(found):
    return [f"{row.sold_at:%Y-%m-%dT%H:%M:%S}" for row in found.batch.rows]


def refused(found):
    return [(problem.line, problem.code) for problem in found.batch.problems]


def sold(found):
    return [(row.sku, row.quantity) for row in found.batch.rows]


def priced(found):
    """Units and price of each sale; None where the price is unknown."""
    return [
        (row.quantity, None if row.price_unknown else row.price)
        for row in found.batch.rows
    ]
