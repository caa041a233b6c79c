import pytest

from products_svc.catalogue.rules import precondition_holds
from products_svc.stock.rules import StockTarget


def test_a_target_alone_is_reached_from_wherever_stock_is():
    assert StockTarget(units=20).delta(on_hand=7) == 13


def test_beside_an_expected_value_only_the_difference_counts():
    assert StockTarget(units=20, expected=10).delta(on_hand=7) == 10


@pytest.mark.parametrize(
    ("if_match", "holds"),
    [
        (None, True),
        ("*", True),
        ('"3"', True),
        ('"2", "3"', True),
        ('"2"', False),
        ("3", False),
        ('W/"3"', False),
        ("", False),
    ],
)
def test_a_precondition_holds_for_the_version_it_names(if_match, holds):
    assert precondition_holds(if_match, 3) is holds
