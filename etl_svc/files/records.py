"""The records of a file, one after another, of whatever length."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from etl_svc.files.cells import BadRow
from etl_svc.files.layout import MAX_LINE, Layout, decoded, fitted, split
from etl_svc.rules import MAX_CONTENT


class Record(NamedTuple):
    """``lines`` are those it stands in, ``size`` its bytes; no ``content`` when it
    is too long."""

    content: bytes | None
    lines: int
    size: int


def next_record(file: BinaryIO, layout: Layout) -> Record:
    """The next line; with those that belong to it, when a cell in quotes holds
    line ends. A stray quote swallows nothing: unless the lines make a row of
    the right width together, the first stands alone."""
    line = file.readline(MAX_LINE + 1)
    if len(line) > MAX_LINE and not line.endswith(b"\n"):
        return _too_long(file, len(line))
    if line.count(b'"') % 2 == 0:
        return Record(line, 1, len(line))
    after = file.tell()
    joined, lines = line, 1
    for more in _more_lines(file, MAX_LINE - len(line)):
        joined += more
        lines += 1
        if more.count(b'"') % 2:
            break
    if lines > 1 and _is_row(joined, layout):
        return Record(joined, lines, len(joined))
    file.seek(after)
    return Record(line, 1, len(line))


def _more_lines(file: BinaryIO, room: int) -> Iterator[bytes]:
    while room > 0 and (line := file.readline(room)):
        room -= len(line)
        yield line


def _is_row(joined: bytes, layout: Layout) -> bool:
    text = decoded(joined, layout.encoding, layout.fallback) or ""
    try:
        cells = split(text.rstrip("\r\n"), layout.delimiter)
    except BadRow:
        return False
    return fitted(cells, layout.header) is not None


def _too_long(file: BinaryIO, size: int) -> Record:
    while piece := file.readline(MAX_LINE):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return Record(None, 1, size)


def text_of(line: bytes, layout: Layout) -> str:
    """``BadRow`` when it is none."""
    if b"\x00" in line:
        raise BadRow("", "nul", "the line holds NUL bytes")
    text = decoded(line, layout.encoding, layout.fallback)
    if text is None:
        raise BadRow("", "not_text", "the line is no text")
    return text.rstrip("\r\n")


def cell_of(row: Sequence[str], places: Sequence[int]) -> str:
    """What the columns of a field say together."""
    if len(places) == 1:
        return row[places[0]]
    return " ".join(told for at in places if (told := row[at].strip()))


def content_of(line: bytes, layout: Layout | None = None) -> str:
    """A record as it can be kept and given back: text without what cannot be stored."""
    text = decoded(line, layout.encoding, layout.fallback) if layout else decoded(line)
    text = text or line.decode(errors="replace")
    return text.rstrip("\r\n").replace("\x00", "\ufffd")[:MAX_CONTENT]
