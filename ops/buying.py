"""What the demo's shop buys: places, suppliers, terms, and orders in every state.

Suppliers, costs and orders are those of the made-up shop, as its import's files say.
Each thing is looked for by its name before it is made, and an order goes on from where
it stands: running it again, also after half of it, makes nothing twice.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from shared.clock import business_today
from shared.csv_files import csv_lines

Ask = Callable[..., Any]
"""Method, service, path and options of a request; what the answer says."""
Line = dict[str, str]

LOCATIONS = (
    {"name": "Market hall", "address": "1 Market Square", "transfer_days": 1},
    {"name": "Warehouse", "address": "12 Harbour Road", "transfer_days": 2},
)
FOREIGN = {"EUR": ("USD", 0.92)}
"""In what the last supplier is paid, by the shop's currency, and what one is worth."""
FREIGHT = 12.5
KEEPS_DAYS = (5, 21, 90, 240)
"""How long lots that came in are good: some of them not much longer."""


class Buying:
    """As the manager that ``ask`` is signed in as. ``read_table`` gives one of the files
    of the made-up shop."""

    def __init__(
        self, ask: Ask, read_table: Callable[[str], str], currency: str
    ) -> None:
        self._ask = ask
        self._read = read_table
        self._currency = currency

    def run(self) -> int:
        """How many orders there are in the end."""
        places = [1, *(self._location(each) for each in LOCATIONS)]
        self._import("/api/suppliers/import", self._suppliers())
        self._import("/api/suppliers/terms/import", self._read("terms"))
        suppliers = {each["name"]: each for each in self._get("/api/suppliers")}
        known = {
            order["reference"]: order
            for supplier in suppliers.values()
            for order in self._get(
                "/api/purchase-orders", supplier_id=supplier["id"], limit=100
            )
        }
        wanted: defaultdict[str, list[Line]] = defaultdict(list)
        for line in _lines(self._read("purchase-orders")):
            wanted[line["reference"]].append(line)
        for n, (reference, lines) in enumerate(wanted.items()):
            supplier = suppliers[lines[0]["supplier"]]
            order = known.get(reference) or self._draft(
                lines, supplier["id"], places[n % len(places)]
            )
            self._go_on(lines, order["id"])
        return len(wanted)

    def _suppliers(self) -> str:
        """The last of them is paid in another currency."""
        currency, rate = FOREIGN.get(self._currency, ("EUR", 1.1))
        lines = _lines(self._read("suppliers"))
        for line in lines:
            line |= {"currency": self._currency, "rate": "1"}
        lines[-1] |= {"currency": currency, "rate": str(rate)}
        return _written(lines)

    def _import(self, path: str, content: str) -> None:
        """The same again is no change."""
        self._ask(
            "POST", "products", path, content=content.encode(),
            headers={"Content-Type": "text/csv"},
        )  # fmt: skip

    def _location(self, wanted: dict[str, Any]) -> Any:
        for found in self._get("/api/locations", limit=100):
            if found["name"] == wanted["name"]:
                return found["id"]
        return self._ask("POST", "products", "/api/locations", json=wanted)["id"]

    def _draft(
        self, lines: list[Line], supplier_id: int, location_id: int
    ) -> dict[str, Any]:
        ids = self._product_ids(lines)
        order: dict[str, Any] = self._ask(
            "POST", "products", "/api/purchase-orders",
            json={
                "supplier_id": supplier_id, "location_id": location_id,
                "reference": lines[0]["reference"],
                "expected_on": lines[0]["expected_on"],
                "lines": [
                    {
                        "product_id": ids[line["product_sku"]],
                        "quantity": int(line["quantity"]),
                        "unit_cost": float(line["unit_cost"]),
                    }
                    for line in lines
                ],
            },
        )  # fmt: skip
        return order

    def _product_ids(self, lines: list[Line]) -> dict[str, int]:
        skus = [line["product_sku"] for line in lines]
        return {
            each["sku"]: each["id"] for each in self._get("/api/products", skus=skus)
        }

    def _go_on(self, lines: list[Line], order_id: int) -> None:
        path = f"/api/purchase-orders/{order_id}"
        order = self._get(path)
        if lines[0]["received"] and order["status"] == "draft":
            order = self._ask("POST", "products", f"{path}/place")
        came = [int(line["received"] or 0) for line in lines]
        if any(came) and order["status"] == "placed":
            received = [
                {"line_id": line["id"], "quantity": units, **_lot(lines[0], n)}
                for n, (line, units) in enumerate(
                    zip(order["lines"], came, strict=True)
                )
                if units
            ]
            self._ask(
                "POST", "products", f"{path}/receipts",
                json={
                    "lines": received, "delivery_note": lines[0]["reference"],
                    "freight": FREIGHT,
                },
            )  # fmt: skip

    def _get(self, path: str, **params: Any) -> Any:
        return self._ask("GET", "products", path, params=params)


def _lot(line: Line, n: int) -> dict[str, str]:
    """Of which lot it is, and until when it is good; of every second line."""
    if n % 2:
        return {}
    days = KEEPS_DAYS[n // 2 % len(KEEPS_DAYS)]
    good_until = business_today() + timedelta(days=days)
    return {
        "lot": f"L{line['reference'][-1]}{n:02}",
        "expires_on": good_until.isoformat(),
    }


def _lines(table: str) -> list[Line]:
    return list(csv.DictReader(io.StringIO(table)))


def _written(lines: Iterable[Line]) -> str:
    first, *rest = lines
    return csv_lines([first.keys(), *(line.values() for line in (first, *rest))])
