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
    "unit",
]
"""``price`` is for one unit, ``amount`` for the whole line; ``id`` is the source's
own number of an order or a line; ``time`` stands beside a ``sold_at`` without one;
rows with a ``status`` such as *cancelled*, or any ``cancelled_at``, sold nothing;
``unit`` is what the quantity is told in, such as *kg*."""

FIELDS: tuple[Field, ...] = get_args(Field)
MONEY: tuple[Field, ...] = ("price", "amount")
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
        "previstock",
        ("id", "sold_at", "product_id", "total", "voided_at", "created_at", "returned"),
        {
            "sku": ("sku",),
            "name": ("name",),
            "sold_at": ("sold_at",),
            "quantity": ("quantity",),
            "price": ("price",),
            "amount": ("total",),
            "id": ("id",),
            "cancelled_at": ("voided_at",),
            "location": ("location_id",),
        },
    ),
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
            "id": ("name", "order id", "id"),
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
            "unit": ("unit",),
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
        "clover",
        ("line item date", "item name", "per unit quantity"),
        {
            "sku": ("item sku", "item product code"),
            "name": ("item name",),
            "category": ("item category", "category"),
            "sold_at": ("line item date",),
            "quantity": ("per unit quantity",),
            "amount": ("item revenue",),
            "id": ("order id",),
        },
    ),
    Preset(
        "lightspeed",
        ("sale id", "date time", "item", "custom sku", "qty"),
        {
            "sku": ("custom sku",),
            "name": ("item",),
            "sold_at": ("date time",),
            "quantity": ("qty",),
            "price": ("price",),
            "amount": ("total",),
            "id": ("sale id",),
        },
    ),
    Preset(
        "toast",
        ("order id", "menu item", "qty", "void?"),
        {
            "sku": ("sku", "plu"),
            "name": ("menu item",),
            "category": ("menu group", "sales category"),
            "sold_at": ("order date", "sent date"),
            "quantity": ("qty",),
            "amount": ("gross price",),
            "id": ("item selection id", "order id"),
        },
    ),
    Preset(
        "loyverse",
        ("receipt number", "receipt type", "item", "quantity"),
        {
            "sku": ("sku",),
            "name": (("item", "variant"), "item"),
            "category": ("category",),
            "sold_at": ("date",),
            "quantity": ("quantity",),
            "amount": ("gross sales",),
            "id": ("receipt number",),
            "status": ("status",),
        },
    ),
    Preset(
        "forecasting",
        ("unique_id", "ds", "y"),
        {
            "sku": ("unique_id",),
            "sold_at": ("ds",),
            "quantity": ("y",),
            "price": ("unit_price", "price"),
        },
        daily=True,
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
