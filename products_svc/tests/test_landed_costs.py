"""Freight and duty are part of what goods cost."""

from decimal import Decimal

import pytest

from products_svc.receiving.rules import landed_costs, spread_to_the_cent
from products_svc.tests.factories import add_order, add_product, add_supplier, receive


async def test_freight_and_duty_are_part_of_what_goods_cost(client, tea):
    south = await add_supplier(client, currency="USD", rate=0.5)
    rice = await add_product(client)
    order = await add_order(
        client, south,
        {"product_id": tea["id"], "quantity": 3, "unit_cost": 10},
        {"product_id": rice["id"], "quantity": 10, "unit_cost": 1},
    )  # fmt: skip

    done = await receive(client, order, 3, 10, freight=8.01, duty=2, spread="value")

    tea_line, rice_line = done.json()["lines"]
    assert (tea_line["value"], rice_line["value"]) == (22.51, 7.5)
    assert (tea_line["landed_unit_cost"], rice_line["landed_unit_cost"]) == (
        7.503333,
        0.75,
    )
    ledger = (
        await client.get("/api/stock/movements", params={"product_id": tea["id"]})
    ).json()
    assert ledger[0]["unit_cost"] == 7.503333


def cents(*amounts):
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        ("10", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("0.01", ["1", "5"], ["0.00", "0.01"]),
        ("10", ["15", "5"], ["7.50", "2.50"]),
        ("0", ["0", "0"], ["0", "0"]),
    ],
)
def test_shares_add_up_to_the_cent(amount, weights, shares):
    assert spread_to_the_cent(Decimal(amount), cents(*weights)) == cents(*shares)


def test_goods_that_cost_nothing_share_by_quantity():
    landed = landed_costs(
        [(1, Decimal(0)), (3, Decimal(0))],
        rate=Decimal(1),
        charges=Decimal(4),
        spread="value",
    )

    assert [each.value for each in landed] == cents(1, 3)
    assert [each.unit_cost for each in landed] == cents(1, 1)
