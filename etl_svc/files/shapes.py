"""What kind of table a header and some rows are: sales below each other, or products
or days side by side; with a column that tells how many, or a row for each unit.

Guesses, each with a finding that says so: they are shown and not acted upon.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl_svc.files.contents import Contents, contents_of, is_date, is_number
from etl_svc.files.layout import ACROSS, Finding, QuantityIs, Shape, missing
from etl_svc.files.matching import Match, match_columns
from etl_svc.files.period_columns import (
    is_unnamed_period,
    kind_of_dates,
    may_be_days,
    month_or_day,
)
from etl_svc.files.presets import NEEDED, Field
from etl_svc.files.vocabulary import UNKNOWN, concepts, says_total

LEAST_ACROSS = 2
_ACROSS_CERTAINTY = 0.65
_ROWS_CERTAINTY = 0.6


@dataclass(frozen=True, slots=True)
class TableGuess:
    """How a table is most likely read."""

    columns: Mapping[Field, Sequence[str]]
    matches: tuple[Match, ...]
    shape: Shape = "long"
    across: tuple[int, ...] = ()
    quantity_is: QuantityIs = "cells"
    unsure: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def complete(self) -> bool:
        return not missing(self.columns, self.quantity_is)


def is_data(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether what should name the columns is a row like those below it."""
    if not rows:
        return any(map(is_date, header))
    seen = [contents_of([row[at] for row in rows]) for at in range(len(header))]
    days = [name for name, cells in zip(header, seen, strict=True) if cells.dates > 0.5]
    if days:
        return any(map(is_date, days))
    if _counts(header):
        return False
    return any(
        is_number(name) and cells.numbers >= 0.5
        for name, cells in zip(header, seen, strict=True)
    )


def _counts(header: Sequence[str]) -> bool:
    """Whether columns are called 1, 2, 3 … as the days of a month are."""
    numbers = [int(name) for name in header if name.isascii() and name.isdigit()]
    return len(numbers) > LEAST_ACROSS and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def guess_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, named: bool = True
) -> TableGuess:
    """``named`` is false where the file has no names of columns."""
    seen = [contents_of([row[at] for row in rows]) for at in range(len(header))]
    dated = dates_across(header, seen)
    if dated:
        return _wide_dates(header, rows, dated)
    matches = match_columns(header, rows, named=named)
    told = {match.field for match in matches}
    across = products_across(header, seen, matches)
    if across:
        return _wide_products(header, matches, across)
    periods = [
        name
        for name in header
        if is_unnamed_period(name) or (_counts(header) and name.isdigit())
    ]
    if len(periods) > LEAST_ACROSS and "quantity" not in told:
        finding = Finding(
            "periods_across",
            "Weeks, months or days stand side by side without their year: their"
            " columns must be called by dates or periods, such as 2026-04-13,"
            " 2026-W15 or 2026-04.",
            example=", ".join(periods[:5]),
        )
        return _guessed(matches, findings=(finding,))
    return _long(header, rows, matches)


# -- long ------------------------------------------------------------------------------


def _long(
    header: Sequence[str], rows: Sequence[Sequence[str]], matches: list[Match]
) -> TableGuess:
    by_field = {match.field: match for match in matches}
    series = [name for name in header if set(concepts(name)) & {"store", "category"}]
    if not by_field.keys() & {"sku", "name"} and series:
        return _of_stores(by_field, series)
    if "sold_at" not in by_field:
        return _guessed(matches, findings=_months_or_days(header, rows))
    if "quantity" in by_field:
        return _guessed(matches)
    if not by_field.keys() & {"sku", "name"}:
        return _guessed(matches)
    money = by_field.get("amount")
    has_moments = _has_moments(header, rows, by_field["sold_at"])
    if has_moments or by_field.keys() & {"id", "time"}:
        return _rows_are_units(matches)
    if money is None and "price" not in by_field:
        if _has_numbers_of_no_field(header, rows, matches):
            # One of them may well be the quantity: somebody is to say which.
            return _guessed(matches)
        return _rows_are_units(matches)
    column = (money or by_field["price"]).columns[0]
    finding = Finding(
        "money_only",
        f"{column!r} is money: no column tells how many units were sold. If each row"
        " is one unit, say quantity_is=rows.",
        "quantity_is",
        "rows",
        column,
    )
    return _guessed(matches, findings=(finding,))


