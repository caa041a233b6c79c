"""Each conservation law notices what it is there for."""

import asyncpg
import pytest

from tests.faults.laws import LAWS, broken_laws

SHOP = """
    INSERT INTO products.products (sku, name, price) VALUES ('TEA', 'Tea', 2);
    INSERT INTO products.stock (product_id, location_id, on_hand) VALUES (1, 1, 7);
    INSERT INTO products.stock_movements
        (product_id, location_id, delta, on_hand, reason, reference, actor)
    VALUES (1, 1, 10, 10, 'initial', NULL, 1), (1, 1, -3, 7, 'sale', 'sale:1', 1),
           (1, 1, -1, 6, 'sale', 'sale:2', 1), (1, 1, -2, 4, 'sale', 'sale:3', 1),
           (1, 1, 2, 6, 'return', 'sale:3', 1),
           (1, 1, 1, 7, 'return', 'return/1', 1),
           (1, 1, 1, 8, 'return', 'return/2', 1),
           (1, 1, -1, 7, 'damaged', 'return/2', 1),
           (1, 1, 4, 11, 'found', 'sale:5', 1), (1, 1, -4, 7, 'sale', 'sale:5', 1);
    UPDATE products.stock SET value = 14;
    UPDATE products.stock_movements SET unit_cost = 2, value = 2 * delta,
        value_after = 2 * on_hand, source = CASE
        WHEN reference LIKE 'return/%' AND delta > 0 THEN 'sale/1'
        WHEN reference = 'sale:3' AND delta > 0 THEN 'sale/3' END;
    INSERT INTO products.products (sku, name, price) VALUES ('MUG', 'Mug', 5);
    INSERT INTO products.stock (product_id, location_id, on_hand, value)
    VALUES (2, 1, 3, 4.51);
    INSERT INTO products.suppliers (name, address, language, currency, rate, order_days,
        review_days, closed) VALUES ('North', '', 'en', 'EUR', 1, '{}', 0, '[]');
    INSERT INTO products.purchase_orders
        (supplier_id, location_id, status, currency, rate, created_by)
    VALUES (1, 1, 'received', 'EUR', 1, 1);
    INSERT INTO products.purchase_order_lines (order_id, product_id, quantity, unit_cost,
        received) VALUES (1, 2, 3, 1, 3);
    INSERT INTO products.purchase_receipts (order_id, received_at, freight, duty, spread,
        received_by) VALUES (1, now(), 1.51, 0, 'value', 1);
    INSERT INTO products.stock_movements (product_id, location_id, delta, on_hand, reason,
        reference, unit_cost, value, value_after, actor)
    VALUES (2, 1, 3, 3, 'receipt', 'receipt/1', 1.503333, 4.51, 4.51, 1);
    INSERT INTO products.purchase_receipt_lines (receipt_id, line_id, quantity, unit_cost,
        landed_unit_cost, value, movement_id)
    SELECT 1, 1, 3, 1, 1.503333, 4.51, max(id) FROM products.stock_movements;
    INSERT INTO products.locations (name) VALUES ('Lyon');
    INSERT INTO products.products (sku, name, price) VALUES ('MILK', 'Milk', 1);
    INSERT INTO products.stock (product_id, location_id, on_hand) VALUES (3, 1, 6);
    INSERT INTO products.stock_movements
        (product_id, location_id, delta, on_hand, reason, reference, source, actor)
    VALUES (3, 1, 10, 10, 'initial', NULL, NULL, 1),
           (3, 1, -4, 6, 'transfer_out', 'transfer_line/1', 'transfer/1', 1);
    INSERT INTO products.stock_transfers
        (from_location_id, to_location_id, status, created_by)
    VALUES (1, 2, 'in_transit', 1);
    INSERT INTO products.stock_transfer_lines (transfer_id, product_id, quantity, shipped)
    VALUES (1, 3, 4, 4);
    INSERT INTO products.stock (product_id, location_id, on_hand, value)
    VALUES (2, 2, 1, 1.50);
    UPDATE products.stock SET on_hand = 2, value = 3.01
    WHERE (product_id, location_id) = (2, 1);
    INSERT INTO products.stock_movements (product_id, location_id, delta, on_hand, reason,
        reference, source, unit_cost, value, value_after, actor)
    VALUES (2, 1, -1, 2, 'transfer_out', 'transfer_line/2', 'transfer/2', 1.5, -1.50, 3.01, 1),
           (2, 2, 1, 1, 'transfer_in', 'transfer_receipt_line/1', 'transfer/2', 1.5, 1.50,
            1.50, 1);
    INSERT INTO products.stock_transfers
        (from_location_id, to_location_id, status, created_by)
    VALUES (1, 2, 'received', 1);
    INSERT INTO products.stock_transfer_lines (transfer_id, product_id, quantity, shipped,
        received, value, value_received) VALUES (2, 2, 1, 1, 1, 1.50, 1.50);
    INSERT INTO products.lots (product_id, location_id, code, on_hand)
    VALUES (3, 1, 'A', 5);
    INSERT INTO products.lot_movements (movement_id, lot_id, delta)
    SELECT id, 1, CASE WHEN delta > 0 THEN 9 ELSE -4 END
    FROM products.stock_movements WHERE product_id = 3;
    INSERT INTO sales.sales
        (product_id, quantity, price, sold_at, user_id, stock_taken,
         voided_at, voided_by, void_reason, returned)
    VALUES (1, 3, 2, '2026-01-01 10:00Z', 1, true, NULL, NULL, NULL, 2),
           (1, 1, 2, '2026-01-02 10:00Z', 1, true, NULL, NULL, NULL, 0),
           (1, 2, 2, '2026-01-02 11:00Z', 1, true, now(), 1, 'wrong', 0),
           (1, 5, 2, '2025-01-02 11:00Z', 1, false, NULL, NULL, NULL, 0);
    INSERT INTO products.products (sku, name, price, kind)
    VALUES ('GIFT', 'Gift', 9, 'bundle');
    INSERT INTO products.products (sku, name, price) VALUES ('CUP', 'Cup', 2);
    INSERT INTO products.bundle_components VALUES (4, 5, 2);
    INSERT INTO products.stock (product_id, location_id, on_hand, value, average_cost)
    VALUES (5, 1, 2, 0.02, 0.01);
    INSERT INTO products.stock_movements (product_id, location_id, delta, on_hand, reason,
        reference, source, unit_cost, value, value_after, actor)
    VALUES (5, 1, 4, 4, 'initial', NULL, NULL, 0.01, 0.04, 0.04, 1),
           (5, 1, -4, 0, 'sale', 'sale:6', NULL, 0.01, -0.04, 0, 1),
           (5, 1, 2, 2, 'return', 'return/3', 'sale/6', 0.01, 0.02, 0.02, 1);
    INSERT INTO sales.orders (user_id, location_id, sold_at)
    VALUES (1, 1, '2026-01-04 10:00Z');
    INSERT INTO sales.sales
        (product_id, quantity, price, sold_at, user_id, order_id, found)
    VALUES (1, 4, 2, '2026-01-04 10:00Z', 1, 1, 4);
    UPDATE sales.sales SET unit_cost = 2, cost = 2 * quantity WHERE stock_taken;
    INSERT INTO sales.sales
        (product_id, quantity, price, sold_at, user_id, unit_cost, cost, returned)
    VALUES (4, 2, 9, '2026-01-05 10:00Z', 1, 0.02, 0.04, 1);
    INSERT INTO sales.returns (sale_id, quantity, condition, reason, user_id)
    VALUES (1, 1, 'resaleable', 'too much', 1), (1, 1, 'damaged', 'broken', 1),
           (6, 1, 'resaleable', 'one too many', 1);
    INSERT INTO sales.consumptions (sale_id, return_id, product_id, quantity)
    VALUES (6, NULL, 5, 4), (6, 3, 5, -2);
    INSERT INTO forecast.generations VALUES (0, 'live', 'UTC');
    INSERT INTO forecast.daily (generation, product_id, day, quantity, revenue, sales)
    VALUES (0, 1, '2026-01-01', 1, 2, 1), (0, 1, '2026-01-02', 1, 2, 1),
           (0, 1, '2025-01-02', 5, 10, 1), (0, 1, '2026-01-04', 4, 8, 1),
           (0, 4, '2026-01-05', 1, 9, 1);
    INSERT INTO forecast.stock VALUES (0, 1, 1, 7, 8, now()), (0, 2, 1, 2, 9, now()),
           (0, 2, 2, 1, 9, now()), (0, 3, 1, 6, 10, now()), (0, 5, 1, 2, 15, now());
    INSERT INTO forecast.products (generation, product_id, version, price)
    VALUES (0, 1, 1, 2), (0, 2, 1, 5), (0, 3, 1, 1), (0, 4, 1, 9), (0, 5, 1, 2);
"""
OUTBOX = "sales.outbox is empty"
VIOLATIONS = {
    "a live sale took its units from stock, once": [
        "UPDATE products.stock_movements SET delta = -3 WHERE reference = 'sale:6'",
        "UPDATE sales.consumptions SET quantity = 5 WHERE quantity = 4",
        "UPDATE products.stock_movements SET delta = -2 WHERE reference = 'sale:1'",
        "UPDATE sales.sales SET stock_taken = true WHERE id = 4",
        "UPDATE sales.sales SET stock_taken = false WHERE id = 1",
        "UPDATE products.stock_movements SET location_id = 2 WHERE reference = 'sale:1'",
    ],
    "units of a sale leave with the sale only": [
        "DELETE FROM sales.sales WHERE id = 2",
        "UPDATE sales.sales SET location_id = 2 WHERE id = 2",
    ],
    "units come back with a void, once, and never without one": [
        "DELETE FROM products.stock_movements WHERE reason = 'return'",
        "UPDATE products.stock_movements SET location_id = 2 WHERE reason = 'return'",
        "UPDATE sales.sales SET voided_at = NULL, voided_by = NULL, void_reason = NULL"
        " WHERE id = 3",
    ],
    "units come back with a return, once, and damaged ones leave again": [
        "DELETE FROM products.stock_movements WHERE reference = 'return/1'",
        "DELETE FROM products.stock_movements WHERE reason = 'damaged'",
        "UPDATE sales.returns SET condition = 'damaged' WHERE id = 1",
        "UPDATE products.stock_movements SET delta = 2 WHERE reference = 'return/1'",
    ],
    "what was found of a sale is a movement of its own, once": [
        "UPDATE products.stock_movements SET delta = 3 WHERE reason = 'found'",
        "DELETE FROM products.stock_movements WHERE reason = 'found'",
        "UPDATE sales.sales SET found = 0 WHERE id = 5",
        "UPDATE sales.sales SET found = 1 WHERE id = 2",
    ],
    "a basket has lines, sold where and when it was": [
        "DELETE FROM sales.orders",
        "UPDATE sales.sales SET order_id = NULL WHERE id = 5",
        "UPDATE sales.sales SET order_id = 2 WHERE id = 2",
        "UPDATE sales.sales SET sold_at = now() WHERE id = 5",
    ],
    "what came back of a sale is the sum of its returns": [
        "UPDATE sales.sales SET returned = 1 WHERE id = 1",
        "DELETE FROM sales.returns WHERE id = 2",
    ],
    "stock is the sum of its movements, and never below zero": [
        "UPDATE products.stock SET on_hand = 6 WHERE product_id = 1",
        "DELETE FROM products.stock WHERE product_id = 1",
    ],
    "the value of stock is the sum of its movements' values, and that of nothing is 0": [
        "UPDATE products.stock SET value = 3.00 WHERE (product_id, location_id) = (2, 1)",
        "UPDATE products.stock_movements SET value = 1 WHERE reason = 'sale'",
    ],
    "a sale costs what its movements took, and so does what comes back of it": [
        "UPDATE products.stock_movements SET value = -0.02 WHERE product_id = 5"
        " AND reason = 'sale'",
        "UPDATE sales.sales SET cost = 2.01 WHERE id = 1",
        "UPDATE sales.sales SET unit_cost = 1 WHERE id = 1",
        "UPDATE products.stock_movements SET value = 1.33, value_after = 8.99"
        " WHERE reference = 'return/2' AND reason = 'return'",
    ],
    "what came in of an order is worth what its receipt says": [
        "UPDATE products.purchase_receipt_lines SET value = 4.50",
        "UPDATE products.stock_movements SET unit_cost = 1.5 WHERE reason = 'receipt'",
    ],
    "what came in of an order is what its receipts say": [
        "UPDATE products.purchase_order_lines SET received = 2",
        "UPDATE products.purchase_receipt_lines SET quantity = 2",
    ],
    "what left a location and has not come to the other is in transit": [
        "UPDATE products.stock_transfer_lines SET received = 1",
        "DELETE FROM products.stock_transfer_lines",
        "UPDATE products.stock_movements SET delta = -3 WHERE reason = 'transfer_out'",
    ],
    "what left with a transfer comes to the other location to the cent": [
        "UPDATE products.stock_movements SET value = 2.01, value_after = 2.01"
        " WHERE reason = 'transfer_in'",
        "UPDATE products.stock_transfer_lines SET value_received = 1.49 WHERE id = 2",
    ],
    "units leave with what units there are worth": [
        "UPDATE products.stock_movements SET value = -5.99, value_after = 14.01"
        " WHERE reference = 'sale:1'",
    ],
    "an order is as its lines are": [
        "UPDATE products.purchase_orders SET status = 'partially_received'",
        "UPDATE products.purchase_order_lines SET quantity = 4",
        "UPDATE products.purchase_order_lines SET quantity = 4, closed = 1",
    ],
    "what bundles are said to consume is what their sales still hold": [
        "DELETE FROM sales.consumptions WHERE return_id = 3",
        "UPDATE sales.sales SET returned = 0 WHERE id = 6",
    ],
    "a lot is the sum of its movements, and lots are no more than the stock": [
        "UPDATE products.lots SET on_hand = 4",
        "DELETE FROM products.lot_movements WHERE delta < 0",
        "UPDATE products.stock SET on_hand = 4 WHERE product_id = 3",
    ],
    "a daily series is the sum of its sales": [
        "UPDATE forecast.daily SET quantity = quantity + 1 WHERE day = '2026-01-01'",
        "DELETE FROM forecast.daily WHERE day = '2026-01-02'",
        "UPDATE forecast.daily SET sales = 2 WHERE day = '2025-01-02'",
        "UPDATE forecast.daily SET revenue = 1 WHERE day = '2025-01-02'",
        "INSERT INTO forecast.daily VALUES (0, 1, '2026-01-03', 1, 2, 1)",
        "UPDATE forecast.generations SET state = 'building'",
        "UPDATE forecast.daily SET location_id = 2 WHERE day = '2026-01-01'",
    ],
    "the forecasts' copy of stock is the stock": [
        "UPDATE forecast.stock SET on_hand = 5",
        "DELETE FROM forecast.stock",
    ],
    "the forecasts' copy of the catalogue is the catalogue": [
        "UPDATE products.products SET version = 2",
        "DELETE FROM forecast.products",
    ],
    "no rebuild is under way": [
        "INSERT INTO forecast.rebuilds (reason) VALUES ('requested')",
    ],
    OUTBOX: [
        "INSERT INTO sales.outbox (topic, payload) VALUES ('sales.created', '{}')",
    ],
}


@pytest.fixture
async def dsn(databases):
    await databases.clean("products", "sales", "forecast")
    dsn = databases.superuser_dsn()
    await execute(dsn, SHOP)
    yield dsn
    await databases.clean("products", "sales", "forecast")


async def execute(dsn, statements):
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


async def test_all_laws_hold_in_a_shop_in_order(dsn):
    assert await broken_laws(dsn) == {}


def test_every_law_is_broken_below():
    assert {*LAWS, OUTBOX} == set(VIOLATIONS)


@pytest.mark.parametrize(
    ("law", "violation"),
    [(law, violation) for law, all_ in VIOLATIONS.items() for violation in all_],
)
async def test_a_law_names_what_breaks_it(dsn, law, violation):
    await execute(dsn, violation)

    assert law in await broken_laws(dsn)
