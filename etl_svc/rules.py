"""Values and decisions of imports that need no computer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Literal, NamedTuple, TypeVar

from shared.quantities import Units
from shared.types import Unit

NOON = time(12)
"""Rows that name a day only are dated at noon of the shop's day."""

JobKind = Literal["synthetic", "upload", "folder", "emitter"]
JobStatus = Literal[
    "queued", "running", "unmapped", "checked", "done", "failed", "cancelled", "undone"
]  # fmt: skip
IN_PROGRESS: tuple[JobStatus, ...] = ("queued", "running")
"""A worker has something to do, or what was sent is not recorded everywhere yet."""
TO_REVIEW: tuple[JobStatus, ...] = ("unmapped", "checked")
"""Nothing happens until somebody decides."""
COMMITTED: tuple[JobStatus, ...] = (*IN_PROGRESS, "done")
"""Where a job may be that was committed after its review."""
OVER: tuple[JobStatus, ...] = (*TO_REVIEW, "done", "failed", "cancelled", "undone")
"""Nothing changes any more by itself."""
OnError = Literal["skip", "reject"]
OnUnknown = Literal["create", "reject"]
OnNegative = Literal["reject", "return"]
OnPrecision = Literal["reject", "raise"]
"""Quantities finer than their product's are refused, or it is counted as finely."""
OnCase = Literal["apart", "same"]
"""Codes that differ by case only are of two products, or of the same one."""
OnUnit = Literal["reject", "keep"]
"""Those in a unit that cannot be made that of their product are refused, or kept."""
Gone = Literal["keep", "void"]
"""What becomes of recorded sales of which a later file does not tell any more."""
NoGoods = Literal["leave_out", "import"]
NoteKind = Literal["rejected", "changed", "guessed", "warning"]
"""What became of the rows that a notice is about: not imported, imported otherwise than
they stand there, by a guess that may be wrong, or as they stand there although something
looks odd."""
T = TypeVar("T")
Profile = Literal["grocery", "fashion", "spare_parts", "ice_cream", "stationery"]

FIRST_DAY = date(1970, 1, 1)
MAX_AHEAD = timedelta(hours=24)
"""A sale may be dated at most so far ahead."""
MAX_SYNTHETIC_ROWS = 5_000_000
MAX_PROBLEMS = 100
"""Rejected rows that a job describes; the others are counted."""
MAX_REJECTED = 100_000
"""Rejected rows that can be had back as a file."""
MAX_GONE = 50_000
"""Sales that a later file may take back because it does not tell of them: more are of
another till, or another file, sooner than corrected."""
MAX_CONTENT = 2_000
"""Characters of each."""
REASON = "reason"
"""Heading of the column in front of rejected rows; ignored when they come again."""


@dataclass(frozen=True, slots=True)
class SyntheticPlan:
    """A made-up shop: what determines every one of its rows."""

    products: int
    days: int
    seed: int
    profile: Profile
    end: date

    @property
    def first_day(self) -> date:
        return self.end - timedelta(days=self.days - 1)

    @property
    def rows(self) -> int:
        return self.products * self.days


@dataclass(frozen=True, slots=True)
class EmitterPlan:
    """``rate`` sales a minute from ``start`` on, for so many minutes."""

    rate: int
    minutes: int
    seed: int
    start: datetime

    @property
    def rows(self) -> int:
        return self.rate * self.minutes

    def due(self, now: datetime) -> int:
        """How many sales are made by now; the first at the start."""
        elapsed = (now - self.start).total_seconds()
        return 0 if elapsed < 0 else int(elapsed * self.rate / 60) + 1


