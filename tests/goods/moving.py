"""Goods that go from place to place, are counted, corrected and written off."""

from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import (
    Bundle,
    multiple,
    rule,
)

from products_svc.tests import factories as stock
from shared.quantities import Units, as_json
from tests.goods.model import COSTS, GOODS, PLACES, Counted, Line, Sheet, units
from tests.goods.shop import Goods


class Moving(Goods):
    transfers: Bundle[int] = Bundle("transfers")
    sheets: Bundle[int] = Bundle("sheets")

    @rule(
        target=transfers,
        here=PLACES,
        lines=st.dictionaries(GOODS, units(4), min_size=1, max_size=3),
    )
    def ship_goods(self, here: int, lines: dict[int, Units]) -> Any:
        there = 3 - here
        said = [({"id": n}, as_json(quantity)) for n, quantity in lines.items()]
        made = self._run(
            stock.add_transfer(self.http, here, there, *said, shipped=False)
        )
        answer = self._post(f"/api/stock/transfers/{made['id']}/ship")
        enough = all(q <= self.shelves[product, here] for product, q in lines.items())
        assert answer.status_code == (200 if enough else 409), answer.text
        if not enough:
            return multiple()
        for product, quantity in lines.items():
            self._move(product, here, -quantity)
        self.shipped[made["id"]] = (
            here,
            there,
            {
                row["id"]: Line(row["product_id"], lines[row["product_id"]])
                for row in made["lines"]
            },
        )
        return int(made["id"])

    @rule(
        transfer=transfers,
        came=st.none() | st.lists(units(4), min_size=1, max_size=3),
        lost=st.none() | units(2),
        reason=st.sampled_from(["missing", "damaged"]),
    )
    def unload_goods(
        self, transfer: int, came: list[Units] | None, lost: Units | None, reason: str
    ) -> None:
        """Some of it with something lost, or all that is still on its way."""
        _here, there, lines = self.shipped[transfer]
        if came is None:
            came, lost = [each.open for each in lines.values()], None
            if not all(came):
                return
        arrived = list(zip(lines, came, strict=False))
        said = [
            {"line_id": n, "quantity": as_json(q)}
            | ({"lost": {"quantity": as_json(lost), "reason": reason}} if lost else {})
            for n, q in arrived
        ]
        answer = self._post(f"/api/stock/transfers/{transfer}/receive", lines=said)
        if any(q + (lost or 0) > lines[n].open for n, q in arrived):
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 200, answer.text
        for n, quantity in arrived:
            lines[n].arrived += quantity
            lines[n].over += lost or 0
            self._move(lines[n].product, there, quantity)

    @rule(
        target=sheets,
        place=PLACES,
        seen=st.dictionaries(GOODS, st.just(0) | units(9), min_size=1, max_size=3),
    )
    def count_shelves(self, place: int, seen: dict[int, Units]) -> int:
        made = self._run(
            stock.open_count(
                self.http, location_id=place, filter={"product_ids": list(seen)}
            )
        )
        said = [{"product_id": n, "units": as_json(u)} for n, u in seen.items()]
        answer = self._run(stock.enter(self.http, made, *said))
        assert answer.status_code == 200, answer.text
        self.counts[made["id"]] = Sheet(
            place,
            {n: Counted(self.shelves[n, place], units) for n, units in seen.items()},
        )
        return int(made["id"])

    @rule(sheet=sheets)
    def post_a_sheet(self, sheet: int) -> None:
        """What was sold since it was counted stays sold."""
        counted = self.counts[sheet]
        answer = self._post(f"/api/stock/counts/{sheet}/post", confirm_all=True)
        differences = {
            product: each.units - each.expected
            for product, each in counted.lines.items()
        }
        if counted.posted:
            assert answer.status_code == 200, answer.text
            return
        if any(
            self.shelves[product, counted.place] + units < 0
            for product, units in differences.items()
        ):
            assert answer.json()["code"] == "recount_needed", answer.text
            return
        assert answer.status_code == 200, answer.text
        counted.posted = True
        for product, difference in differences.items():
            self._move(product, counted.place, difference)
            # Who counted it before need not post the same difference once more.
            for other in self.counts.values():
                if other.place == counted.place and product in other.lines:
                    other.lines[product].expected += difference

    @rule(
        product=GOODS,
        place=PLACES,
        delta=units(6) | units(6).map(lambda n: -n),
        cost=st.none() | COSTS,
    )
    def adjust(
        self, product: int, place: int, delta: Units, cost: float | None
    ) -> None:
        said = {"unit_cost": cost} if cost is not None and delta > 0 else {}
        answer = self._run(
            stock.adjust(
                self.http, product, delta=as_json(delta), location_id=place, **said
            )
        )
        if delta > 0:
            assert answer.status_code == 201, answer.text
            self._move(product, place, delta)
        else:
            self._taken(answer, product, place, -delta)

    @rule(which=st.integers(0, 9), part=st.none() | units(3))
    def write_a_lot_off(self, which: int, part: Units | None) -> None:
        lots = self._run(self.http.get("/api/stock/lots")).json()
        if not lots:
            return
        lot = lots[which % len(lots)]
        answer = self._post(
            f"/api/stock/lots/{lot['id']}/write-off",
            **({} if part is None else {"quantity": as_json(part)}),
        )
        left = Decimal(str(lot["on_hand"]))
        if part is not None and part > left:
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 200, answer.text
        self._move(lot["product_id"], lot["location_id"], -(part or left))
