"""Quantities as their products are counted: in the product's unit, and no finer than it
has decimals. What can be converted is, and said; the rest is refused by name."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from etl_svc.files.cells import BadCell
from etl_svc.files.measures import converted_note, decimals_of, to_the_thousandth
from etl_svc.files.numbers import to_the_cent
from etl_svc.peers.products import Product
from etl_svc.rules import Note, OnUnit, ProductDraft, SourceReturn, SourceRow
from shared.quantities import MAX_DECIMALS, Units, exact, fits
from shared.types import Unit

Told = TypeVar("Told", SourceRow, SourceReturn)
FIELD = "quantity"
_FACTORS: dict[tuple[Unit, Unit], Decimal] = {
    ("kg", "g"): Decimal(1000),
    ("g", "kg"): Decimal("0.001"),
}


def draft_of(draft: ProductDraft, rows: Sequence[SourceRow]) -> ProductDraft:
    """A new product as these rows tell of it: in the first unit that one of them says,
    as finely as they are written."""
    unit = next((row.unit for row in rows if row.unit is not None), draft.unit)
    written = 0
    for row in rows:
        factor = _FACTORS.get((row.unit or unit, unit), 1)
        written = max(written, decimals_of(row.quantity * factor))
    return replace(draft, unit=unit, quantity_decimals=min(written, MAX_DECIMALS))


def decimals_needed(told: Told) -> int:
    """The fewest decimals that its quantities can be written down with."""
    units = [told.quantity]
    if isinstance(told, SourceRow):
        units += [back for _, back in told.returns]
    enough = (n for n in range(MAX_DECIMALS) if all(fits(one, n) for one in units))
    return next(enough, MAX_DECIMALS)


def in_unit(
    told: Told, product: Product, on_unit: OnUnit
) -> tuple[Told, tuple[Note, ...]]:
    """The row in the unit of its product, and what is to be said of that. ``BadCell``
    where the one cannot be made the other."""
    if told.unit is None or told.unit == product.unit:
        return told, ()
    factor = _FACTORS.get((told.unit, product.unit))
    if factor is None:
        apart = f"is in {told.unit}, and its product is counted in {product.unit}"
        if on_unit == "reject":
            why = f"{apart}: say on_unit=keep if the number is right all the same"
            raise BadCell(FIELD, "unit_mismatch", said(told), why)
        return told, (Note("guessed", "unit_kept", FIELD, said(told), apart),)
    quantity = _times(told.quantity, factor, said(told))
    note = converted_note(FIELD, said(told), quantity, product.unit)
    if isinstance(told, SourceReturn):
        return told._replace(quantity=quantity, unit=product.unit), (note,)
    price, amount = _money(told, quantity)
    changed = told._replace(
        quantity=quantity,
        price=price,
        amount=amount,
        unit=product.unit,
        returns=tuple((k, _times(n, factor, said(told))) for k, n in told.returns),
    )
    return changed, (note,)


def too_fine_for(told: Told, product: Product) -> BadCell:
    kept = product.quantity_decimals
    counted = f"to {kept} decimals" if kept else "in whole units"
    why = (
        f"is finer than its product, which is counted {counted}: say on_precision=raise"
        f" to count it as finely, or count the product to {decimals_needed(told)}"
        " decimals"
    )
    return BadCell(FIELD, "quantity_precision", said(told), why)


def finer_note(told: Told, decimals: int) -> Note:
    why = f"is finer than its product was counted: from now on to {decimals} decimals"
    return Note("changed", "precision_raised", FIELD, said(told), why)


def said(told: Told) -> str:
    units = f"{Decimal(told.quantity):f}"
    return f"{units} {told.unit}" if told.unit else units


def _times(units: Units, factor: Decimal, text: str) -> Units:
    return exact(to_the_thousandth(units * factor, FIELD, text))


def _money(row: SourceRow, quantity: Units) -> tuple[Decimal | None, Decimal | None]:
    """Price and amount of a row that is told in another unit now. What the line came to
    stays; a price by itself is that of one of the product's units."""
    if row.price is None or not row.amount_told:
        return row.price, None
    total = row.price * row.quantity if row.amount is None else row.amount
    price = to_the_cent(total / quantity)
    return price, None if total == price * quantity else total