@dataclass(frozen=True, slots=True)
class UploadOptions:
    on_error: OnError
    on_unknown: OnUnknown
    source: str
    default_price: Decimal
    dry_run: bool = False
    on_negative: OnNegative = "reject"
    on_precision: OnPrecision = "reject"
    on_unit: OnUnit = "reject"
    shift_dates: bool = False
    preset: str | None = None
    columns: Mapping[str, Sequence[str]] | None = None
    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    dates: str | None = None
    currency: str | None = None
    no_goods: str | None = None
    on_case: str | None = None
    header: str | None = None
    quantity_is: str | None = None
    shape: str | None = None
    fill_down: Sequence[str] | None = None
    sheets: Sequence[str] | None = None
    states: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """What was sent of a source before: anything at all, and anything by versions that
    gave its rows other keys."""

    known: bool = False
    former_keys: bool = False


class OwnSale(NamedTuple):
    """A sale as a download of sales tells of it: by its id where it was made, with the
    units that came back."""

    id: int
    created_at: datetime
    came_back: Units
    location_id: int


class SourceRow(NamedTuple):
    """One sale of the past as its source tells it. ``price`` is for one unit,
    None when the product's own holds; ``line`` is 0 when there is no file. A
    ``quantity`` of 0 was cancelled. ``returns`` are keys of rows of the same file that
    tell of units that came back, with these units."""

    row_key: str
    sku: str
    quantity: Units
    price: Decimal | None
    sold_at: datetime
    amount: Decimal | None = None
    """What all units came to, where that is not their number times the price."""
    price_unknown: bool = False
    further: bool = False
    """Another day of a row that tells the total of several."""
    line: int = 0
    content: str = ""
    name: str = ""
    category: str = ""
    former_key: str | None = None
    returns: tuple[tuple[str, Units], ...] = ()
    unit: Unit | None = None
    """What the quantity is told in; None where its source does not say."""
    amount_told: bool = False
    """A column tells what the line came to: the price was worked out from it."""
    own: OwnSale | None = None

    @property
    def is_measured(self) -> bool:
        """Whether it may be told otherwise than its product is counted."""
        return self.unit is not None or type(self.quantity) is not int

    @property
    def came_back(self) -> Units:
        return sum(units for _, units in self.returns) if self.returns else 0


class SourceReturn(NamedTuple):
    """Units that came back of a sale that the file does not hold."""

    row_key: str
    sku: str
    quantity: Units
    sold_at: datetime
    unit: Unit | None = None
    line: int = 0
    content: str = ""

    @property
    def is_measured(self) -> bool:
        return self.unit is not None or type(self.quantity) is not int


@dataclass(frozen=True, slots=True)
class RowProblem:
    line: int
    field: str
    code: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be told about a cell: ``value`` as it stands there; of a code that is
    written otherwise elsewhere, both."""

    kind: NoteKind
    code: str
    field: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Notice:
    """How many rows of a file the same is to be told of, and the first of them."""

    kind: NoteKind
    code: str
    field: str
    rows: int
    line: int
    value: str
    message: str


class Notices:
    """Those of a file, gathered step by step."""

    def __init__(self, known: Iterable[Notice] = ()) -> None:
        self._by_kind = {(n.kind, n.code, n.field): n for n in known}

    def add(self, note: Note, line: int) -> None:
        self.merge(
            Notice(note.kind, note.code, note.field, 1, line, note.value, note.message)
        )

    def merge(self, notice: Notice) -> None:
        key = (notice.kind, notice.code, notice.field)
        before = self._by_kind.get(key)
        if before is not None:
            notice = replace(before, rows=before.rows + notice.rows)
        self._by_kind[key] = notice

    def __iter__(self) -> Iterator[Notice]:
        return iter(self._by_kind.values())


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A bad row with what it says, for whoever corrects it."""

    line: int
    reason: str
    content: str


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """What a product becomes when the catalogue does not have its sku."""

    sku: str
    name: str
    price: Decimal
    stock: int
    category: str | None
    unit: Unit = "piece"
    quantity_decimals: int = 0


def in_parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """All items in order, at most ``size`` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """All items in order, ``size`` at a time, of whatever can be gone through once."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
