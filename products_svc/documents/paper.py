"""An order as a PDF that a supplier reads, in French or English."""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos

from products_svc.documents.rules import (
    TEXTS,
    DocumentLine,
    Language,
    OrderDocument,
    day,
    number,
)

FONTS = Path(__file__).with_name("fonts")
WIDTHS = (26, 26, 62, 26, 25, 25)
"""Of the table's columns, as shares of the page."""
COLUMNS = ("sku", "our_sku", "name", "quantity", "unit_cost", "amount")


class _Page(FPDF):
    def __init__(self, document: OrderDocument, language: Language) -> None:
        super().__init__(format="A4")
        self._number, self._says = document.number, TEXTS[language]
        # The font is embedded: French, Greek, Cyrillic look the same everywhere.
        self.add_font("DejaVu", fname=FONTS / "DejaVuSans.ttf")
        self.add_font("DejaVu", style="B", fname=FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(f"{self._says['title']} {document.number}")
        self.set_author(document.buyer.name)
        self.set_lang(language)
        self.set_auto_page_break(auto=True, margin=20)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("DejaVu", size=8)
        page = f"{self._says['page']} {self.page_no()}/{{nb}}"
        self.cell(0, 6, f"{self._number}  ·  {page}", align="R")

    def say(self, text: str, *, size: float = 9, bold: bool = False) -> None:
        self.set_font("DejaVu", style="B" if bold else "", size=size)
        self.multi_cell(0, size * 0.55, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def order_pdf(document: OrderDocument, language: Language) -> bytes:
    """Takes some tenths of a second of a processor: not for the event loop."""
    page = _Page(document, language)
    says = TEXTS[language]
    page.say(document.buyer.name, size=13, bold=True)
    page.say(document.buyer.address)
    page.ln(6)
    page.say(f"{says['title']} {document.number}", size=16, bold=True)
    if document.status in ("draft", "cancelled"):
        page.say(says[document.status], size=11, bold=True)
    page.ln(2)
    for label, value in _facts(document, language):
        if value:
            page.say(
                f"{says[label]} : {value}"
                if language == "fr"
                else f"{says[label]}: {value}"
            )
    page.ln(4)
    _addresses(page, document, language)
    page.ln(4)
    _table(page, document, language)
    total = number(document.total, language, least=2)
    page.ln(3)
    page.set_font("DejaVu", style="B", size=11)
    page.cell(0, 7, f"{says['total']}   {total} {document.currency}", align="R")
    page.ln(12)
    if document.note:
        page.say(document.note)
    return bytes(page.output())


def _facts(document: OrderDocument, language: Language) -> list[tuple[str, str | None]]:
    return [
        ("date", day(document.issued_on, language)),
        ("reference", document.reference),
        ("account", document.account_number),
        ("expected", day(document.expected_on, language)),
    ]


def _addresses(page: FPDF, document: OrderDocument, language: Language) -> None:
    """Side by side: who sells, and where the goods go."""
    says = TEXTS[language]
    seller = document.seller
    page.set_font("DejaVu", size=9)
    with page.table(
        borders_layout=TableBordersLayout.NONE,
        text_align="LEFT",
        first_row_as_headings=False,
        line_height=5,
    ) as table:
        row = table.row()
        row.cell(f"{says['supplier']}\n{seller.name}\n{seller.address}")
        row.cell(
            f"{says['deliver_to']}\n{document.location_name}\n"
            f"{document.location_address}"
        )


def _table(page: FPDF, document: OrderDocument, language: Language) -> None:
    page.set_font("DejaVu", size=8)
    with page.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=WIDTHS,
        text_align=("LEFT", "LEFT", "LEFT", "RIGHT", "RIGHT", "RIGHT"),
        line_height=5,
    ) as table:
        headings = table.row()
        for column in COLUMNS:
            headings.cell(TEXTS[language][column])
        for line in document.lines:
            row = table.row()
            for cell in _cells(line, language):
                row.cell(cell)


def _cells(line: DocumentLine, language: Language) -> tuple[str, ...]:
    unit = TEXTS[language].get(line.unit, line.unit)
    quantity = f"{number(line.quantity, language)} {unit}"
    if line.cases is not None and line.units_per_case is not None:
        each = number(line.units_per_case, language)
        cases = f"{number(line.cases, language)} {TEXTS[language]['cases']} {each}"
        quantity = f"{quantity}\n({cases})"
    return (
        line.supplier_sku or "",
        line.sku,
        line.name,
        quantity,
        number(line.unit_cost, language, least=2),
        number(line.amount, language, least=2),
    )
