"""Layouts by a column mapping that is told, saved or that of a known export."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl_svc.errors import WrongColumns
from etl_svc.files.contents import contents_of
from etl_svc.files.layout import (
    FileOptions,
    Layout,
    MappingOrigin,
    has,
    normal,
    places_of,
)
from etl_svc.files.matching import Match
from etl_svc.files.period_columns import may_be_days
from etl_svc.files.presets import Field, Preset
from etl_svc.files.shapes import dates_across, products_across
from etl_svc.files.top import HeaderCandidate
from etl_svc.files.vocabulary import concepts
from etl_svc.rules import REASON


def layout_of_columns(
    candidate: HeaderCandidate, told: FileOptions, origin: MappingOrigin
) -> Layout:
    """As somebody mapped them; of a wide table the other columns are unpivoted."""
    header = candidate.header
    across = _columns_across(candidate, told)
    layout = Layout(
        header,
        dict(told.columns),
        candidate.delimiter,
        origin,
        shape=told.shape or "long",
        across=across,
        daily=bool(across),
        quantity_is=told.quantity_is or "cells",
    )
    _refuse_absent(layout.all_columns, told.columns)
    return replace(layout, matches=_sure(told.columns, origin))


def _columns_across(candidate: HeaderCandidate, told: FileOptions) -> tuple[int, ...]:
    header = candidate.header
    if told.shape in {None, "long"}:
        return ()
    guessed = _forced(candidate, told)
    if guessed:
        return guessed
    taken = {normal(name) for names in told.columns.values() for name in names}
    return tuple(
        at for at, name in enumerate(header) if name and normal(name) not in taken
    )


def _forced(candidate: HeaderCandidate, told: FileOptions) -> tuple[int, ...]:
    header, rows = candidate.header, candidate.rows
    seen = [contents_of([row[at] for row in rows]) for at in range(len(header))]
    if told.shape == "wide_dates":
        return dates_across(header, seen)
    dates = [
        Match("sold_at", tuple(names), 1.0, "asked")
        for of, names in told.columns.items()
        if of == "sold_at"
    ]
    return products_across(header, seen, dates)


def _sure(
    columns: Mapping[Field, Sequence[str]], origin: MappingOrigin
) -> tuple[Match, ...]:
    reason = "preset" if origin == "guess" else origin
    return tuple(
        Match(of, tuple(names), 1.0, reason) for of, names in columns.items() if names
    )


def tells_units(found: Layout, candidate: HeaderCandidate) -> bool:
    """Whether a known export's column of units holds any: ``sales`` may be money."""
    at = found.places("quantity")
    if not at or "sales" not in concepts(found.header[at[0]]):
        return True
    seen = contents_of([row[at[0]] for row in candidate.rows])
    return not (seen.money > 0.5 and seen.fractions > 0.2)


def tells_days(found: Layout, candidate: HeaderCandidate) -> bool:
    """Whether days of a known export are ones: ``Jan-26`` may be a month."""
    at = found.places("sold_at")
    return not at or not may_be_days([row[at[0]] for row in candidate.rows])


def layout_of_preset(preset: Preset, candidate: HeaderCandidate) -> Layout:
    header = candidate.header
    columns: dict[Field, Sequence[str]] = {}
    for name, choices in preset.columns.items():
        for choice in choices:
            told = (choice,) if isinstance(choice, str) else choice
            if has(header, {name: told}):
                columns[name] = [header[at] for at in places_of(header, told)]
                break
    return Layout(
        header,
        columns,
        candidate.delimiter,
        "preset",
        preset=preset.name,
        daily=preset.daily,
        matches=_sure(columns, "preset"),
    )


def surplus_columns(
    header: tuple[str, ...], columns: Mapping[Field, Sequence[str]]
) -> list[str]:
    """Columns that say nothing; a second one of a known name is one of them. A
    separator at the end of the line makes no column."""
    told = {at for names in columns.values() for at in places_of(header, names)}
    return [
        name
        for at, name in enumerate(header)
        if name and at not in told and normal(name) != REASON
    ]


def _refuse_absent(
    header: tuple[str, ...], columns: Mapping[Field, Sequence[str]]
) -> None:
    names = {normal(name) for name in header}
    absent = [c for told in columns.values() for c in told if normal(c) not in names]
    if absent:
        raise WrongColumns(unknown=(), missing=absent, found=header)