def _months_or_days(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Finding, ...]:
    found = month_or_day(header, rows)
    if found is None:
        return ()
    name, cell = found
    said = (
        f"{cell!r} in {name!r} may be a month with its year, or a day without it. If"
        f" these are months, map the column (map=sold_at:{name}): their totals are then"
        " spread over their days. Days need their year."
    )
    return (Finding("month_or_day", said, "map", f"sold_at:{name}", cell),)


def _has_numbers_of_no_field(
    header: Sequence[str], rows: Sequence[Sequence[str]], matches: Sequence[Match]
) -> bool:
    taken = {column for match in matches for column in match.columns}
    return any(
        name not in taken
        and all(re.fullmatch(r"-?\d[\d\s.,]*", row[at].strip()) for row in rows)
        for at, name in enumerate(header)
    )


def _has_moments(
    header: Sequence[str], rows: Sequence[Sequence[str]], day: Match
) -> bool:
    """Whether rows are told by the hour: then each is a sale rather than a day."""
    at = header.index(day.columns[0])
    return any(re.search(r"\d[:h]\d\d", row[at]) for row in rows)


def _of_stores(by_field: Mapping[Field, Match], series: list[str]) -> TableGuess:
    """Shops and departments without products: such tables mostly tell of money."""
    kept = [m for m in by_field.values() if m.field not in {"category", "quantity"}]
    kept.append(Match("sku", tuple(series[:3]), _ROWS_CERTAINTY, "name"))
    quantity = by_field.get("quantity")
    if quantity is not None and "sales" not in concepts(quantity.columns[0]):
        return _guessed([*kept, quantity])
    money = quantity or by_field.get("amount")
    if money is None:
        return _guessed(kept)
    column = money.columns[0]
    day = by_field.get("sold_at")
    told = {*concepts(column), *concepts(day.columns[0] if day else "")}
    period = next((each for each in ("week", "month") if each in told), "day")
    finding = Finding(
        "money_per_period",
        f"{column!r} most likely holds money per {period}, not units, of"
        f" {' and '.join(series[:3])}: it tells no quantity. If it does, map it:"
        f" map=quantity:{column}.",
        "map",
        f"quantity:{column}",
        column,
    )
    return _guessed(kept, findings=(finding,))


def _rows_are_units(matches: list[Match]) -> TableGuess:
    # The total of an order is not that of one of its rows.
    kept = [m for m in matches if m.field != "amount"]
    finding = Finding(
        "rows_are_units",
        "No column tells how many: each row is taken for one unit.",
        "quantity_is",
        "rows",
    )
    return _guessed(kept, quantity_is="rows", unsure=("quantity",), findings=(finding,))


