"""The catalogue as a CSV file. What an export says an import reads: skus stand for other
products, as codes are what people know them by."""

from collections.abc import Iterable, Mapping
from typing import Any

from products_svc.catalogue.items import CatalogueItem
from products_svc.sheets import (
    SheetRow,
    cell,
    figure,
    number,
    read_sheet,
    whole,
    write_sheet,
)
from products_svc.suppliers.queries import NamedTerms
from shared.csv_files import FOR_PROGRAMS, Dialect

COLUMNS = (
    "sku", "name", "price", "category", "unit", "quantity_decimals", "tax_rate",
    "barcodes", "kind", "parent", "options", "components", "shelf_life_days",
    "min_stock", "supplier", "unit_cost",
)  # fmt: skip


def _words(said: str, _comma: bool) -> list[str]:
    return said.replace(",", " ").replace(";", " ").split()


def _options(said: str, _comma: bool) -> Any:
    """As ``size=M | colour=red``."""
    pairs = (part.partition("=") for part in said.split("|") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _components(said: str, comma: bool) -> Any:
    """As ``2 x CUP | 0.25 x LEAF``."""
    pairs = (part.strip().partition(" x ") for part in said.split("|") if part.strip())
    return [(sku.strip(), number(quantity, comma)) for quantity, _, sku in pairs]


def _floors(said: str, comma: bool) -> Any:
    """As ``Shop=5 | Store=2``; of a number alone the location has no name."""
    pairs = (part.rpartition("=") for part in said.split("|") if part.strip())
    return [(name.strip(), number(units.strip(), comma)) for name, _, units in pairs]


_CELLS = {
    "price": number,
    "quantity_decimals": whole,
    "tax_rate": number,
    "barcodes": _words,
    "options": _options,
    "components": _components,
    "shelf_life_days": whole,
    "min_stock": _floors,
    "unit_cost": number,
}


def read_products(content: bytes) -> list[SheetRow]:
    """Raises ``UnreadableFile``."""
    return read_sheet(content, COLUMNS, needed=("sku",), cells=_CELLS)


def products_csv(
    items: Iterable[CatalogueItem],
    skus: Mapping[int, str],
    locations: Mapping[int, str],
    usual: Mapping[int, NamedTerms],
    dialect: Dialect = FOR_PROGRAMS,
) -> str:
    """``skus`` and names of open ``locations`` by id, of what items name; ``usual`` says
    of whom they are bought."""
    rows = (
        [*_row(item, skus), *_stocked(item, locations), *_bought(usual.get(item.id))]
        for item in items
    )
    return write_sheet(COLUMNS, rows, dialect)


def _stocked(item: CatalogueItem, locations: Mapping[int, str]) -> list[str]:
    floors = " | ".join(
        f"{locations[floor['location_id']]}={cell(floor['quantity'])}"
        for floor in item.min_stock
        if floor["location_id"] in locations
    )
    return [cell(item.shelf_life_days), cell(floors)]


def _bought(usual: NamedTerms | None) -> list[object]:
    if usual is None:
        return ["", ""]
    return [cell(usual.supplier_name), figure(usual.terms.unit_cost)]


def _row(item: CatalogueItem, skus: Mapping[int, str]) -> list[object]:
    options = " | ".join(f"{name}={value}" for name, value in item.options.items())
    components = " | ".join(
        f"{cell(each.quantity)} x {skus[each.product_id]}" for each in item.components
    )
    return [
        cell(item.sku),
        cell(item.name),
        figure(item.price),
        cell(item.category),
        item.unit,
        cell(item.quantity_decimals),
        figure(item.tax_rate),
        " ".join(item.barcodes),
        item.kind,
        cell(skus[item.parent_id] if item.parent_id else None),
        cell(options),
        cell(components),
    ]
