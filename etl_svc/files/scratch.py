"""What reading a file has to remember of it, kept on disk: memory would grow with
the file. Written for one worker, never committed, gone with it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import repeat
from pathlib import Path

from etl_svc.files.measures import size
from etl_svc.files.row_reader import Cells
from shared.quantities import Units, exact
from shared.types import Unit

_INSERT_SOLD = "INSERT INTO sold (line, sku, at, units, left) VALUES (?, ?, ?, ?, ?)"
_INSERT_RETURN = (
    "INSERT INTO back (line, sku, at, units, left, name, n) VALUES (?1, ?2, ?3, ?4, ?5,"
    " ?6, (SELECT count(*) FROM back WHERE name = ?6))"
)


def _scratch(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    # Threads take turns: one step at a time uses it.
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for statement in (
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -16000",
        "PRAGMA temp_store = FILE",
    ):
        db.execute(statement)
    return db


class Occurrences:
    """How often a sale of the same content came before in a file.

    Two customers may buy the same in the same minute: the second such line is
    another sale, yet the same file again brings both again. Counted on disk,
    because memory would grow with the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = _scratch(path)
        self._db.execute(
            "CREATE TABLE seen (id INTEGER PRIMARY KEY, times INTEGER, step INTEGER)"
        )
        self._db.execute("BEGIN")
        self._cursor = self._db.cursor()
        self._steps = 0

    def count(self, rows: Sequence[tuple[datetime, str]]) -> Sequence[int]:
        """For each of these rows, when and what was sold, how many like it came before
        it. Together, because one by one costs three times as much."""
        self._steps += 1
        ids = [_mark(sold_at, name) for sold_at, name in rows]
        before = self._db.total_changes
        self._cursor.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, 0, ?)",
            zip(ids, repeat(self._steps), strict=False),
        )
        if self._db.total_changes - before == len(ids):
            return [0] * len(ids)
        return [
            self._count_one(id_, new)
            for id_, new in zip(ids, _firsts(ids), strict=True)
        ]

    def _count_one(self, id_: int, first_of_step: bool) -> int:
        if first_of_step:
            found = self._cursor.execute(
                "SELECT 1 FROM seen WHERE id = ? AND step = ?", (id_, self._steps)
            )
            if found.fetchone():
                return 0
        (times,) = self._cursor.execute(
            "UPDATE seen SET times = times + 1 WHERE id = ? RETURNING times", (id_,)
        ).fetchone()
        return int(times)

    def close(self) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)


