"""Which of a file's top lines name its columns, and which column tells what."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from etl_svc.errors import EmptyFile, NotCsv, WrongColumns
from etl_svc.files import own_export
from etl_svc.files.contents import is_date
from etl_svc.files.encodings import Encoding
from etl_svc.files.layout import (
    ACROSS,
    TOP_LINES,
    FileOptions,
    Finding,
    Layout,
    has,
    missing,
    normal,
)
from etl_svc.files.mapping import (
    layout_of_columns,
    layout_of_preset,
    surplus_columns,
    tells_days,
    tells_units,
)
from etl_svc.files.presets import BY_NAME, NEEDED, PRESETS
from etl_svc.files.shapes import TableGuess, guess_table, is_data
from etl_svc.files.top import HeaderCandidate, Top
from shared.errors import ServiceError


def detect_layout(
    top: bytes,
    file_options: FileOptions,
    saved: FileOptions | None = None,
    *,
    guess: bool = False,
    fallback: Encoding | None = None,
) -> Layout:
    """The column mapping, by the first of a file's top lines that has one: as
    chosen, as saved for the file's source, as a known export has it, or, with
    ``guess``, as names and cells suggest; then it may lack some.

    Without ``guess``, ``WrongColumns`` when it cannot be known. ``fallback`` is the
    encoding of lines that are not UTF-8, when the whole file was looked through.
    """
    known = Top(top, file_options, fallback)
    if file_options.header == "none":
        return _without_header(known, file_options, saved, guess=guess)
    found: list[Layout] = []
    failures: list[tuple[int, ServiceError]] = []
    for candidate in _candidates(known, failures):
        try:
            layout = _of_candidate(candidate, file_options, saved, guess=guess)
        except WrongColumns as failure:
            failures.append((sum(map(bool, candidate.header)), failure))
            continue
        found.append(replace(layout, fallback=known.fallback))
        if layout.complete:
            return _with_line_below(known, found[-1], file_options)
    return _best(known, file_options, found, failures, guess=guess)


def _with_line_below(known: Top, layout: Layout, options: FileOptions) -> Layout:
    """Columns may be grouped: then the next line says more of what they tell."""
    if layout.known != "guess" or _row_follows(known, layout):
        return layout
    found = [layout]
    for candidate in known.joined():
        if candidate.first_line == layout.skipped:
            with suppress(WrongColumns):
                joined = _of_candidate(candidate, options, None, guess=True)
                found.append(replace(joined, fallback=known.fallback))
    return max(found, key=_mapped)


def _row_follows(known: Top, layout: Layout) -> bool:
    """Whether the next line has a day where the column of days is."""
    at = layout.places("sold_at")
    if layout.across or not at:
        return False
    lines = [first for first, _, _ in known.records]
    below = lines.index(layout.skipped) + 1
    rows = known.rows(below, layout.header, layout.delimiter)
    return bool(rows) and is_date(rows[0][at[0]])


def _candidates(
    known: Top, failures: list[tuple[int, ServiceError]]
) -> Iterator[HeaderCandidate]:
    for n in range(min(len(known.records), TOP_LINES)):
        try:
            yield known.candidate(n)
        except (EmptyFile, NotCsv) as failure:
            failures.append((0, failure))
    yield from known.joined()


def _best(
    known: Top,
    options: FileOptions,
    found: Sequence[Layout],
    failures: Sequence[tuple[int, ServiceError]],
    *,
    guess: bool,
) -> Layout:
    """Where no line names all that is needed: the one that names most."""
    best = max(found, key=_mapped) if found else None
    if not (best and best.columns) and _first_row(known) is not None:
        if guess:
            return _without_header(known, options, None, guess=True)
        raise WrongColumns(unknown=(), missing=NEEDED, hint=_NO_HEADER)
    if best is not None:
        return best
    first = failures[0][1]
    if isinstance(first, NotCsv):
        raise first
    # The line with the most names is most likely the one that was meant.
    raise max(failures, key=lambda failure: failure[0])[1]


def _mapped(layout: Layout) -> tuple[float, int]:
    """How much a line says of columns."""
    certainty = sum(match.certainty for match in layout.matches)
    return certainty, sum(map(bool, layout.header))


# -- no header -------------------------------------------------------------------------

_NO_HEADER = (
    "Its first line is no header: it is a row like the others. Add a line with the"
    " names of the columns, or say header=none and map its columns, which are then"
    " called 'column 1', 'column 2' and so on."
)


def _first_row(known: Top) -> HeaderCandidate | None:
    """The first record that has several cells, when it is a row like those below."""
    for n in range(min(len(known.records), TOP_LINES)):
        try:
            found = known.candidate(n)
        except (EmptyFile, NotCsv):
            continue
        if sum(map(bool, found.header)) > 1:
            return found if is_data(found.header, found.rows) else None
    return None


def _without_header(
    known: Top, options: FileOptions, saved: FileOptions | None, *, guess: bool
) -> Layout:
    """Columns that are called by their numbers."""
    first = next(
        (c for c in _candidates(known, []) if sum(map(bool, c.header)) > 1), None
    )
    if first is None:
        raise EmptyFile
    names = tuple(f"column {n}" for n in range(1, len(first.header) + 1))
    rows = [list(first.header), *first.rows]
    unnamed = replace(first, header=names, rows=rows)
    if options.columns or (saved and has(names, saved.columns)) or not guess:
        layout = _of_candidate(unnamed, options, saved, guess=guess)
    else:
        layout = _of_guess(unnamed, guess_table(names, rows, named=False))
    example = first.delimiter.join(first.header)[:80]
    return replace(
        layout,
        header_lines=0,
        skipped=first.first_line,
        fallback=known.fallback,
        unsure=layout.unsure if options.header else ("header", *layout.unsure),
        findings=(
            *layout.findings,
            Finding("no_header", _NO_HEADER, "header", "none", example),
        ),
    )


# -- one candidate ---------------------------------------------------------------------


def _of_candidate(
    candidate: HeaderCandidate,
    options: FileOptions,
    saved: FileOptions | None,
    *,
    guess: bool,
) -> Layout:
    if options.columns:
        found = layout_of_columns(candidate, options, "asked")
    elif options.preset:
        found = layout_of_preset(BY_NAME[options.preset], candidate)
    elif saved and _fits(candidate, saved):
        found = layout_of_columns(candidate, saved, "saved")
    else:
        found = _recognised(candidate, options, guess=guess)
    found = replace(
        found,
        skipped=candidate.first_line,
        header_lines=candidate.lines,
        encoding=options.encoding,
        quantity_is=options.quantity_is or found.quantity_is,
        fill_down=tuple(options.fill_down or (saved and saved.fill_down) or ()),
    )
    if not guess and not found.complete:
        absent = missing(found.columns, found.quantity_is)
        hint = _hint(candidate)
        raise WrongColumns(unknown=candidate.header, missing=absent, hint=hint)
    return found


def _fits(candidate: HeaderCandidate, saved: FileOptions) -> bool:
    wide = saved.shape not in {None, "long"}
    names = candidate.header + (ACROSS if wide else ())
    return bool(saved.columns) and has(names, saved.columns)


def _recognised(
    candidate: HeaderCandidate, options: FileOptions, *, guess: bool
) -> Layout:
    header = candidate.header
    names = {normal(name) for name in header}
    for preset in PRESETS:
        if set(preset.marks) <= names:
            if preset.name == own_export.PRESET:
                own_export.refuse_without_codes(header)
            found = layout_of_preset(preset, candidate)
            surplus = surplus_columns(header, found.columns)
            if (
                found.complete
                and not (preset.strict and surplus)
                and tells_units(found, candidate)
                and tells_days(found, candidate)
            ):
                return found
    several = sum(map(bool, header)) > 1
    if guess and several and not is_data(header, candidate.rows):
        guessed = guess_table(header, candidate.rows)
        if options.shape == "long" and guessed.shape != "long":
            guessed = TableGuess({}, ())
        return _of_guess(candidate, guessed)
    raise _wrong_columns(candidate)


def _of_guess(candidate: HeaderCandidate, guessed: TableGuess) -> Layout:
    return Layout(
        candidate.header,
        guessed.columns,
        candidate.delimiter,
        "guess",
        daily=bool(guessed.across),
        quantity_is=guessed.quantity_is,
        shape=guessed.shape,
        across=guessed.across,
        unsure=guessed.unsure,
        matches=guessed.matches,
        findings=guessed.findings,
    )


def _hint(candidate: HeaderCandidate) -> str:
    """What a file seems to be that cannot be read without being told how."""
    if is_data(candidate.header, candidate.rows):
        return _NO_HEADER
    guessed = guess_table(candidate.header, candidate.rows)
    return " ".join(finding.message for finding in guessed.findings)


def _wrong_columns(candidate: HeaderCandidate) -> WrongColumns:
    """Told against the one of our own layouts that the file is closer to."""
    header = candidate.header
    names = {normal(name) for name in header}
    nearest = BY_NAME["series" if {"series_id", "date"} & names else "sales"]
    found = layout_of_preset(nearest, candidate)
    return WrongColumns(
        unknown=surplus_columns(header, found.columns),
        missing=[
            column
            for name in NEEDED
            for column in nearest.columns[name]
            if isinstance(column, str) and column not in names
        ],
        hint=_hint(candidate),
    )
