from collections import defaultdict
from datetime import date
from typing import Any

from etl_svc import synthetic
from etl_svc.rules import SyntheticPlan


def plan(**changes):
    usual: dict[str, Any] = {
        "products": 6,
        "days": 365,
        "seed": 3,
        "profile": "grocery",
        "end": date(2026, 6, 30),
    }
    return SyntheticPlan(**usual | changes)


def sold(some_plan, start=0):
    return {row.row_key: row.quantity for row in synthetic.rows(some_plan, start)}


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    assert sold(plan()) == sold(plan())
    assert list(sold(plan()).values()) != list(sold(plan(seed=4)).values())


def test_a_larger_shop_or_a_longer_history_only_adds_rows():
    small, large = sold(plan()), sold(plan(products=8, days=400))

    assert small.items() < large.items()


def test_reading_on_from_any_row_gives_the_rest():
    whole = list(synthetic.rows(plan(), 0))

    assert list(synthetic.rows(plan(), 500)) == whole[500:]


def test_the_days_of_the_week_differ_as_in_a_shop():
    by_weekday: dict[int, int] = defaultdict(int)
    for row in synthetic.rows(plan(products=20), 0):
        by_weekday[row.sold_at.weekday()] += row.quantity

    assert max(by_weekday.values()) > 1.3 * min(by_weekday.values())


def test_every_product_has_a_name_and_a_sku_of_its_own():
    drafts = [synthetic.draft(plan(products=300), n * 365) for n in range(300)]

    assert len({d.sku for d in drafts}) == len({d.name for d in drafts}) == 300
    assert all(d.price > 0 and d.stock > 0 for d in drafts)
