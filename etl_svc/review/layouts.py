"""Bodies about how a file is built: as it is to be read, and as it was detected."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from etl_svc.files import presets
from etl_svc.files.cells import DecimalMark
from etl_svc.files.dates import DateOrder
from etl_svc.files.encodings import Encoding
from etl_svc.files.formats import Property
from etl_svc.files.layout import (
    Delimiter,
    Header,
    MappingOrigin,
    QuantityIs,
    Shape,
)
from etl_svc.files.matching import MatchReason
from etl_svc.files.presets import FIELDS
from etl_svc.files.states import State
from etl_svc.rules import NoGoods, OnCase, OnNegative, OnPrecision, OnUnit
from shared.http.bodies import Body
from shared.types import text_of

MAX_PARTS = 100
"""Sheets or files that are chosen of one upload."""
PresetName = Literal[
    "previstock", "series", "sales", "shopify", "woocommerce", "square", "odoo_pos", "clover",
    "lightspeed", "toast", "loyverse", "forecasting", "online_retail", "store_item",
]  # fmt: skip
CURRENCY = r"^([A-Z]{3}|[$¥]|KR)$"
ColumnNames = Annotated[
    list[Annotated[str, text_of(200)]],
    Field(min_length=1, max_length=5),
]


class FileOptionsIn(Body):
    """How the rows of a file are to be read. What is not given is detected."""

    preset: Annotated[
        PresetName | None,
        Field(description="The export it is; else detected by its header"),
    ] = None
    delimiter: Annotated[
        Delimiter | None, Field(description="The delimiter of its columns")
    ] = None
    decimal: Annotated[
        DecimalMark | None,
        Field(
            description="How `1,234` is read where its column does not decide it: as"
            " 1.234 with `,`, as 1234 with `.`"
        ),
    ] = None
    encoding: Annotated[
        Encoding | None, Field(description="UTF-8 or else Windows-1252, when not said")
    ] = None
    dates: Annotated[
        DateOrder | None, Field(description="The order of day, month and year")
    ] = None
    currency: Annotated[
        str | None,
        Field(
            pattern=CURRENCY,
            description="The currency that counts where a column has several: sales in"
            " another are imported without a price",
        ),
    ] = None
    no_goods: Annotated[
        NoGoods | None,
        Field(
            description="Lines that are no goods, such as gift cards, postage and"
            " tips: left out when not said"
        ),
    ] = None
    on_case: Annotated[
        OnCase | None,
        Field(
            description="Codes that differ by case only, within the file or from the"
            " catalogue: `apart`, which is told, or of the `same` product"
        ),
    ] = None
    header: Annotated[
        Header | None,
        Field(
            description="`none` when no line names the columns: they are then called"
            " `column 1`, `column 2` …"
        ),
    ] = None
    quantity_is: Annotated[
        QuantityIs | None,
        Field(
            description="`rows` when each row is one unit and no column tells how many"
        ),
    ] = None
    shape: Annotated[
        Shape | None,
        Field(
            description="`wide_products` or `wide_dates` when products, or days or"
            " weeks, stand side by side: each of their cells is read as a row"
        ),
    ] = None
    fill_down: Annotated[
        list[presets.Field],
        Field(
            max_length=len(FIELDS),
            default_factory=list,
            description="Fields of which an empty cell repeats the one above it",
        ),
    ]
    sheets: Annotated[
        list[Annotated[str, text_of(200)]],
        Field(
            default_factory=list,
            max_length=MAX_PARTS,
            description="Sheets of a workbook, or files of a zip file, that are read;"
            " when none is named, all visible ones with the same columns",
        ),
    ]
    on_negative: Annotated[
        OnNegative,
        Field(
            description="Quantities below zero: `reject` them, or take them as"
            " `return`s off the sale of the file that came back"
        ),
    ] = "reject"
    on_precision: Annotated[
        OnPrecision,
        Field(
            description="Quantities that are finer than their product is counted:"
            " `reject` them, or `raise` the decimals of the product"
        ),
    ] = "reject"
    on_unit: Annotated[
        OnUnit,
        Field(
            description="Quantities in a unit that cannot be made that of their"
            " product: `reject` them, or `keep` the numbers as they stand there"
        ),
    ] = "reject"
    shift_dates: Annotated[
        bool,
        Field(
            description="Move all days so that the last one is yesterday: to try old"
            " data, never for a shop's own"
        ),
    ] = False


class LayoutIn(FileOptionsIn):
    """Another reading of a file that was checked."""

    states: Annotated[
        dict[Annotated[str, text_of(100)], State] | None,
        Field(
            max_length=50,
            description="What words of a status or a type say that nobody knows: sold,"
            " returned or nothing",
        ),
    ] = None
    columns: Annotated[
        dict[presets.Field, ColumnNames],
        Field(default_factory=dict, max_length=len(FIELDS)),
    ]
    """The column mapping: for each field its columns by name; several are joined."""


class CandidateOut(BaseModel):
    columns: list[str]
    certainty: float
    reason: MatchReason


class MatchOut(CandidateOut):
    """From which columns a field is read, how sure that is (0 to 1) and why; the next
    best ones beside it."""

    field: presets.Field
    alternatives: list[CandidateOut]


class ReadingOut(BaseModel):
    """What some of the file says in an encoding."""

    encoding: Encoding
    sample: str


class FindingOut(BaseModel):
    """What was found, guessed or left out; `option` and `value` settle it."""

    code: str
    message: str
    option: str
    value: str
    example: str


class PartOut(BaseModel):
    """A sheet of a workbook, a file of a zip file or a table of a page. `why` it was
    left out: `hidden`, `empty`, `other_columns`, `not_chosen`, `no_table`; `line` is
    the first of its lines among those of the job."""

    name: str
    read: bool
    why: str
    rows: int
    line: int


class QuestionOut(BaseModel):
    """A cell that can be read in several ways: ``readings`` has, for each value that
    the option ``about`` may take, what the cell would say."""

    about: Property
    field: presets.Field
    value: str
    readings: dict[str, str]


class LayoutOut(BaseModel):
    """How a file is built, as mapped or detected."""

    # What older jobs do not know of their files is there all the same.
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    header: list[str]
    columns: dict[presets.Field, list[str]]
    known: MappingOrigin
    """Where the column mapping is from."""
    preset: str | None
    skipped: int = 0
    """Lines above the ones that name the columns."""
    header_lines: int = 1
    """Lines that name the columns: none, or several."""
    quantity_is: QuantityIs = "cells"
    shape: Shape = "long"
    across: list[int] = []
    """Positions of the columns of a wide table that stand side by side. An unpivoted
    row has the columns `column title` and `cell` besides."""
    fill_down: list[presets.Field] = []
    matches: list[MatchOut] = []
    readings: list[ReadingOut] = []
    """What the file would say in each encoding, when that is in doubt."""
    findings: list[FindingOut] = []
    parts: list[PartOut] = []
    daily: bool
    """Whether a row stands for a product's day rather than for a sale."""
    delimiter: Delimiter
    decimal: DecimalMark
    encoding: Encoding | None
    written: str
    """The encoding of the sampled lines."""
    dates: DateOrder
    unsure: list[str]
    """Which of these nothing decides; ``questions`` say how they could be read."""
    marks: dict[presets.Field, DecimalMark] = {}
    """The decimal mark of each column of which it is known."""
    guessed: list[presets.Field] = []
    """Columns whose mark is told by others than their own cells."""
    currency: str | None = None
    no_goods: NoGoods = "leave_out"
    on_case: OnCase = "apart"
    evidence: dict[Property, list[str]] = {}
    """By what signs a property is known that the cells themselves leave open."""
    questions: list[QuestionOut] = []
    rows: list[list[str]]
    """The first rows, cell by cell."""
