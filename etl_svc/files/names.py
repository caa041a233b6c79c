"""How far the name of a column says that it tells a field."""

from collections.abc import Callable

from etl_svc.files.presets import Field
from etl_svc.files.vocabulary import UNKNOWN, concepts

_STRANGERS = frozenset(
    [
        "customer",
        "person",
        "address",
        "supplier",
        "payment",
        "shipping",
        "discount",
        "refund",
        "margin",
        "note",
        "other_date",
        "percent",
        "currency",
        "store",
    ]
)
"""What makes a column speak of something else: the quantity that was refunded."""
_MONEY = {"price", "amount", "cost", "tax", "currency"}
"""What a column of money speaks of."""


def _first(told: set[str], *scores: tuple[str, float]) -> float:
    """The score of the first set of concepts, written with spaces, that is there."""
    for needed, score in scores:
        if set(needed.split()) <= told:
            return score
    return 0.0


def _sku(told: set[str]) -> float:
    if {"order", "line"} <= told and not told & {"code", "sku", "ean"}:
        return 0.0
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
    if told & {
        "date",
        "time",
        "quantity",
        "status",
        "code",
        "sku",
        "ean",
        "id",
        "number",
        *_MONEY,
    }:
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
        ("week", 0.5), ("month", 0.5), ("quarter", 0.5), ("time", 0.4),
    )  # fmt: skip


def _time(told: set[str]) -> float:
    if told & {"quantity", "date", "cancelled", *_MONEY}:
        return 0.0
    return _first(told, ("time", 0.95))


def _quantity(told: set[str]) -> float:
    if {"number", "sold"} <= told:
        return 0.85
    if told & {"stock", "time", "code", "id", "number", "margin", *_MONEY} or (
        "date" in told and "quantity" not in told
    ):
        return 0.0
    return _first(
        told, ("quantity date", 0.85), ("quantity net", 1.0), ("quantity sold", 0.98), ("quantity", 0.97), ("product sold", 0.9), ("each sold", 0.9), ("each sales", 0.85),
        ("name_or_count", 0.6), ("sold", 0.7), ("product sales", 0.45), ("sales", 0.5),
    )  # fmt: skip


def _price(told: set[str]) -> float:
    if {"price", "each"} <= told and not told & {"cost", "purchase", "net"}:
        return 1.0
    if told == {"each"}:
        # ``P. unit.``, or the unit of measure: the cells tell.
        return 0.6
    if told & {"cost", "purchase", "date", "quantity", "percent", "code"}:
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
    if told & {"cost", "purchase", "date", "quantity", "percent", "each", "code", "id"}:
        return 0.0
    if "number" in told:
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
    return _first(
        told,
        ("category", 0.9),
        ("product line", 0.6),
        ("product type", 0.6),
        ("type", 0.1),
    )


def _id(told: set[str]) -> float:
    if told & {
        "date",
        "time",
        "quantity",
        "status",
        "name",
        "product",
        "type",
        "sku",
        *_MONEY,
    }:
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


def _location(told: set[str]) -> float:
    if told & {"date", "time", "quantity", "product", "sku", *_MONEY}:
        return 0.0
    return _first(told, ("store", 0.9))


def _type(told: set[str]) -> float:
    if told & {"date", "time", "quantity", "product", "category", "id", *_MONEY}:
        return 0.0
    return _first(told, ("order type", 0.95), ("sales type", 0.95), ("type", 0.5))


def _unit(told: set[str]) -> float:
    """``Unit`` alone may stand above prices: the cells tell."""
    if "measure" in told and not told & {"date", "time", *_MONEY}:
        return 0.95
    return 0.85 if told == {"each"} else 0.0


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
    "location": _location,
    "type": _type,
    "unit": _unit,
}


def name_score(name: str, of: Field) -> float:
    """Between 0 and 1: how far a column's name says that it tells this field."""
    found = concepts(name)
    told = set(found) - {UNKNOWN}
    score = _BY_NAME[of](told)
    mine: set[str] = {"store"} if of == "location" else set()
    if told & (_STRANGERS - mine) and not (of == "status" and told & {"payment"}):
        score *= 0.15
    return score * 0.93 ** min(found.count(UNKNOWN), 3)


def is_amount(name: str) -> bool:
    """Whether a column tells how many or how much, so that its cells add up."""
    return bool(
        set(concepts(name))
        & {"quantity", "sold", "sales", "price", "amount", "cost", "tax", "discount"}
    )
