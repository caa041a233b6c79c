"""Exports that are read without being told how: which of their columns says what.

Names are those that the programs write by themselves, compared without regard
to case. For each field the first column that a file has is taken; a list stands
for several columns that tell it together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Field = Literal[
    "sku",
    "name",
    "category",
    "sold_at",
    "time",
    "quantity",
    "price",
    "amount",
    "id",
    "status",
    "cancelled_at",
    "location",
    "type",
]
"""``price`` is for one unit, ``amount`` for the whole line; ``id`` is the source's
own number of an order or a line, unique within a day and a ``location``: a till or a
shop; ``time`` stands beside a ``sold_at`` without one; rows with a ``status`` such as
*cancelled*, or any ``cancelled_at``, sold nothing; a ``type`` tells sales from returns."""

FIELDS: tuple[Field, ...] = get_args(Field)
NEEDED: tuple[Field, ...] = ("sku", "sold_at", "quantity")
"""Without them nothing can be read; a ``name`` may stand for the ``sku``."""

Columns = Mapping[Field, Sequence[str]]
"""For each field the names of the columns that tell it, mostly one."""


@dataclass(frozen=True, slots=True)
class Preset:
    """``marks`` are columns that tell this export from others. With ``daily`` a row
    stands for a day of a product, whatever it says: one key a day."""

    name: str
    marks: tuple[str, ...]
    columns: Mapping[Field, tuple[str | tuple[str, ...], ...]]
    daily: bool = False
    strict: bool = False
    """No other columns but these: a slip of the pen is told rather than ignored."""


PRESETS: tuple[Preset, ...] = (
    Preset(
        "series",
        ("series_id", "date"),
        {"sku": ("series_id",), "sold_at": ("date",), "quantity": ("quantity",)},
        daily=True,
        strict=True,
    ),
    Preset(
        "sales",
        ("sku", "sold_at"),
        {
            "sku": ("sku",),
            "sold_at": ("sold_at",),
            "quantity": ("quantity",),
            "price": ("price",),
        },
        strict=True,
    ),
    Preset(
        "shopify",
        ("lineitem quantity", "lineitem name"),
        {
            "sku": ("lineitem sku",),
            "name": ("lineitem name",),
            "sold_at": ("created at", "paid at"),
            "quantity": ("lineitem quantity",),
            "price": ("lineitem price",),
            "id": ("name", "id"),
            "status": ("financial status",),
            "cancelled_at": ("cancelled at",),
        },
    ),
    Preset(
        "woocommerce",
        ("order number", "order date", "item cost"),
        {
            "sku": ("sku",),
            "name": ("item name", "product name", "name"),
            "category": ("category",),
            "sold_at": ("order date",),
            "quantity": ("quantity (- refund)", "quantity"),
            "price": ("item cost",),
            "id": ("order number",),
            "status": ("order status",),
        },
    ),
    Preset(
        "square",
        ("item", "qty", "price point name"),
        {
            "sku": ("sku",),
            "name": (("item", "price point name"), "item"),
            "category": ("category",),
            "sold_at": ("date",),
            "time": ("time",),
            "quantity": ("qty",),
            "amount": ("gross sales",),
            "id": ("transaction id",),
            "type": ("event type",),
        },
    ),
    Preset(
        "odoo_pos",
        ("order lines/quantity",),
        {
            "sku": ("order lines/product/internal reference",),
            "name": (
                "order lines/product/name",
                "order lines/full product name",
                "order lines/product",
            ),
            "category": ("order lines/product/product category",),
            "sold_at": ("date", "order date"),
            "quantity": ("order lines/quantity",),
            "price": ("order lines/unit price",),
            "id": ("order ref", "order reference", "receipt number"),
            "status": ("status",),
        },
    ),
    Preset(
        "online_retail",
        ("stockcode", "invoicedate"),
        {
            "sku": ("stockcode",),
            "name": ("description",),
            "sold_at": ("invoicedate",),
            "quantity": ("quantity",),
            "price": ("unitprice", "price"),
            "id": ("invoiceno", "invoice"),
        },
    ),
    Preset(
        "store_item",
        ("date", "store", "item", "sales"),
        {
            "sku": (("store", "item"),),
            "sold_at": ("date",),
            "quantity": ("sales",),
        },
        daily=True,
    ),
)
BY_NAME = {preset.name: preset for preset in PRESETS}

SYNONYMS: dict[Field, tuple[str, ...]] = {
    "sku": (
        "sku", "product code", "item code", "stock code", "code", "reference", "ref",
        "référence", "réf", "code article", "code produit", "article", "ean", "barcode",
        "code-barres", "product id", "product_id", "item_id", "item", "produit",
        "product",
    ),
    "name": (
        "name", "product name", "item name", "description", "désignation", "libellé",
        "nom", "title", "titre",
    ),
    "category": ("category", "catégorie", "famille", "rayon", "department"),
    "sold_at": (
        "sold_at", "date", "day", "jour", "order date", "sale date", "date de vente",
        "date vente", "date commande", "datetime", "timestamp", "created at", "ds",
    ),
    "time": ("time", "heure"),
    "quantity": (
        "quantity", "qty", "quantité", "quantite", "qté", "qte", "units", "unités",
        "units sold", "sales", "sold", "ventes", "nb", "y",
    ),
    "price": (
        "price", "unit price", "unit_price", "prix", "prix unitaire", "pu", "p.u.",
        "prix ttc",
    ),
    "amount": ("amount", "total", "line total", "montant", "total ttc", "gross sales"),
    "id": (
        "id", "order id", "order number", "transaction id", "invoice", "receipt",
        "ticket", "n° ticket", "numéro de ticket", "commande", "facture",
    ),
    "status": ("status", "statut", "état", "order status"),
    "location": (
        "location", "store", "shop", "magasin", "boutique", "point de vente", "caisse",
        "till", "register", "filiale", "kasse", "tienda", "caja", "negozio", "cassa",
    ),
    "type": (
        "transaction type", "event type", "sale type", "document type", "type",
        "type de transaction", "type de vente", "type d'opération", "vorgangsart",
        "belegart", "tipo", "tipo de venta", "tipo documento",
    ),
}  # fmt: skip
"""What people call these columns: guesses, which are shown and not acted upon."""