class ToldKeys:
    """The keys of all rows that a file tells of, to find those that it does not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = _scratch(path)
        self._db.execute("CREATE TABLE told (id INTEGER PRIMARY KEY)")
        self._db.execute("BEGIN")

    def add(self, keys: Iterable[str]) -> None:
        marks = ((hash(key),) for key in keys)
        self._db.executemany("INSERT OR IGNORE INTO told VALUES (?)", marks)

    def lacks(self, keys: Sequence[str]) -> list[bool]:
        """For each of these keys, whether no row of the file has it."""
        query = "SELECT NOT EXISTS (SELECT 1 FROM told WHERE id = ?)"
        return [
            bool(self._db.execute(query, (hash(key),)).fetchone()[0]) for key in keys
        ]

    def close(self) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)


def _mark(sold_at: datetime, name: str) -> int:
    # The day in front keeps neighbours of a sorted file on the same pages. Python's own
    # hash is another one in each process, and so are these counts.
    return (sold_at.toordinal() & 0xFFFF) << 47 | hash(name) & (1 << 47) - 1


def _firsts(ids: Sequence[int]) -> Iterator[bool]:
    """Whether each is the first of its kind here."""
    here = set()
    for id_ in ids:
        yield id_ not in here
        here.add(id_)


class Returns:
    """Which sales of a file came back, found before any of them leaves.

    What comes back is taken off an earlier sale of the same product: the latest
    one of just as many units, or else the latest ones. ``add`` every line, then
    ``match`` until it says so, then ask. Counted in thousandths, and what is told in
    kilos in those of its grams.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = _scratch(path)
        self._db.executescript(
            "CREATE TABLE sold (line INTEGER PRIMARY KEY, sku TEXT, at INTEGER,"
            " units INTEGER, left INTEGER);"
            "CREATE TABLE back (line INTEGER PRIMARY KEY, sku TEXT, at INTEGER,"
            " units INTEGER, left INTEGER, open INTEGER DEFAULT 1, name TEXT, n INTEGER);"
            "CREATE INDEX named ON back (name);"
            "CREATE TABLE taken (sold INTEGER, back INTEGER, units INTEGER, part INTEGER,"
            " PRIMARY KEY (sold, back)) WITHOUT ROWID"
        )
        self._db.execute("BEGIN")
        self._indexed = False

    def add(self, line: int, cells: Cells) -> None:
        units = int(size(cells.quantity) * _thousandths(cells.unit))
        if not units:
            return
        at = int(cells.sold_at.timestamp())
        row = (line, cells.sku, at, units, units)
        if cells.quantity > 0:
            self._db.execute(_INSERT_SOLD, row)
        else:
            self._db.execute(_INSERT_RETURN, (*row, cells.content))

    def match(self, at_most: int) -> bool:
        """Find the sales of the next returns; whether all of them are matched."""
        if not self._indexed:
            self._indexed = True
            self._db.execute("CREATE INDEX alike ON sold (sku, left, at)")
            self._db.execute("CREATE INDEX latest ON sold (sku, at) WHERE left > 0")
            self._db.execute("CREATE INDEX due ON back (at, line) WHERE open")
        due = self._db.execute(
            "SELECT line, sku, at, left FROM back WHERE open ORDER BY at, line LIMIT ?",
            (at_most,),
        ).fetchall()
        for line, sku, at, units in due:
            left = self._take_back(line, sku, at, units)
            self._db.execute(
                "UPDATE back SET open = 0, left = ? WHERE line = ?", (left, line)
            )
        return len(due) < at_most

    def _take_back(self, back: int, sku: str, at: int, units: int) -> int:
        """Units for which no sale is found."""
        part = 0
        alike = self._db.execute(
            "SELECT line FROM sold WHERE sku = ? AND left = ? AND at <= ?"
            " ORDER BY at DESC, line DESC LIMIT 1",
            (sku, units, at),
        ).fetchone()
        if alike is not None:
            self._take(alike[0], back, units, part)
            return 0
        while units:
            latest = self._db.execute(
                "SELECT line, left FROM sold WHERE sku = ? AND at <= ? AND left > 0"
                " ORDER BY at DESC, line DESC LIMIT 1",
                (sku, at),
            ).fetchone()
            if latest is None:
                break
            taken = min(units, latest[1])
            units -= taken
            self._take(latest[0], back, taken, part)
            part += 1
        return units

    def _take(self, sold: int, back: int, units: int, part: int) -> None:
        self._db.execute(
            "UPDATE sold SET left = left - ? WHERE line = ?", (units, sold)
        )
        self._db.execute(
            "INSERT INTO taken VALUES (?, ?, ?, ?)", (sold, back, units, part)
        )

    def of_sale(self, line: int, unit: Unit | None) -> list[tuple[str, Units]]:
        """What came back of the sale of this line: the name of each return, and units
        in that of the sale."""
        found = self._db.execute(
            "SELECT name, n, part, taken.units FROM taken JOIN back ON line = back"
            " WHERE sold = ? ORDER BY back",
            (line,),
        )
        return [
            (f"{name}/{n}/{part}" if part else f"{name}/{n}", _units(units, unit))
            for name, n, part, units in found
        ]

    def without_sale(self, line: int, unit: Unit | None) -> tuple[str, Units]:
        """The name of the return of this line, and its units that no sale was found
        for."""
        name, n, units, left = self._db.execute(
            "SELECT name, n, units, left FROM back WHERE line = ?", (line,)
        ).fetchone()
        key = f"{name}/{n}" if left == units else f"{name}/{n}/rest"
        return key, _units(left, unit)

    def close(self) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)


def _thousandths(unit: Unit | None) -> int:
    return 1_000_000 if unit == "kg" else 1_000


def _units(stored: int, unit: Unit | None) -> Units:
    return exact(Decimal(stored) / _thousandths(unit))
