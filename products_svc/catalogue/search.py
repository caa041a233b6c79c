"""What people type to find a product: what matches, and what matches best."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, Text, and_, case, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from products_svc.catalogue.rules import gtin_of
from products_svc.tables import Barcode, Product

SHORTEST_MISTYPED = 4
"""Letters of a word that may be mistyped: of fewer too many words are like each other."""
ENOUGH_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Search:
    """Words that must all be in the sku, the name or the category of a product, or be a
    barcode. With ``similar`` words of letters need only be like one of those; a code is
    never guessed."""

    text: str
    similar: bool = False

    @property
    def conditions(self) -> Sequence[ColumnElement[bool]]:
        return [
            _is_like(word) if self.similar and _may_be_mistyped(word) else _has(word)
            for word in self.text.split()
        ]

    @property
    def guesses(self) -> bool:
        """Whether another way to write it could be meant."""
        return any(map(_may_be_mistyped, self.text.split()))

    @property
    def order(self) -> ColumnElement[str]:
        """One text that sorts the best match first, and equal ones by name: all of the
        sku, the name or a barcode; the start of them; the start of a word; a part; then
        the category. Of similar products those that share most."""
        rank = self._likeness if self.similar else self._rank
        return rank.concat(Product.name_key)

    @property
    def _rank(self) -> ColumnElement[str]:
        whole = _folded(" ".join(self.text.split()))
        code = gtin_of(self.text.strip())
        exact = (Product.sku_key == whole) | (Product.name_key == whole)
        if code is not None:
            exact |= scanned_by(code)
        keys = Product.sku_key, Product.name_key
        starts = [func.starts_with(key, whole) for key in keys]
        word_starts = func.strpos(Product.name_key, literal(" ").concat(whole)) > 0
        parts = [
            func.strpos(Product.name_key, _folded(word))
            + func.strpos(Product.sku_key, _folded(word))
            > 0
            for word in self.text.split()
        ]
        return case(
            (exact, "0"),
            (starts[0] | starts[1], "1"),
            (word_starts, "2"),
            (and_(True, *parts), "3"),
            else_="4",
        )

    @property
    def _likeness(self) -> ColumnElement[str]:
        shares = [_share(word) for word in self.text.split() if _may_be_mistyped(word)]
        missing: Any = sum((1 - share for share in shares), literal(0.0))
        return func.to_char(missing, "FM00.000")


def scanned_by(gtin: str) -> ColumnElement[bool]:
    """Products that have, or had when they were archived, this code of 14 digits."""
    return Product.id.in_(select(Barcode.product_id).where(Barcode.gtin == gtin))


def _may_be_mistyped(word: str) -> bool:
    return len(word) >= SHORTEST_MISTYPED and word.isalpha()


def _has(word: str) -> ColumnElement[bool]:
    there = func.strpos(Product.search_key, _folded(word)) > 0
    code = gtin_of(word)
    return there if code is None else there | scanned_by(code)


def _is_like(word: str) -> ColumnElement[bool]:
    # The index gives those that share anything; of them few share enough.
    shares: ColumnElement[bool] = Product.grams.overlap(_grams(word))
    return shares & (_share(word) >= ENOUGH_SHARED)


def _share(word: str) -> ColumnElement[float]:
    return func.shared_grams(_grams(word), Product.grams, type_=Float)


def _folded(value: str) -> ColumnElement[str]:
    """Once, not for each row."""
    return select(func.fold_text(value)).scalar_subquery()


def _grams(word: str) -> ColumnElement[Sequence[str]]:
    grams = func.text_grams(func.fold_text(word), type_=ARRAY(Text))
    return select(grams).scalar_subquery()
