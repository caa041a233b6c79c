"""Goods that are ordered, come in and go back."""

from datetime import timedelta

import hypothesis.strategies as st
from hypothesis.stateful import (
    Bundle,
    rule,
)

from products_svc.tests import factories as stock
from shared.clock import business_today
from shared.quantities import Units, as_json
from tests.goods.model import COSTS, GOODS, PLACES, Line, units
from tests.goods.shop import Goods


class Buying(Goods):
    orders: Bundle[int] = Bundle("orders")

    @rule(
        target=orders,
        place=PLACES,
        lines=st.lists(st.tuples(GOODS, units(9), COSTS), min_size=1, max_size=3),
    )
    def order_goods(self, place: int, lines: list[tuple[int, Units, float]]) -> int:
        said = [
            {"product_id": product, "quantity": as_json(quantity), "unit_cost": cost}
            for product, quantity, cost in lines
        ]
        made = self._run(
            stock.add_order(self.http, self.supplier, *said, location_id=place)
        )
        rows = zip(made["lines"], lines, strict=True)
        self.ordered[made["id"]] = (
            place,
            {row["id"]: Line(product, n) for row, (product, n, _) in rows},
        )
        return int(made["id"])

    @rule(
        order=orders,
        came=st.lists(units(9), min_size=1, max_size=3),
        lot=st.none() | st.sampled_from(["A", "B"]),
        expires_in=st.none() | st.integers(-2, 9),
        freight=COSTS,
        spread=st.sampled_from(["value", "quantity"]),
        over=st.booleans(),
    )
    def receive_goods(
        self,
        order: int,
        came: list[Units],
        lot: str | None,
        expires_in: int | None,
        freight: float,
        spread: str,
        over: bool,
    ) -> None:
        place, lines = self.ordered[order]
        arrived = list(zip(lines, came, strict=False))
        day = (
            None
            if expires_in is None
            else str(business_today() + timedelta(days=expires_in))
        )
        said = [
            {"line_id": n, "quantity": as_json(q), "lot": lot, "expires_on": day}
            for n, q in arrived
        ]
        answer = self._post(
            f"/api/purchase-orders/{order}/receipts",
            lines=said,
            freight=freight,
            spread=spread,
            confirm_over_receipt=over,
            confirm_expired=True,
        )
        # What comes after all is kept when somebody says so, also of a closed order.
        if not over and any(quantity > lines[n].open for n, quantity in arrived):
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 201, answer.text
        for n, quantity in arrived:
            lines[n].arrived += quantity
            self._move(lines[n].product, place, quantity)

    @rule(order=orders)
    def close_an_order(self, order: int) -> None:
        _place, lines = self.ordered[order]
        short = any(each.over for each in lines.values())
        still = any(each.open for each in lines.values())
        answer = self._post(f"/api/purchase-orders/{order}/close", reason="gone")
        assert answer.status_code == (200 if still or short else 409), answer.text
        for each in lines.values():
            each.over += each.open

    @rule(
        product=GOODS,
        place=PLACES,
        quantity=units(4),
        credit=st.none() | COSTS,
    )
    def send_goods_back(
        self, product: int, place: int, quantity: Units, credit: float | None
    ) -> None:
        answer = self._post(
            "/api/stock/supplier-returns",
            supplier_id=self.supplier["id"],
            location_id=place,
            reason="quality",
            lines=[
                {
                    "product_id": product,
                    "quantity": as_json(quantity),
                    "unit_credit": credit,
                }
            ],
        )
        self._taken(answer, product, place, quantity)
