"""Packed files: what is in them is read, and nothing in them can do harm."""

import asyncio
import codecs
import gzip
import io
import random
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from openpyxl import Workbook

from etl_svc.errors import JobFailed
from etl_svc.files import decompressing
from etl_svc.files.decompress import looks_packed
from etl_svc.files.output import NotStored
from tests.support import eventually

CSV = b"sku,sold_at,quantity,price\nTEA,2026-06-01 09:30:00,3,4.2\n"
ROWS = [
    ("sku", "sold_at", "quantity", "price"),
    ("TEA", datetime(2026, 6, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None), 3, 4.2),
    ("MUG", date(2026, 6, 2), 1.0, None),
    ("a, b\nc", date(2026, 6, 3), 2, 10),
]


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Another").append(["not", "this", "one"])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


async def unpacked(tmp_path: Path, content: bytes, limit: int = 1 << 20) -> bytes:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(content)
    await decompressing.unpack(source, target, limit=limit)
    return target.read_bytes()


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        lambda csv: zipped({"sales.csv": csv}),
        lambda csv: codecs.BOM_UTF16_LE + csv.decode().encode("utf-16-le"),
        lambda csv: codecs.BOM_UTF16_BE + csv.decode().encode("utf-16-be"),
    ],
)
async def test_the_file_inside_comes_out_as_it_was(tmp_path, pack):
    assert await unpacked(tmp_path, pack(CSV)) == CSV


async def test_several_gzip_members_are_one_file(tmp_path):
    assert (
        await unpacked(tmp_path, gzip.compress(CSV) + gzip.compress(b"MUG"))
        == CSV + b"MUG"
    )


async def test_what_a_mac_adds_to_a_zip_is_left_out(tmp_path):
    packed = zipped({"sales.csv": CSV, "__MACOSX/._sales.csv": b"junk"})

    assert await unpacked(tmp_path, packed) == CSV


async def test_the_first_sheet_of_a_workbook_is_a_file_of_rows(tmp_path):
    assert (await unpacked(tmp_path, workbook(*ROWS))).decode().splitlines() == [
        "sku,sold_at,quantity,price",
        "TEA,2026-06-01 09:30:00,3,4.2",
        "MUG,2026-06-02,1,",
        '"a, b c",2026-06-03,2,10',
    ]


