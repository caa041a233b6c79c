"""Cells of a workbook as it shows them."""

import io
from datetime import datetime, time

import pytest
from openpyxl import Workbook

from etl_svc.files.decompressing import unpack
from etl_svc.files.workbook_cells import coded, text_of

_at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (13.049999999999999, "General", "13.05"),
        (0.30000000000000004, "0.00", "0.3"),
        (2.9999999999999996, "General", "3"),
        (3005430012345.0, "General", "3005430012345"),
        (1e-7, "General", "0.0000001"),
        (12, "0000", "0012"),
        (12345, "0000", "12345"),
        (12, '"REF-"0000', "REF-0012"),
        (123456, "000\\-000", "123-456"),
        (12, "0.00", "12"),
        (12, "#,##0", "12"),
        (12, "0", "12"),
        (-12, "0000", "-12"),
        (True, "General", "True"),
        (None, "General", ""),
        (_at("2026-02-01"), "yyyy-mm-dd", "2026-02-01"),
        (_at("2026-02-01T10:29:59.999995"), "General", "2026-02-01 10:30:00"),
        (time(10, 15), "hh:mm", "10:15:00"),
    ],
)
def test_a_cell_is_what_people_see_of_it(value, number_format, text):
    number = isinstance(value, int | float) and not isinstance(value, bool)
    assert text_of(coded(value, number_format) if number else value) == text


async def test_codes_of_a_workbook_keep_the_zeros_of_their_format(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    for row in (
        ["sku", "sold_at", "quantity", "price"],
        [12, 46054, 3, 13.049999999999999],
    ):
        sheet.append(row)
    sheet["A2"].number_format = "00000"
    packed = io.BytesIO()
    workbook.save(packed)
    source, target = tmp_path / "book", tmp_path / "plain"
    source.write_bytes(packed.getvalue())

    await unpack(source, target, limit=1 << 20)

    assert target.read_text().splitlines()[1] == "00012,46054,3,13.05"
