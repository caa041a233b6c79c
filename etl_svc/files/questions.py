"""What a file leaves open: asked in a dry run, and refused without one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.files.encodings import EncodingGuess
from etl_svc.files.layout import Finding, Layout
from etl_svc.files.presets import Field
from etl_svc.files.vocabulary import says_total

REPEATED = 0.2
"""From so large a share of empty cells on, a column leaves out what repeats."""
LEAST_ROWS = 3


def asking(
    layout: Layout, encoding: EncodingGuess, rows: Sequence[Sequence[str]]
) -> Layout:
    """The layout with what its encoding and its empty cells leave open."""
    unsure, findings = list(layout.unsure), list(layout.findings)
    if layout.encoding is None and encoding.readings:
        unsure.append("encoding")
        findings.append(_encoding_finding(encoding))
    elif layout.encoding is None and layout.written not in {"utf-8", "cp1252"}:
        findings.append(
            Finding(
                "encoding_guessed",
                f"Its letters are read as {layout.written}.",
                "encoding",
                layout.written,
            )
        )
    repeated = repeated_fields(layout, rows)
    if repeated:
        unsure.append("fill_down")
        findings.append(_repeat_finding(layout, repeated))
    readings = encoding.readings if layout.encoding is None else ()
    return replace(
        layout,
        unsure=tuple(dict.fromkeys(unsure)),
        findings=tuple(findings),
        readings=readings,
    )


def _encoding_finding(encoding: EncodingGuess) -> Finding:
    said = "; ".join(
        f"encoding={one.encoding}: {one.sample}" for one in encoding.readings
    )
    if encoding.spoilt:
        return Finding(
            "encoding",
            "Some of its letters were spoilt before it came here"
            f" ({encoding.spoilt}): export it anew, or say how they are read ({said}).",
            "encoding",
            encoding.readings[0].encoding,
            encoding.spoilt,
        )
    return Finding(
        "encoding",
        f"Its letters can be read in several ways: say which is right ({said}).",
        "encoding",
        encoding.encoding,
        encoding.readings[0].sample,
    )


def repeated_fields(layout: Layout, rows: Sequence[Sequence[str]]) -> list[Field]:
    """Fields that stand in the first of several rows only, where nothing else says
    that the rows belong together."""
    rows = [row for row in rows if not any(map(says_total, row))]
    if len(rows) < LEAST_ROWS or layout.across or layout.fill_down:
        return []
    product: Field = "sku" if layout.places("sku") else "name"
    found = []
    for of in ("sold_at", product):
        places = layout.places(of)
        # Further rows of an order have its day from the first one.
        if not places or (of == "sold_at" and layout.places("id")):
            continue
        if of == "sku" and layout.places("name"):
            continue
        empty = [not any(row[at].strip() for at in places) for row in rows]
        others = [at for at in range(len(layout.header)) if at not in places]
        goes_on = [
            sum(bool(row[at].strip()) for at in others) >= min(2, len(others))
            for row, none in zip(rows, empty, strict=True)
            if none
        ]
        if not empty[0] and sum(goes_on) >= REPEATED * len(rows):
            found.append(of)
    return found


def _repeat_finding(layout: Layout, repeated: Sequence[Field]) -> Finding:
    columns = ", ".join(
        layout.all_columns[at] for of in repeated for at in layout.places(of)
    )
    told = "&".join(f"fill_down={of}" for of in repeated)
    return Finding(
        "cells_repeat",
        f"Many cells of {columns} are empty: if each repeats the one above it, say"
        f" {told}; as they are, their rows are refused.",
        "fill_down",
        ",".join(repeated),
        columns,
    )


def with_parts(layout: Layout, parts: Sequence[Mapping[str, Any]]) -> Layout:
    """With what became of the sheets or files that are read as one."""
    read = [part["name"] for part in parts if part["read"]]
    left = [part for part in parts if not part["read"]]
    findings = list(layout.findings)
    if len(read) > 1:
        findings.append(
            Finding(
                "parts_joined",
                f"Read one after another: {_names(read)}.",
                "sheets",
                example=_names(read),
            )
        )
    if left:
        named = _names([f"{part['name']} ({part['why']})" for part in left])
        findings.append(
            Finding(
                "parts_left_out",
                f"Left out: {named}. Say sheets=NAME to read another.",
                "sheets",
                left[0]["name"],
                named,
            )
        )
    return replace(layout, findings=tuple(findings))


def asking_for_sheets(layout: Layout, gone: Sequence[str]) -> Layout:
    """With what was chosen of the source's files before, and is not in this one."""
    finding = Finding(
        "sheets_gone",
        f"What was read of earlier files of this source is not in this one:"
        f" {_names(gone)}. Please check what is read of it.",
        "sheets",
        example=_names(gone),
    )
    return replace(
        layout,
        unsure=(*layout.unsure, "sheets"),
        findings=(finding, *layout.findings),
    )


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(name[:60] for name in names[:10])
    return f"{shown} and {len(names) - 10} more" if len(names) > 10 else shown


def refuse_open_questions(layout: Layout) -> None:
    """``JobFailed`` where what is open would change what is imported."""
    for code in ("encoding", "cells_repeat"):
        for finding in layout.findings:
            if finding.code == code:
                name = "ambiguous_encoding" if code == "encoding" else code
                raise JobFailed(name, finding.message)
