"""Which column tells which field: scored on its name and on what stands in it.

A name alone deceives: ``Sales`` may be money or units. What looks like money is no
quantity, and what looks like no date is none, whatever it is called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from etl_svc.files.contents import (
    Contents,
    contents_factor,
    contents_of,
    contents_score,
)
from etl_svc.files.names import name_score
from etl_svc.files.period_columns import (
    calendar_unit,
    compact_unit,
    may_be_days,
    period_columns,
)
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
_TOGETHER = 0.65
"""How sure it is that several columns tell a date together."""


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
    alternatives: tuple[Candidate, ...] = ()

    @property
    def uncertain(self) -> bool:
        close = any(
            self.certainty - other.certainty < CLOSE for other in self.alternatives
        )
        return self.certainty < CERTAIN or close


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
    _prefer_same_tax(taken, scores, header)
    found = [_match(of, taken, scores, header) for of in FIELDS if of in taken]
    return _with_period(header, rows, found) if named else found


def _with_period(
    header: Sequence[str], rows: Sequence[Sequence[str]], found: list[Match]
) -> list[Match]:
    """A date that several columns tell together, instead of one that tells a part."""
    columns = period_columns(header, rows)
    if not columns:
        return found
    others = [
        match
        for match in found
        if match.field != "sold_at" and not set(columns) & set(match.columns)
    ]
    together = Match("sold_at", columns, _TOGETHER, "name_and_contents")
    return sorted([*others, together], key=lambda match: FIELDS.index(match.field))


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
            if of == "sold_at" and named:
                score = _score_of_period(score, name, [row[at] for row in rows])
            if score >= LOWEST:
                scores[of, at] = (round(score, 2), reason)
    return scores


def _score_of_period(score: float, name: str, cells: Sequence[str]) -> float:
    """``202606`` in a column of weeks is one; what may be days without their year is no
    date, unless its column says that these are months."""
    if may_be_days(cells) and calendar_unit([name]) != "month":
        return 0.0
    return max(score, _TOGETHER) if compact_unit(name, cells) else score


def _score(
    of: Field, name: str, seen: Contents, *, named: bool
) -> tuple[float, MatchReason]:
    if not named:
        return contents_score(of, seen), "contents"
    if of == "sold_at" and seen.dates > 0.9 and not set(concepts(name)) - {UNKNOWN}:
        # A word of another language, or a letter: the cells are days all the same.
        return 0.5, "contents"
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


def _prefer_same_tax(
    taken: dict[Field, int], scores: Scores, header: Sequence[str]
) -> None:
    """Amounts with tax beside prices with tax, or without beside without."""
    if not {"price", "amount"} <= taken.keys():
        return
    without = "net" in concepts(header[taken["price"]])
    best = scores["amount", taken["amount"]][0]
    alike = [
        at
        for (of, at), (score, _) in sorted(scores.items(), key=lambda one: one[0][1])
        if of == "amount"
        and ("net" in concepts(header[at])) == without
        and score > best - 2 * CLOSE
        and at not in taken.values()
    ]
    if alike and ("net" in concepts(header[taken["amount"]])) != without:
        taken["amount"] = alike[0]


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
