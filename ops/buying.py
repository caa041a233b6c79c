"""What the demo's shop buys: places, suppliers, terms, and orders in every state.

Each thing is looked for by its name before it is made, and an order goes on from where
it stands: running it again, also after half of it, makes nothing twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Ask = Callable[..., Any]
"""Method, service, path and options of a request; what the answer says."""

LOCATIONS = (
    {"name": "Market hall", "address": "1 Market Square", "transfer_days": 1},
    {"name": "Warehouse", "address": "12 Harbour Road", "transfer_days": 2},
)
SUPPLIERS: tuple[dict[str, Any], ...] = (
    {
        "name": "Northern Foods", "email": "orders@northern-foods.example",
        "lead_time_days": 4, "order_days": [1, 4], "minimum_order_value": 100,
    },
    {
        "name": "Maison Martin", "email": "commandes@maison-martin.example", "country": "FR",
        "language": "fr", "lead_time_days": 9, "carriage_free_from": 500,
    },
    {"name": "Overseas Trading", "lead_time_days": 35, "review_days": 28},
)  # fmt: skip
FOREIGN = {"EUR": ("USD", 0.92)}
"""In what the last of them is paid, by the shop's currency, and what one is worth."""
COST_SHARE = 0.6
"""Of a price, what its product costs about."""
CASE = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order: of which supplier, where to, expected in how many days, and how far it
    has come. ``received``: the share of each line that came in."""

    reference: str
    supplier: int
    location: int | None
    expected_in: int
    placed: bool = True
    received: float = 0


ORDERS = (
    Wanted("DEMO-1", supplier=0, location=None, expected_in=4, placed=False),
    Wanted("DEMO-2", supplier=1, location=None, expected_in=9),
    Wanted("DEMO-3", supplier=2, location=1, expected_in=-3),
    Wanted("DEMO-4", supplier=0, location=0, expected_in=2, received=0.5),
    Wanted("DEMO-5", supplier=1, location=None, expected_in=0, received=1),
    Wanted("DEMO-6", supplier=0, location=1, expected_in=0, received=1),
)
LINES = 4


class Buying:
    """As the manager that ``ask`` is signed in as."""

    def __init__(self, ask: Ask, currency: str) -> None:
        self._ask = ask
        self._currency = currency

    def run(self) -> int:
        """How many orders there are in the end."""
        products = self._get("/api/products", limit=100)
        locations = [self._named("/api/locations", each) for each in LOCATIONS]
        suppliers = [self._named("/api/suppliers", each) for each in self._suppliers()]
        sold = [products[n :: len(suppliers)] for n in range(len(suppliers))]
        for supplier, goods in zip(suppliers, sold, strict=True):
            self._agree(supplier, goods)
        known = {
            order["reference"]: order
            for supplier in suppliers
            for order in self._get(
                "/api/purchase-orders", supplier_id=supplier["id"], limit=100
            )
        }
        for wanted in ORDERS:
            place = 1 if wanted.location is None else locations[wanted.location]["id"]
            supplier, goods = suppliers[wanted.supplier], sold[wanted.supplier]
            order = known.get(wanted.reference)
            if order is None and goods:
                order = self._draft(wanted, supplier["id"], place, goods[:LINES])
            if order is not None:
                self._go_on(wanted, order["id"])
        return len(ORDERS)

    def _suppliers(self) -> list[dict[str, Any]]:
        *near, far = SUPPLIERS
        currency, rate = FOREIGN.get(self._currency, ("EUR", 1.1))
        return [*near, far | {"currency": currency, "rate": rate}]

    def _named(self, path: str, wanted: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any]
        for found in self._get(path, limit=100):
            if found["name"] == wanted["name"]:
                return found
        found = self._ask("POST", "products", path, json=wanted)
        return found

    def _agree(self, supplier: dict[str, Any], goods: list[dict[str, Any]]) -> None:
        """The same terms again are no change."""
        items = [
            {
                "product_id": product["id"],
                "sku": f"{supplier['name'][0]}-{product['id']}",
                "unit_cost": cost,
                "price_breaks": [{"from_quantity": 10 * CASE, "unit_cost": less}],
                "order_multiple": CASE,
                "minimum_quantity": CASE,
            }
            for product in goods
            for cost in [round(product["price"] * COST_SHARE, 2)]
            for less in [round(cost * 0.95, 2)]
        ]
        if items:
            path = f"/api/suppliers/{supplier['id']}/products"
            self._ask("PUT", "products", path, json={"items": items})

    def _draft(
        self,
        wanted: Wanted,
        supplier_id: int,
        location_id: int,
        goods: list[dict[str, Any]],
    ) -> dict[str, Any]:
        expected = date.today() + timedelta(days=wanted.expected_in)  # noqa: DTZ011
        order: dict[str, Any] = self._ask(
            "POST", "products", "/api/purchase-orders",
            json={
                "supplier_id": supplier_id, "location_id": location_id,
                "reference": wanted.reference, "expected_on": str(expected),
                "lines": [
                    {"product_id": product["id"], "quantity": (n + 2) * CASE}
                    for n, product in enumerate(goods)
                ],
            },
        )  # fmt: skip
        return order

    def _go_on(self, wanted: Wanted, order_id: int) -> None:
        path = f"/api/purchase-orders/{order_id}"
        order = self._get(path)
        if wanted.placed and order["status"] == "draft":
            order = self._ask("POST", "products", f"{path}/place")
        if wanted.received and order["status"] == "placed":
            lines = [
                {
                    "line_id": line["id"],
                    "quantity": round(line["open"] * wanted.received),
                }
                for line in order["lines"]
            ]
            self._ask(
                "POST", "products", f"{path}/receipts",
                json={"lines": lines, "delivery_note": wanted.reference, "freight": 12.5},
            )  # fmt: skip

    def _get(self, path: str, **params: Any) -> Any:
        return self._ask("GET", "products", path, params=params)
