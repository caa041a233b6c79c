"""Packed files: what is in them is read, and nothing in them can do harm."""

import codecs
import gzip
import io
import random
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from etl_svc.errors import JobFailed
from etl_svc.unpack import NotStored, Stopped, packing, unpack

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


def unpacked(tmp_path: Path, content: bytes, limit: int = 1 << 20) -> bytes:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(content)
    unpack(source, target, limit=limit, stopping=lambda: False)
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
def test_the_file_inside_comes_out_as_it_was(tmp_path, pack):
    assert unpacked(tmp_path, pack(CSV)) == CSV


def test_several_gzip_members_are_one_file(tmp_path):
    assert (
        unpacked(tmp_path, gzip.compress(CSV) + gzip.compress(b"MUG")) == CSV + b"MUG"
    )


def test_what_a_mac_adds_to_a_zip_is_left_out(tmp_path):
    packed = zipped({"sales.csv": CSV, "__MACOSX/._sales.csv": b"junk"})

    assert unpacked(tmp_path, packed) == CSV


def test_the_first_sheet_of_a_workbook_is_a_file_of_rows(tmp_path):
    assert unpacked(tmp_path, workbook(*ROWS)).decode().splitlines() == [
        "sku,sold_at,quantity,price",
        "TEA,2026-06-01 09:30:00,3,4.2",
        "MUG,2026-06-02,1,",
        '"a, b c",2026-06-03,2,10',
    ]


def test_a_plain_file_is_not_packed(tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(CSV)

    assert packing(plain) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(CSV)[:-12], "broken_file"),
        (b"\x1f\x8b" + b"\x00" * 50, "broken_file"),
        (zipped({"a.csv": CSV})[:-30], "broken_file"),
        (b"PK\x03\x04" + random.Random(1).randbytes(500), "broken_file"),
        (zipped({}), "broken_file"),
        (zipped({"a.csv": CSV, "b.csv": CSV}), "not_one_file"),
        (workbook(*ROWS)[:-200], "broken_file"),
        (CSV.decode().encode("utf-16")[:-1], "broken_file"),
        (zipped({"xl/workbook.xml": b"<no"}), "broken_file"),
        (gzip.compress(b"0" * (2 << 20)), "unpacks_too_large"),
        (zipped({"bomb.csv": b"0" * (2 << 20)}), "unpacks_too_large"),
        (zipped({"xl/workbook.xml": b" " * (2 << 20)}), "unpacks_too_large"),
    ],
    ids=[
        "cut gzip", "no gzip", "cut zip", "no zip", "empty zip", "two files",
        "cut workbook", "cut utf-16", "bad workbook", "gzip bomb", "zip bomb",
        "workbook bomb",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_leaves_nothing(tmp_path, content, code):
    with pytest.raises(JobFailed) as refused:
        unpacked(tmp_path, content)

    assert refused.value.code == code
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_no_fault_of_the_file(tmp_path):
    """So the job is not given up: it goes on once there is room."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(gzip.compress(CSV))
    target.symlink_to("/dev/full")

    with pytest.raises(NotStored):
        unpack(source, target, limit=1 << 20, stopping=lambda: False)
    assert not target.is_symlink()


def test_it_can_be_stopped_on_the_way(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(gzip.compress(CSV * 1000))

    with pytest.raises(Stopped):
        unpack(source, target, limit=1 << 30, stopping=lambda: True)
    assert not target.exists()