def _guessed(
    matches: Sequence[Match],
    *,
    shape: Shape = "long",
    across: tuple[int, ...] = (),
    quantity_is: QuantityIs = "cells",
    unsure: tuple[str, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> TableGuess:
    uncertain = [m for m in matches if m.field in (*NEEDED, "name") and m.uncertain]
    return TableGuess(
        {match.field: list(match.columns) for match in matches},
        tuple(matches),
        shape,
        across,
        quantity_is,
        (*unsure, "columns") if uncertain else unsure,
        findings,
    )


# -- wide ------------------------------------------------------------------------------


def dates_across(header: Sequence[str], seen: Sequence[Contents]) -> tuple[int, ...]:
    """Columns that are called by a date and hold numbers."""
    found = tuple(
        at
        for at, (name, cells) in enumerate(zip(header, seen, strict=True))
        if (is_date(name.strip()) and cells.numbers >= 0.5) or _empty_day(name, cells)
    )
    if len(found) < LEAST_ACROSS or may_be_days([header[at] for at in found]):
        return ()
    return found


def _empty_day(name: str, cells: Contents) -> bool:
    return is_date(name.strip()) and not cells.filled


def products_across(
    header: Sequence[str], seen: Sequence[Contents], matches: Sequence[Match]
) -> tuple[int, ...]:
    """Columns of numbers with names that speak of nothing known, beside one of dates:
    the names are those of products."""
    each = [name for name in header if _is_of_one_product(name)]
    kept = [m for m in matches if len(each) < LEAST_ACROSS or m.columns[0] not in each]
    told = {match.field for match in kept if match.certainty >= 0.4}
    if "sold_at" not in told or told & {"sku", "name", "quantity", "id"}:
        return ()
    taken = {column for match in kept for column in match.columns}
    found = tuple(
        at
        for at, (name, cells) in enumerate(zip(header, seen, strict=True))
        if name
        and name not in taken
        and cells.numbers >= 0.5
        and not says_total(name)
        and (set(concepts(name)) <= {UNKNOWN, "product", "category"} or name in each)
    )
    return found if len(found) >= LEAST_ACROSS else ()


def _is_of_one_product(name: str) -> bool:
    """As ``espresso_qty`` beside ``latte_qty``."""
    return set(concepts(name)) in ({UNKNOWN, "quantity"}, {UNKNOWN, "sales"})


def _wide_dates(
    header: Sequence[str], rows: Sequence[Sequence[str]], across: tuple[int, ...]
) -> TableGuess:
    beside = [at for at in range(len(header)) if at not in across]
    names = [header[at] for at in beside]
    some = [[row[at] for at in beside] for row in rows]
    matches = [
        match
        for match in match_columns(names, some)
        if match.field in {"sku", "name", "category"}
    ]
    stores = tuple(name for name in names if "store" in concepts(name))
    by_field = {match.field: match for match in matches}
    product = by_field.get("sku") or by_field.get("name")
    if product is None and names:
        product = Match("sku", (names[0],), _ROWS_CERTAINTY, "contents")
    if product is not None and stores:
        # A product's day of one shop is not that of another.
        product = Match(
            "sku", (*stores, *product.columns), product.certainty, product.reason
        )
    kept = [m for m in matches if product is None or m.field != product.field]
    titles = [header[at] for at in across]
    found = [
        *([product] if product else []),
        *kept,
        Match("sold_at", (ACROSS[0],), _ACROSS_CERTAINTY, "name"),
        Match("quantity", (ACROSS[1],), _ACROSS_CERTAINTY, "contents"),
    ]
    return _guessed(
        found,
        shape="wide_dates",
        across=across,
        unsure=("shape",),
        findings=(_side_by_side("wide_dates", kind_of_dates(titles), titles),),
    )


def _wide_products(
    header: Sequence[str], matches: Sequence[Match], across: tuple[int, ...]
) -> TableGuess:
    stores = tuple(name for name in header if "store" in concepts(name))
    dates = [match for match in matches if match.field == "sold_at"]
    found = [
        *dates,
        Match("sku", (*stores, ACROSS[0]), _ACROSS_CERTAINTY, "contents"),
        Match("quantity", (ACROSS[1],), _ACROSS_CERTAINTY, "contents"),
    ]
    titles = [header[at] for at in across]
    return _guessed(
        found,
        shape="wide_products",
        across=across,
        unsure=("shape",),
        findings=(_side_by_side("wide_products", "Products", titles),),
    )


def _side_by_side(shape: Shape, what: str, titles: Sequence[str]) -> Finding:
    shown = ", ".join(title[:40] for title in titles[:5])
    more = f" and {len(titles) - 5} more" if len(titles) > 5 else ""
    return Finding(
        shape,
        f"{what} stand side by side ({shown}{more}): each of their cells is read as a"
        f" row (shape={shape}).",
        "shape",
        shape,
        shown,
    )
