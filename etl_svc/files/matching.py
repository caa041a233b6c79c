"""Which column tells which field: scored on its name and on what stands in it.

A name alone deceives: ``Sales`` may be money or units. What looks like money is no
quantity, and what looks like no date is none, whatever it is called.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from etl_svc.files.dates import order_evidence
from etl_svc.files.presets import FIELDS, Field
from etl_svc.files.vocabulary import UNKNOWN, concepts

MatchReason = Literal[
    "asked", "saved", "preset", "name", "name_and_contents", "contents"
]
LOWEST = 0.35
"""A column that scores less is not taken for a field."""
CERTAIN = 0.7
CLOSE = 0.1
"""Two columns that score so alike are both shown."""
SHOWN_ALTERNATIVES = 3

_number = re.compile(r"[+-]?\d[\d\s.,'’\u00a0\u202f]*", re.ASCII)
_money = re.compile(r"[$€£¥]|\b(?:EUR|USD|GBP|CHF|CAD|XOF)\b|\bkr\b")
_decimals = re.compile(r"\d[.,]\d{2,}$")
_clock = re.compile(
    r"\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE
)
_other_date = re.compile(
    r"\d{8}(?:[T ]?\d{4,6})?|\d{4}-?W\d{1,2}(?:-?\d)?|\d{4}[-/]\d{1,2}"
    r"|(?:\w{2,10}\.?,?\s+)?\d{1,2}\.?\s+\w{3,10}\.?,?\s+\d{2,4}.*"
    r"|\w{3,10}\.?\s+\d{1,2},?\s+\d{4}.*"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\D.*"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the filled cells of a column look like, as shares of them."""

    filled: int
    dates: float = 0.0
    clocks: float = 0.0
    numbers: float = 0.0
    money: float = 0.0
    """Of the numbers: with a currency, or with cents."""
    fractions: float = 0.0
    """Of the numbers: not whole."""
    distinct: float = 0.0
    numbered: float = 0.0
    """Like ``#1001``."""
    largest: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    columns: tuple[str, ...]
    certainty: float
    reason: MatchReason


@dataclass(frozen=True, slots=True)
class Match:
    """The columns that a field is read from, how sure that is between 0 and 1, and
    the next best columns for it."""

    field: Field
    columns: tuple[str, ...]
    certainty: float
    reason: MatchReason
    alternatives: tuple[Candidate, ...] = field(default_factory=tuple)

    @property
    def doubtful(self) -> bool:
        close = any(
            self.certainty - other.certainty < CLOSE for other in self.alternatives
        )
        return self.certainty < CERTAIN or close


def contents_of(cells: Sequence[str]) -> Contents:
    told = [text for cell in cells if (text := cell.strip())]
    if not told:
        return Contents(0)
    numbers = [text for text in told if is_number(text)]
    return Contents(
        filled=len(told),
        dates=_share(is_date, told),
        clocks=_share(_clock.fullmatch, told),
        numbers=len(numbers) / len(told),
        money=_share(_is_money, numbers),
        fractions=_share(_is_fraction, numbers),
        distinct=len(set(told)) / len(told),
        numbered=_share(re.compile(r"[#№]\s*\w*\d+").fullmatch, told),
        largest=max((_rough(text) for text in numbers), default=0.0),
    )


def _share(holds: Callable[[str], object], cells: Sequence[str]) -> float:
    return sum(1 for text in cells if holds(text)) / len(cells) if cells else 0.0


def is_date(text: str) -> bool:
    return bool(order_evidence(text)) or _other_date.fullmatch(text) is not None


def is_number(text: str) -> bool:
    bare = _money.sub("", text).strip().strip("()").strip()
    return _number.fullmatch(bare) is not None


def _is_money(text: str) -> bool:
    return _money.search(text) is not None or _decimals.search(text) is not None


def _is_fraction(text: str) -> bool:
    found = re.search(r"[.,](\d{1,2}|\d{4,})$", text)
    return found is not None and bool(found[1].strip("0"))


def _rough(text: str) -> float:
    digits = re.sub(r"\D", "", re.sub(r"[.,]\d{1,2}$", "", text))
    return float(digits[:15] or 0)


# -- names -----------------------------------------------------------------------------

_STRANGERS = frozenset(
    "customer person address supplier payment shipping discount refund margin note"
    " other_date percent currency store".split()
)
"""What makes a column speak of something else: the quantity that was refunded."""
_MONEY = {"price", "amount", "cost", "tax", "currency"}


def _first(told: set[str], *scores: tuple[str, float]) -> float:
    """The score of the first set of concepts, written with spaces, that is there."""
    for needed, score in scores:
        if set(needed.split()) <= told:
            return score
    return 0.0


def _sku(told: set[str]) -> float:
    if told & {"date", "time", "quantity", "status", "type", "name", *_MONEY} or (
        "order" in told and not told & {"product", "sku"}
    ):
        return 0.0
    return _first(
        told,
        ("sku", 1.0), ("product code", 0.95), ("product number", 0.9), ("stock code", 0.9),
        ("ean", 0.85), ("series id", 0.85), ("product id", 0.8),
        ("code", 0.8), ("product", 0.75), ("series", 0.4), ("id", 0.2),
    )  # fmt: skip


