from products_svc.stock.rules import StockTarget


def test_a_target_alone_is_reached_from_wherever_stock_is():
    assert StockTarget(units=20).delta(on_hand=7) == 13


def test_beside_an_expected_value_only_the_difference_counts():
    assert StockTarget(units=20, expected=10).delta(on_hand=7) == 10
