"""What a look into a file tells of how it is built, before it is read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from etl_svc.cells import BadRow
from etl_svc.errors import JobFailed
from etl_svc.layouts import (
    MAX_LINE,
    Asked,
    Layout,
    asked_of,
    lay_out,
    look_at,
    over,
    rows_of,
)
from etl_svc.rows import RowReader
from etl_svc.rules import UploadOptions
from shared.clock import utc_now
from shared.errors import ServiceError

READ_BYTES = 256 * 1024
PLACES = 16
"""Where a file is looked into before it is read."""
LINES_PER_PLACE = 60
ENOUGH_LINES = 20
"""So many bad lines on end, and no good one between them, are another layout."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The first line of a file, and lines from places all over it: the first place
    is right below the first line."""

    first_line: bytes
    places: tuple[tuple[bytes, ...], ...]

    @property
    def lines(self) -> list[bytes]:
        return [line for place in self.places for line in place]


def sample(path: Path) -> Sample:
    """Looks at a bounded part of the file, however large it is."""
    with opened(path) as file:
        first = file.readline(MAX_LINE + 1)
        below, size = file.tell(), path.stat().st_size
        places = []
        for n in range(PLACES):
            file.seek(below + (size - below) * n // PLACES)
            if n:
                # Somewhere in a line: the next one is whole.
                file.readline(MAX_LINE)
            lines = (file.readline(MAX_LINE) for _ in range(LINES_PER_PLACE))
            places.append(tuple(line for line in lines if line))
            if size - below < MAX_LINE:
                break
        return Sample(first, tuple(places))


def other_layout(found: Sample, layout: Layout, now: datetime) -> int | None:
    """Which of the sample's places holds nothing that this layout could read."""
    for n, place in enumerate(found.places):
        reader, bad = RowReader(layout, "return"), 0
        for line in place:
            try:
                reader.read(line, now)
            except BadRow:
                bad += 1
        if bad == len(place) >= ENOUGH_LINES:
            return n
    return None


def opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=READ_BYTES)
    except FileNotFoundError:
        raise JobFailed(
            "file_missing", "The uploaded file is no longer in the data folder."
        ) from None


def found_in(
    path: Path, options: UploadOptions, saved: Asked | None
) -> tuple[Layout, list[list[str]]]:
    """How a file is built, and some of its rows. In a dry run it may be a guess;
    otherwise ``JobFailed`` when anything is left to guess."""
    told = asked_of(options)
    looked_at = sample(path)
    try:
        layout = lay_out(looked_at.first_line, told, saved, guess=options.dry_run)
    except ServiceError as error:
        raise JobFailed(error.code, error.detail) from error
    if layout.known == "saved" and saved is not None:
        told = over(told, saved)
    layout = look_at(layout, looked_at.lines, told, looked_at.first_line)
    if not options.dry_run:
        if "dates" in layout.unsure:
            raise JobFailed(
                "ambiguous_dates",
                "Its dates can be read with the day or with the month first: say"
                " which (dates=dmy or dates=mdy).",
            )
        place = other_layout(looked_at, layout, utc_now())
        if place is not None:
            where = (
                f"from about {100 * place // PLACES} % of it on" if place else "at all"
            )
            raise JobFailed(
                "mixed_layout",
                f"The file is not built as its first line says, {where}. A dry run"
                " tells which of its rows can be imported.",
            )
    return layout, rows_of(layout, looked_at.places[0])
