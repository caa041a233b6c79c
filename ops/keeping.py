"""How the demo's shop keeps its stock: tax rates, goods between its places, counts.

Each thing is looked for by its note before it is made, and goes on from where it stands:
running it again, also after half of it, makes nothing twice.
"""

from typing import Any

from ops.buying import Ask
from shared.csv_files import csv_lines

MAIN = 1
FOOD_TAX, OTHER_TAX = 5.5, 20
OTHER = ("Sodas", "Café")
"""Categories of the made-up shop that are taxed as luxuries are."""
ARRIVED, UNDER_WAY = "For the weekend", "For the stall"
COUNTED, BEGUN = "Monthly count", "Shelf by the door"
LINES = 4
MOST = 6
"""Units of a product that go to another place."""


class Keeping:
    """As the manager that ``ask`` is signed in as."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def run(self) -> None:
        products = self._get("/api/products", sort="sku", limit=100, kind="product")
        self._say_taxes(products)
        stocked = [each for each in products if each["stock"] >= 2 * MOST]
        places = [
            each["id"] for each in self._get("/api/locations") if each["id"] != MAIN
        ]
        if stocked and places:
            self._transfer(ARRIVED, places[0], stocked[:LINES], came=True)
            self._transfer(UNDER_WAY, places[-1], stocked[LINES : 2 * LINES])
            self._count(COUNTED, stocked[0]["category"], ends=True)
            self._count(BEGUN, stocked[-1]["category"])

    def _say_taxes(self, products: list[dict[str, Any]]) -> None:
        """Of those of which nobody has said it."""
        rates = [
            (each["sku"], str(OTHER_TAX if each["category"] in OTHER else FOOD_TAX))
            for each in products
            if each["tax_rate"] is None
        ]
        if not rates:
            return
        self._ask(
            "POST", "products", "/api/products/import",
            content=csv_lines([("sku", "tax_rate"), *rates]).encode(),
            headers={"Content-Type": "text/csv"},
        )  # fmt: skip

    def _transfer(
        self, note: str, to: int, products: list[dict[str, Any]], *, came: bool = False
    ) -> None:
        path = "/api/stock/transfers"
        # The list has no notes.
        listed = self._get(path, location_id=to, limit=20)
        found = [self._get(f"{path}/{each['id']}") for each in listed]
        transfer = _noted(found, note) or self._post(
            path,
            from_location_id=MAIN,
            to_location_id=to,
            note=note,
            lines=[{"product_id": each["id"], "quantity": MOST} for each in products],
        )
        if transfer["status"] == "draft":
            transfer = self._post(f"{path}/{transfer['id']}/ship")
        if came and transfer["status"] != "received":
            self._post(f"{path}/{transfer['id']}/receive")

    def _count(self, note: str, category: str, *, ends: bool = False) -> None:
        """Of every third product there is one less; half of the sheet that is only begun
        is not counted yet."""
        path = "/api/stock/counts"
        count = _noted(self._get(path, limit=100), note) or self._post(
            path, note=note, filter={"category": category}
        )
        here = f"{path}/{count['id']}"
        if count["status"] == "open" and not count["counted"]:
            lines = self._get(f"{here}/lines", limit=100)
            counted = [
                {
                    "product_id": line["product_id"],
                    "units": max(line["expected"] - (n % 3 == 0), 0),
                }
                for n, line in enumerate(lines)
                if ends or n < max(len(lines) // 2, 1)
            ]
            self._ask("PUT", "products", f"{here}/lines", json={"lines": counted})
        if ends and count["status"] == "open":
            self._post(f"{here}/post", confirm_all=True)

    def _post(self, path: str, **body: Any) -> Any:
        return self._ask("POST", "products", path, json=body)

    def _get(self, path: str, **params: Any) -> Any:
        return self._ask("GET", "products", path, params=params)


def _noted(found: list[Any], note: str) -> Any:
    return next((each for each in found if each["note"] == note), None)
