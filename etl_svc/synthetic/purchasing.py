"""Where a made-up shop buys: suppliers, what its products cost there, and orders.

As rows in the columns of the files that products_svc imports. What a product costs depends on
seed, profile and product alone, as what it sells does: a larger shop adds lines and
changes none. Products that sold nothing in the plan's days are bought nowhere.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from etl_svc.rules import Profile, SyntheticPlan
from etl_svc.synthetic.shop import Item, day_of, item, uniforms

PurchasingTable = Literal["suppliers", "terms", "purchase-orders"]


@dataclass(frozen=True, slots=True)
class SyntheticSupplier:
    """``share`` of the shop's products are bought there. Empty texts and 0 are left to
    whoever imports them."""

    name: str
    lead_time_days: int
    share: float
    order_days: str = ""
    review_days: int = 7
    minimum_order_value: int = 0
    carriage_free_from: int = 0
    case: int = 6


SUPPLIERS = (
    SyntheticSupplier("Alliance Distribution", 3, 0.5, order_days="1 4", minimum_order_value=100),
    SyntheticSupplier("Central Services", 9, 0.3, carriage_free_from=500, case=12),
    SyntheticSupplier("Direct Import", 35, 0.2, review_days=28, case=24),
)  # fmt: skip
"""Of every made-up shop of a profile; their names are the same in French and English."""
COST_SHARE = (0.45, 0.7)
"""Of a price, what its product costs."""
BREAK_CASES = 10
"""From so many cases on a unit costs less."""
BREAK_FACTOR = 0.95
ORDER_LINES = 6


@dataclass(frozen=True, slots=True)
class SyntheticOrder:
    """``expected_in`` days after the shop's last day of sales; ``received`` is the share
    of each line that has come in, None of an order that was not placed."""

    number: int
    supplier: int
    expected_in: int
    received: float | None


ORDERS = (
    SyntheticOrder(1, 0, expected_in=4, received=None),
    SyntheticOrder(2, 1, expected_in=9, received=0),
    SyntheticOrder(3, 2, expected_in=-3, received=0),
    SyntheticOrder(4, 0, expected_in=2, received=0.5),
    SyntheticOrder(5, 1, expected_in=0, received=1),
    SyntheticOrder(6, 0, expected_in=0, received=1),
)
"""One in every state that an order can be in."""


def purchasing_rows(
    plan: SyntheticPlan, table: PurchasingTable
) -> Iterator[Sequence[object]]:
    """Of one of the files; the first has the names of its columns."""
    match table:
        case "suppliers":
            return _suppliers(plan.profile)
        case "terms":
            return _terms(plan)
        case "purchase-orders":
            return _orders(plan)


def _suppliers(profile: Profile) -> Iterator[Sequence[object]]:
    yield (
        "name",
        "lead_time_days",
        "order_days",
        "review_days",
        "minimum_order_value",
        "carriage_free_from",
    )
    for each in SUPPLIERS:
        yield (
            _name(profile, each),
            each.lead_time_days,
            each.order_days,
            each.review_days,
            each.minimum_order_value or "",
            each.carriage_free_from or "",
        )


def _terms(plan: SyntheticPlan) -> Iterator[Sequence[object]]:
    yield (
        "supplier",
        "product_sku",
        "sku",
        "unit_cost",
        "price_breaks",
        "order_multiple",
        "minimum_quantity",
        "preferred",
    )
    for product in _products(plan):
        supplier = supplier_of(plan, product)
        cost = cost_of(plan, product)
        yield (
            _name(plan.profile, supplier),
            product.draft.sku,
            f"{supplier.name[0]}-{product.index + 1:04}",
            f"{cost:.2f}",
            f"{supplier.case * BREAK_CASES}:{cost * BREAK_FACTOR:.2f}",
            supplier.case,
            supplier.case,
            "yes",
        )


def _orders(plan: SyntheticPlan) -> Iterator[Sequence[object]]:
    """``received`` are units; empty in an order that is a draft."""
    yield (
        "reference",
        "supplier",
        "expected_on",
        "product_sku",
        "quantity",
        "unit_cost",
        "received",
    )
    for order in ORDERS:
        supplier = SUPPLIERS[order.supplier]
        expected = plan.end + timedelta(days=order.expected_in)
        goods = (p for p in _products(plan) if supplier_of(plan, p) is supplier)
        for _, product in zip(range(ORDER_LINES), goods, strict=False):
            quantity = _wanted(supplier, product)
            received = (
                "" if order.received is None else math.floor(quantity * order.received)
            )
            yield (
                f"{plan.profile.upper()}-{plan.seed}-{order.number}",
                _name(plan.profile, supplier),
                expected,
                product.draft.sku,
                quantity,
                f"{cost_of(plan, product):.2f}",
                received,
            )


def _products(plan: SyntheticPlan) -> Iterator[Item]:
    """Those that sold something: no catalogue has the others."""
    products = (
        item((plan.profile, plan.seed), index) for index in range(plan.products)
    )
    days = [plan.first_day + timedelta(days=n) for n in range(plan.days)]
    return (
        product
        for product in products
        if any(day_of(plan, product, day).sold for day in days)
    )


def supplier_of(plan: SyntheticPlan, product: Item) -> SyntheticSupplier:
    chance = _draws(plan, product)[0]
    for supplier in SUPPLIERS:
        if chance < supplier.share:
            return supplier
        chance -= supplier.share
    return SUPPLIERS[-1]


def cost_of(plan: SyntheticPlan, product: Item) -> float:
    """Of a unit, in the shop's currency; at least a cent."""
    low, high = COST_SHARE
    share = low + (high - low) * _draws(plan, product)[1]
    return max(0.01, round(float(product.draft.price) * share, 2))


def _draws(plan: SyntheticPlan, product: Item) -> tuple[float, float]:
    return uniforms(f"{plan.profile}/{plan.seed}/{product.index}/purchasing")


def _wanted(supplier: SyntheticSupplier, product: Item) -> int:
    """Whole cases for what sells between two orders and until they come."""
    days = supplier.lead_time_days + supplier.review_days
    cases = math.ceil(product.level * product.chance * days / supplier.case)
    return supplier.case * max(1, cases)


def _name(profile: Profile, supplier: SyntheticSupplier) -> str:
    """Shops of one profile share their suppliers, those of another do not."""
    return f"{supplier.name} ({profile.replace('_', ' ')})"
