"""Goods that are sold and come back, bundles among them."""

from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import (
    Bundle,
    rule,
)

from sales_svc.tests.factories import give_back, line, order, sale_body, void
from shared.quantities import Units, as_json
from tests.goods.model import LINES, PLACES
from tests.goods.shop import Goods


class Selling(Goods):
    sales: Bundle[int] = Bundle("sales")

    @rule(target=sales, sold=LINES, place=PLACES, correct=st.booleans())
    def sell(self, sold: tuple[int, Units], place: int, correct: bool) -> Any:
        product, quantity = sold
        body = sale_body(
            product,
            quantity=as_json(quantity),
            location_id=place,
            short_stock="correct" if correct else "refuse",
        )
        answer = self._run(self.till.post("/api/sales", json=body))
        return self._recorded(answer, [sold], place, correct)

    @rule(
        target=sales,
        sold=st.lists(LINES, min_size=1, max_size=4),
        place=PLACES,
        correct=st.booleans(),
    )
    def sell_a_basket(
        self, sold: list[tuple[int, Units]], place: int, correct: bool
    ) -> Any:
        lines = [line(product, as_json(quantity)) for product, quantity in sold]
        short = "correct" if correct else "refuse"
        answer = self._run(
            order(self.till, *lines, short_stock=short, location_id=place)
        )
        return self._recorded(answer, sold, place, correct)

    @rule(sale=sales)
    def void_a_sale(self, sale: int) -> None:
        assert self._run(void(self.till, sale)).status_code == 200
        was = self.sold[sale]
        if not was.voided:
            self._give_back(was, was.quantity - was.returned)
        was.voided = True

    @rule(sale=sales, quantity=st.integers(1, 3), damaged=st.booleans())
    def take_units_back(self, sale: int, quantity: int, damaged: bool) -> None:
        condition = "damaged" if damaged else "resaleable"
        answer = self._run(give_back(self.till, sale, quantity, condition))
        was = self.sold[sale]
        fits = not was.voided and quantity <= was.quantity - was.returned
        assert answer.status_code == (201 if fits else 409), answer.text
        if fits:
            was.returned += quantity
            if not damaged:
                self._give_back(was, quantity)