def test_a_plain_file_is_not_packed(tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(CSV)

    assert not looks_packed(plain)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(CSV)[:-12], "broken_file"),
        (b"\x1f\x8b" + b"\x00" * 50, "broken_file"),
        (zipped({"a.csv": CSV})[:-30], "broken_file"),
        (b"PK\x03\x04" + random.Random(1).randbytes(500), "broken_file"),
        (zipped({}), "broken_file"),
        (zipped({"a.txt": b"Hello", "b.pdf": b"%PDF-1.7"}), "not_one_file"),
        (workbook(*ROWS)[:-200], "broken_file"),
        (CSV.decode().encode("utf-16")[:-1], "broken_file"),
        (zipped({"xl/workbook.xml": b"<no"}), "broken_file"),
        (gzip.compress(b"0" * (2 << 20)), "unpacks_too_large"),
        (zipped({"bomb.csv": b"0" * (2 << 20)}), "unpacks_too_large"),
        (zipped({"xl/workbook.xml": b" " * (2 << 20)}), "unpacks_too_large"),
    ],
    ids=[
        "cut gzip", "no gzip", "cut zip", "no zip", "empty zip", "no tables",
        "cut workbook", "cut utf-16", "bad workbook", "gzip bomb", "zip bomb",
        "workbook bomb",
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_named_and_leaves_nothing(tmp_path, content, code):
    with pytest.raises(JobFailed) as refused:
        await unpacked(tmp_path, content)

    assert refused.value.code == code
    assert str(tmp_path) not in str(refused.value)
    assert not (tmp_path / "out").exists()


async def test_a_full_disk_is_no_fault_of_the_file(tmp_path):
    """So the job is not given up: it goes on once there is room."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(gzip.compress(CSV))
    target.symlink_to("/dev/full")

    with pytest.raises(NotStored):
        await decompressing.unpack(source, target, limit=1 << 20)
    assert not target.is_symlink()


def sheet(rows: str, **parts: bytes) -> bytes:
    """A workbook of one sheet, whose rows are written as they are told."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    packages = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'''<Types xmlns="{packages}/content-types">
            <Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>
            <Override PartName="/xl/sheet.xml" ContentType="{kind}.worksheet+xml"/>
            </Types>''',
        "xl/workbook.xml": f'''<workbook {main} xmlns:r="{office}"><sheets>
            <sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>''',
        "xl/_rels/workbook.xml.rels": f'''<Relationships xmlns="{packages}/relationships">
            <Relationship Id="r1" Type="{office}/worksheet" Target="sheet.xml"/>
            </Relationships>''',
        "xl/sheet.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
    }
    texts = {name: content.encode() for name, content in files.items()}
    return zipped(texts | {f"xl/{name}.xml": part for name, part in parts.items()})


HEADER = "".join(
    f'<c r="{column}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for column, name in zip("ABC", ("sku", "sold_at", "quantity"), strict=True)
)
CELL = "<c><v>1</v></c>"
ENDLESS = sheet(f'<row r="1">{HEADER}</row><row r="2000000000">{CELL}</row>')
"""Two thousand million rows, nearly all of them empty, in a kilobyte."""
NOISE = random.Random(1).randbytes(1 << 20)
"""So much that two hundred times the size is no limit."""
HEAVY = zipped(
    {
        "xl/workbook.xml": b"",
        "[Content_Types].xml": b"<a>" + b"<a/>" * 10_000_000 + b"</a>",
    }
)
"""Ten million elements of a part that is read as a whole."""


async def test_formats_down_to_the_end_of_a_sheet_are_no_rows(tmp_path):
    """LibreOffice writes them."""
    content = sheet(
        f'<row r="1">{HEADER}</row><row r="3">{CELL}</row><row r="1048576"/>'
    )

    assert await unpacked(tmp_path, content) == b"sku,sold_at,quantity\n\n1,,\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "too_many_rows"),
        (sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too_many_columns"),
        (sheet("", sharedStrings=b" " * (64 << 20 | 1), noise=NOISE), "unpacks_too_large"),
        (gzip.compress(b"0" * (65 << 20)), "unpacks_too_large"),
        (zipped({"sales.csv": b"0" * (65 << 20)}), "unpacks_too_large"),
        (HEAVY, "unpacks_too_large"),
    ],
    ids=["last row", "last column", "texts", "gzip", "zip", "memory"],
)  # fmt: skip
async def test_a_small_file_does_not_become_a_large_one(tmp_path, content, code):
    with pytest.raises(JobFailed) as refused:
        await unpacked(tmp_path, content, limit=1 << 30)

    assert refused.value.code == code
    assert str(tmp_path) not in str(refused.value)
    assert not (tmp_path / "out").exists()


async def test_a_file_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(decompressing, "CPU_S", 1)

    with pytest.raises(JobFailed) as refused:
        await unpacked(tmp_path, ENDLESS)

    assert refused.value.code == "unpacks_too_slowly"
    assert not (tmp_path / "out").exists()


async def unpackers(process: psutil.Process) -> list[psutil.Process]:
    """Processes below this one that unpack."""
    found = []
    for child in process.children():
        with suppress(psutil.NoSuchProcess):
            if "etl_svc.files.decompress" in child.cmdline():
                found.append(child)
    return found


async def test_one_that_is_cancelled_ends_and_leaves_nothing(tmp_path):
    this = psutil.Process()
    task = asyncio.create_task(unpacked(tmp_path, ENDLESS))
    (child,) = await eventually(lambda: unpackers(this))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert not child.is_running()
    assert not (tmp_path / "out").exists()


async def test_it_ends_with_the_service_however_that_ended(tmp_path):
    (tmp_path / "in").write_bytes(ENDLESS)
    program = (
        "import asyncio, pathlib, sys; from etl_svc.files.decompressing import unpack;"
        "here = pathlib.Path(sys.argv[1]);"
        "asyncio.run(unpack(here / 'in', here / 'out', limit=1 << 20))"
    )
    service = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(tmp_path)
    )
    try:
        (child,) = await eventually(lambda: unpackers(psutil.Process(service.pid)))
    finally:
        service.kill()
        await service.wait()

    gone, _ = await asyncio.to_thread(psutil.wait_procs, [child], 10)
    assert gone == [child]


def test_it_loads_nothing_of_the_service():
    """A small file would take as long as a start of the service otherwise."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, etl_svc.files.decompress; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip

    assert not {"fastapi", "sqlalchemy", "pydantic", "openpyxl", "numpy"} & set(loaded)
