"""Workbooks of several sheets, old ones, web pages and zip files of several files."""

import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from etl_svc.errors import JobFailed
from etl_svc.tests.reading import read
from etl_svc.tests.test_decompress import zipped

HEADER = ("sku", "sold_at", "quantity")
JANUARY = b"sku,sold_at,quantity\nTEA,2026-01-05,2\n"
FEBRUARY = b"sku,sold_at,quantity\nTEA,2026-02-05,3"


def book(*sheets, hidden=(), merged=()):
    made = Workbook()
    made.remove(made.active)
    for name, *rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
        for cells in merged:
            sheet.merge_cells(cells)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def month(name, day, quantity, header=HEADER):
    values = {"sku": "TEA", "sold_at": day, "quantity": quantity}
    return (name, header, tuple(values.get(column) for column in header))


MONTHS = (
    ("Deckblatt", ("Verkäufe 2026",), ("Mein Laden",)),
    month("Januar", date(2026, 1, 5), 2),
    month("Februar", date(2026, 2, 5), 3, ("quantity", "sku", "sold_at", "note")),
    month("Entwurf", date(2026, 3, 5), 9),
    ("Preise", ("sku", "price"), ("TEA", 4.5)),
    ("Leer",),
)


async def test_all_sheets_of_the_same_columns_are_read_and_the_others_named(tmp_path):
    found = await read(tmp_path, book(*MONTHS, hidden=["Entwurf"]), dry_run=False)

    assert found.sold == [("TEA", 2, "2026-01-05"), ("TEA", 3, "2026-02-05")]
    assert {part["name"]: part["why"] for part in found.parts if not part["read"]} == {
        "Deckblatt": "other_columns",
        "Entwurf": "hidden",
        "Preise": "other_columns",
        "Leer": "empty",
    }
    assert [part["rows"] for part in found.parts if part["read"]] == [1, 1]
    assert "Entwurf (hidden)" in found.found("parts_left_out")


async def test_a_line_of_a_later_sheet_is_found_by_where_its_part_begins(tmp_path):
    found = await read(
        tmp_path,
        book(
            month("A", date(2026, 1, 5), 2),
            ("B", HEADER, ("TEA", "x", 1)),
        ),
        dry_run=False,
    )

    assert [part["line"] for part in found.parts] == [2, 3]
    assert [problem.line for problem in found.batch.problems] == [3]


async def test_sheets_can_be_chosen_hidden_ones_too(tmp_path):
    found = await read(
        tmp_path, book(*MONTHS, hidden=["Entwurf"]), sheets=["Entwurf"], dry_run=False
    )

    assert found.sold == [("TEA", 9, "2026-03-05")]
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, book(*MONTHS), sheets=["March"])
    assert refused.value.code == "unknown_part"
    assert "Januar" in str(refused.value)


async def test_a_merged_cell_counts_for_all_of_its_rows(tmp_path):
    rows = (
        ("sku", "sold_at", "quantity"),
        (4711, date(2026, 1, 5), 2),
        (None, date(2026, 1, 6), 1),
        (None, date(2026, 1, 7), 4),
        ("MUG", date(2026, 1, 7), 1),
    )
    content = book(("S", *rows), merged=["A2:A4"])

    found = await read(tmp_path, content, dry_run=False)

    assert [sku for sku, *_ in found.sold] == ["4711", "4711", "4711", "MUG"]


async def test_a_merged_quantity_counts_once(tmp_path):
    rows = (HEADER, ("TEA", date(2026, 1, 5), 2), ("MUG", date(2026, 1, 5), None))
    content = book(("S", *rows), merged=["C2:C3"])

    found = await read(tmp_path, content, dry_run=False)

    assert found.sold == [("TEA", 2, "2026-01-05")]
    assert len(found.batch.problems) == 1