def _name(told: set[str]) -> float:
    if told & {"date", "time", "quantity", "status", "code", "sku", "ean", "id", "number", *_MONEY}:
        return 0.0
    if told & {"order", "category", "type"} and "product" not in told:
        return 0.0
    if "line" in told and "name" not in told:
        return 0.0
    return _first(
        told, ("product name", 1.0), ("line name", 0.95), ("name", 0.75),
        ("name_or_count", 0.55), ("product type", 0.2), ("product category", 0.0),
        ("product", 0.65),
    )  # fmt: skip


def _sold_at(told: set[str]) -> float:
    if told & {"quantity", "cancelled", "status", "code", *_MONEY}:
        return 0.0
    return _first(
        told, ("line date", 1.0), ("product date", 1.0), ("order date", 0.98), ("sold date", 0.98), ("sales date", 1.0), ("created date", 0.9),
        ("date", 0.95), ("order created", 0.9), ("created", 0.85), ("paid", 0.8),
        ("order time", 0.6),
        ("week", 0.5), ("month", 0.5), ("time", 0.4),
    )  # fmt: skip


def _time(told: set[str]) -> float:
    if told & {"quantity", "date", "cancelled", *_MONEY}:
        return 0.0
    return _first(told, ("time", 0.95))


def _quantity(told: set[str]) -> float:
    if told & {"stock", "date", "time", "code", "id", "number", "margin", *_MONEY}:
        return 0.0
    return _first(
        told, ("quantity net", 1.0), ("quantity sold", 0.98), ("quantity", 0.97), ("product sold", 0.9), ("each sold", 0.9), ("each sales", 0.85),
        ("name_or_count", 0.6), ("sold", 0.7), ("product sales", 0.45), ("sales", 0.5),
    )  # fmt: skip


def _price(told: set[str]) -> float:
    if told & {"cost", "date", "quantity", "percent", "code"}:
        return 0.3 if {"cost", "product"} <= told else 0.0
    if "amount" in told and "each" not in told:
        return 0.0
    if "price" not in told and ("tax" in told or "each" not in told):
        return 0.0
    if "net" in told:
        # Shops' prices are with tax.
        return 0.85
    return _first(
        told, ("price each", 1.0), ("amount each", 0.9), ("price product", 0.9), ("price", 0.9),
    )  # fmt: skip


def _amount(told: set[str]) -> float:
    if told & {"cost", "date", "quantity", "percent", "each", "code", "id", "number"}:
        return 0.0
    if "tax" in told and "amount" not in told:
        return 0.0
    return _first(
        told, ("gross sales", 0.92), ("net sales", 0.85), ("order amount", 0.45), ("amount", 0.8),
        ("price gross", 0.4), ("sales", 0.5),
    )  # fmt: skip


def _category(told: set[str]) -> float:
    if told & {"date", "quantity", "id", "number", *_MONEY}:
        return 0.0
    return _first(told, ("category", 0.9), ("product line", 0.6), ("product type", 0.6), ("type", 0.1))


def _id(told: set[str]) -> float:
    if told & {"date", "time", "quantity", "status", "name", "product", "type", "sku", *_MONEY}:
        return 0.0
    return _first(
        told, ("order id", 1.0), ("order number", 1.0), ("order code", 0.95), ("order line", 0.7),
        ("order", 0.85), ("line id", 0.6), ("id", 0.55), ("number", 0.4),
    )  # fmt: skip


def _status(told: set[str]) -> float:
    if told & {"date", "quantity", *_MONEY}:
        return 0.0
    return _first(told, ("order status", 1.0), ("status", 0.9))


def _cancelled_at(told: set[str]) -> float:
    return _first(
        told, ("cancelled date", 1.0), ("cancelled time", 0.9), ("cancelled", 0.6)
    )


_BY_NAME: dict[Field, Callable[[set[str]], float]] = {
    "sku": _sku,
    "name": _name,
    "category": _category,
    "sold_at": _sold_at,
    "time": _time,
    "quantity": _quantity,
    "price": _price,
    "amount": _amount,
    "id": _id,
    "status": _status,
    "cancelled_at": _cancelled_at,
}


def name_score(name: str, of: Field) -> float:
    """Between 0 and 1: how far a column's name says that it tells this field."""
    found = concepts(name)
    told = set(found) - {UNKNOWN}
    score = _BY_NAME[of](told)
    if told & _STRANGERS and not (of == "status" and told & {"payment"}):
        score *= 0.15
    return score * 0.93 ** min(found.count(UNKNOWN), 3)


# -- contents --------------------------------------------------------------------------


def contents_factor(of: Field, seen: Contents) -> float:
    """What a column's cells leave of the score of its name."""
    if not seen.filled:
        return 0.9
    return _FACTORS.get(of, lambda _: 1.0)(seen)


