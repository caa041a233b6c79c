from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sales_svc.rules import SaleLine, is_too_far_ahead

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def line(**changes):
    usual: dict[str, Any] = {
        "product_id": 1,
        "quantity": 2,
        "sold_at": NOON,
        "price": Decimal("4.20"),
    }
    return SaleLine(**usual | changes)


def test_a_sale_is_too_far_ahead_after_a_day():
    assert not is_too_far_ahead(NOON + timedelta(hours=24), NOON)
    assert is_too_far_ahead(NOON + timedelta(hours=24, microseconds=1), NOON)


def test_fingerprints_are_equal_for_what_means_the_same():
    assert line().fingerprint() == line(price=Decimal("4.2")).fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"product_id": 12},
        {"quantity": 3},
        {"sold_at": NOON + timedelta(microseconds=1)},
        {"price": Decimal("4.21")},
        {"price": Decimal(0)},
        {"price": None},
    ],
)
def test_fingerprints_differ_for_what_does_not(change):
    assert line().fingerprint() != line(**change).fingerprint()