async def test_a_zip_of_several_files_is_read_one_after_another(tmp_path):
    content = zipped(
        {
            "jan.csv": JANUARY,
            "feb.csv": FEBRUARY,
            "mar.xlsx": book(month("S", date(2026, 3, 5), 4)),
            "again.csv": JANUARY,
            "prices.csv": b"sku,price\nTEA,4.50\n",
            "readme.txt": b"Hello",
            "__MACOSX/._jan.csv": b"junk",
        }
    )

    found = await read(tmp_path, content, dry_run=False)

    assert [quantity for _, quantity, _ in found.sold] == [2, 3, 4]
    assert {part["name"]: part["why"] for part in found.parts if not part["read"]} == {
        "again.csv": "same_file",
        "prices.csv": "other_columns",
        "readme.txt": "no_table",
    }


@pytest.mark.parametrize("pack", [gzip.compress, lambda c: zipped({"a.xlsx": c})])
async def test_a_workbook_may_be_packed(tmp_path, pack):
    content = pack(book(month("S", date(2026, 3, 5), 4)))

    assert (await read(tmp_path, content, dry_run=False)).sold == [
        ("TEA", 4, "2026-03-05")
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<html><body><p>Sales</p><table><tr><th>sku</th><th>sold_at</th><th>quantity</th></tr>"
        "<tr><td>Th&eacute; <b>vert</b></td><td>2026-02-13</td><td>2</td></tr></table></body></html>",
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        '<Row><Cell><Data ss:Type="String">sku</Data></Cell><Cell><Data ss:Type="String">note</Data></Cell>'
        "<Cell><Data>sold_at</Data></Cell><Cell><Data>quantity</Data></Cell></Row>"
        '<Row><Cell><Data>Thé vert</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2026-02-13T00:00:00.000</Data>'
        '</Cell><Cell><Data ss:Type="Number">2</Data></Cell></Row></Table></Worksheet></Workbook>',
    ],
    ids=["html", "xml of 2003"],
)  # fmt: skip
async def test_a_table_of_a_page_called_xls_is_read(tmp_path, content):
    found = await read(tmp_path, content)

    assert found.sold == [("Thé vert", 2, "2026-02-13")]


async def test_cells_of_a_page_that_reach_down_count_for_their_rows(tmp_path):
    found = await read(
        tmp_path,
        "<table><tr><td>sku<td>sold_at<td>quantity</tr><tr><td rowspan=2>TEA<td>2026-02-13<td>2"
        "</tr><tr><td>2026-02-14<td>1</tr></table>",
    )

    assert found.sold == [("TEA", 2, "2026-02-13"), ("TEA", 1, "2026-02-14")]


def open_document(rows):
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        ) + "</table:table-row>"
        for row in rows
    )  # fmt: skip
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0"'
        f' xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">'
        f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": kind,
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


async def test_an_open_document_is_read(tmp_path):
    content = open_document([HEADER, ("Thé", "2026-02-13", "2")])

    assert (await read(tmp_path, content, dry_run=False)).sold == [
        ("Thé", 2, "2026-02-13")
    ]


async def test_an_old_workbook_is_read_with_its_sheets_and_merged_cells(tmp_path):
    """Two visible months and a hidden one, each with a product in a merged cell."""
    content = (Path(__file__).parent / "months.xls").read_bytes()

    found = await read(tmp_path, content)

    assert found.sold == [
        ("Thé", 2, "2026-01-13"),
        ("Thé", 1, "2026-01-14"),
        ("Thé", 2, "2026-02-13"),
        ("Thé", 1, "2026-02-14"),
    ]
    assert [part["why"] for part in found.parts] == ["", "", "hidden"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b'{"sales": [\n', "JSON"),
        (b"Rar!\x1a\x07\n", "a RAR archive"),
    ],
)
async def test_what_is_no_table_is_named(tmp_path, content, what):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, content)

    assert (refused.value.code, what in str(refused.value)) == ("not_csv", True)


async def test_a_page_without_a_table_is_named(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, "<!DOCTYPE html><html><p>Please sign in</p></html>")

    assert refused.value.code == "web_page"


async def test_an_old_workbook_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert refused.value.code == "old_excel"
    assert "save it as XLSX or CSV" in str(refused.value)


async def test_a_workbook_with_a_password_is_named(tmp_path):
    locked = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, locked)

    assert refused.value.code == "encrypted"


async def test_a_text_document_is_named(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, zipped({"word/document.xml": b"<w/>"}))

    assert refused.value.code == "no_table"