def _as_quantity(seen: Contents) -> float:
    if seen.numbers < 0.5:
        # ``2 pcs`` is told by its name alone.
        return 0.3 if seen.dates or seen.clocks else 0.7
    whole = 1 - seen.fractions
    return 1.0 if not seen.money else 0.25 + 0.55 * whole


def _as_money(seen: Contents) -> float:
    return 0.4 + 0.6 * seen.numbers if seen.filled > 1 else max(0.6, seen.numbers)


def _as_product(seen: Contents) -> float:
    if seen.dates > 0.8 or seen.clocks > 0.8 or seen.numbered > 0.5:
        return 0.1
    return 1 - 0.7 * seen.fractions * seen.numbers


def _as_name(seen: Contents) -> float:
    return _as_product(seen) * (1 - 0.5 * seen.numbers)


_FACTORS: Mapping[Field, Callable[[Contents], float]] = {
    "sku": _as_product,
    "name": _as_name,
    "category": _as_name,
    "sold_at": lambda seen: 0.45 + 0.55 * seen.dates,
    "time": lambda seen: 0.2 + 0.8 * max(seen.clocks, 0.4 * (1 - seen.dates)),
    "quantity": _as_quantity,
    "price": _as_money,
    "amount": _as_money,
    "id": lambda seen: 0.1 if seen.dates > 0.8 else 1 - 0.8 * seen.fractions,
    "status": lambda seen: 1 - 0.4 * seen.numbers,
    "cancelled_at": lambda seen: 0.3 + 0.7 * seen.dates,
}


def contents_score(of: Field, seen: Contents) -> float:
    """Where no name says anything: what its cells alone make of a column."""
    if not seen.filled:
        return 0.0
    if of == "sold_at":
        return 0.6 * seen.dates
    if of == "id":
        return 0.9 * seen.numbered
    if seen.dates > 0.5 or seen.clocks > 0.5:
        return 0.0
    if of == "quantity":
        small = 1.0 if seen.largest < 10_000 else 0.3
        return 0.5 * seen.numbers * (1 - max(seen.money, seen.fractions)) * small
    if of == "price":
        return 0.5 * seen.numbers * seen.money
    return 0.45 * (1 - seen.numbers) if of == "sku" else 0.0


# -- columns and fields ----------------------------------------------------------------


def match_columns(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    named: bool = True,
) -> list[Match]:
    """The best column of each field. A column tells one field; without names
    (``named``) their cells alone decide."""
    scores = _scores(header, rows, named=named)
    taken: dict[Field, int] = {}
    for _, of, at in _best_first(scores):
        if of not in taken and at not in taken.values():
            taken[of] = at
    _prefer_codes(taken, scores)
    return [_match(of, taken, scores, header) for of in FIELDS if of in taken]


Scores = dict[tuple[Field, int], tuple[float, MatchReason]]


def _scores(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, named: bool
) -> Scores:
    scores: Scores = {}
    seen_names: set[str] = set()
    addresses = any("address" in concepts(name) for name in header)
    for at, name in enumerate(header):
        if named and (not name or name.casefold() in seen_names):
            continue
        seen_names.add(name.casefold())
        seen = contents_of([row[at] for row in rows])
        for of in FIELDS:
            if of == "status" and addresses and name.casefold().endswith("state"):
                # Of a country.
                continue
            score, reason = _score(of, name, seen, named=named)
            if score >= LOWEST:
                scores[of, at] = (round(score, 2), reason)
    return scores


def _score(
    of: Field, name: str, seen: Contents, *, named: bool
) -> tuple[float, MatchReason]:
    if not named:
        return contents_score(of, seen), "contents"
    if of == "id" and seen.numbered > 0.5:
        # ``#1001`` is an order, however its column is called.
        return 0.9, "contents"
    by_name = name_score(name, of)
    factor = contents_factor(of, seen)
    return by_name * factor, "name_and_contents" if seen.filled else "name"


def _best_first(scores: Scores) -> list[tuple[float, Field, int]]:
    """Fields in their order where scores are alike: the code before the name."""
    order = {of: n for n, of in enumerate(FIELDS)}
    return sorted(
        ((score, of, at) for (of, at), (score, _) in scores.items()),
        key=lambda found: (-found[0], order[found[1]], found[2]),
    )


def _prefer_codes(taken: dict[Field, int], scores: Scores) -> None:
    """A product's only column is its code: a ``name`` stands for one where none is
    told, but a code is what later files are recognised by."""
    if "sku" not in taken and "name" in taken and ("sku", taken["name"]) in scores:
        taken["sku"] = taken.pop("name")


def _match(
    of: Field, taken: Mapping[Field, int], scores: Scores, header: Sequence[str]
) -> Match:
    score, reason = scores[of, taken[of]]
    others = sorted(
        ((-s, at, why) for (o, at), (s, why) in scores.items() if o == of),
        key=lambda other: other[:2],
    )
    others = [other for other in others if other[1] != taken[of]]
    return Match(
        of,
        (header[taken[of]],),
        score,
        reason,
        tuple(
            Candidate((header[at],), -negative, why)
            for negative, at, why in others[:SHOWN_ALTERNATIVES]
        ),
    )
