import csv
import io
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean
from typing import Any, get_args

import pytest

from etl_svc.rules import Profile, SyntheticPlan
from etl_svc.synthetic import shop as synthetic_shop
from etl_svc.synthetic.purchasing import purchasing_rows
from shared.csv_files import csv_lines


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
    return {row.row_key: row.quantity for row in synthetic_shop.rows(some_plan, start)}


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    assert sold(plan()) == sold(plan())
    assert list(sold(plan()).values()) != list(sold(plan(seed=4)).values())


def test_a_larger_shop_or_a_longer_history_only_adds_rows():
    small, large = sold(plan()), sold(plan(products=8, days=400))

    assert small.items() < large.items()


def test_reading_on_from_any_row_gives_the_rest():
    whole = list(synthetic_shop.rows(plan(), 0))

    assert list(synthetic_shop.rows(plan(), 500)) == whole[500:]


def test_the_days_of_the_week_differ_as_in_a_shop():
    by_weekday: dict[int, float] = defaultdict(int)
    for row in synthetic_shop.rows(plan(products=20), 0):
        by_weekday[row.sold_at.weekday()] += float(row.quantity)

    assert max(by_weekday.values()) > 1.3 * min(by_weekday.values())


def test_every_product_has_a_name_and_a_sku_of_its_own():
    drafts = [synthetic_shop.draft(plan(products=300), n * 365) for n in range(300)]

    assert len({d.sku for d in drafts}) == len({d.name for d in drafts}) == 300
    assert all(d.price > 0 and d.stock > 0 for d in drafts)


def days(some_plan):
    """Every day of every product."""
    for index in range(some_plan.products):
        product = synthetic_shop.item((some_plan.profile, some_plan.seed), index)
        for offset in range(some_plan.days):
            day = some_plan.first_day + timedelta(days=offset)
            yield product, day, synthetic_shop.day_of(some_plan, product, day)


@pytest.mark.parametrize("profile", get_args(Profile))
def test_days_without_stock_hide_what_people_wanted(profile):
    all_days = [told for _, _, told in days(plan(profile=profile, products=20))]
    empty = [told for told in all_days if not told.in_stock]

    assert 0.005 < len(empty) / len(all_days) < 0.05
    assert sum(told.sold for told in empty) == 0 < sum(told.demand for told in empty)
    assert all(told.sold == told.demand for told in all_days if told.in_stock)


def test_promotions_are_cheaper_and_sell_more():
    sold_when: dict[bool, list[float]] = {True: [], False: []}
    for product, _, told in days(plan(products=30)):
        sold_when[told.promoted].append(told.demand / product.level)

    assert mean(sold_when[True]) > 1.3 * mean(sold_when[False])
    assert 0.02 < len(sold_when[True]) / len(sold_when[False]) < 0.08


def test_a_promotion_is_a_fifth_off_and_prices_rise_over_the_years():
    product = synthetic_shop.item(("grocery", 3), 0)
    usual = synthetic_shop.price_of(product, date(2025, 6, 1), promoted=False)
    later = synthetic_shop.price_of(product, date(2035, 6, 1), promoted=False)

    assert usual == product.draft.price < later
    assert synthetic_shop.price_of(product, date(2025, 6, 1), promoted=True) == round(
        usual * Decimal("0.8"), 2
    )


def test_some_products_are_new_and_some_go_out():
    shop = plan(products=100, days=1100)
    products = {p.index: p for p, _, _ in days(replace(shop, days=1))}
    new = [p for p in products.values() if p.first_day]
    old = [p for p in products.values() if p.last_day]

    assert 5 <= len(new) <= 20
    assert 3 <= len(old) <= 15
    for product in new + old:
        for offset in range(-600, 600, 7):
            day = synthetic_shop.ORIGIN + timedelta(days=offset)
            gone = (product.first_day and day < product.first_day) or (
                product.last_day and day > product.last_day
            )
            if gone:
                assert synthetic_shop.day_of(shop, product, day).demand == 0


def test_nothing_is_sold_on_new_years_day():
    first = plan(end=date(2026, 1, 1), days=1, products=50)

    assert {told.demand for _, _, told in days(first)} == {0}


def test_ice_cream_is_eaten_in_summer():
    by_month: dict[int, int] = defaultdict(int)
    for _, day, told in days(plan(profile="ice_cream", products=20)):
        by_month[day.month] += told.demand

    assert by_month[7] > 4 * by_month[1]


async def test_what_people_wanted_is_had_beside_what_was_sent(client, driver, working):
    answer = await client.post("/api/etl/synthetic", json={"products": 8, "days": 300})
    job_id = answer.json()["id"]
    async with working():
        job = await driver.all_sent(job_id)
    told = await client.get(f"/api/etl/jobs/{job_id}/demand")

    lines = list(csv.DictReader(told.text.splitlines()))
    assert len(lines) == 8 * 300
    assert sum(int(line["sold"]) for line in lines) == sum(
        row["quantity"] for _, row in await driver.sent()
    )
    assert sum(int(line["demand"]) for line in lines) > sum(
        int(line["sold"]) for line in lines
    )
    assert job["rows_zero"] == sum(line["sold"] == "0" for line in lines)


async def test_of_a_file_it_is_not_known_what_people_wanted(client, driver):
    job_id = await driver.upload(b"series_id,date,quantity\nTEA,2025-01-31,3\n")

    for file in ("demand", "purchasing/terms"):
        answer = await client.get(f"/api/etl/jobs/{job_id}/{file}")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_synthetic")


@pytest.mark.parametrize("profile", get_args(Profile))
def test_everything_is_bought_from_somebody_for_less_than_it_sells_for(profile):
    some_plan = plan(profile=profile, products=60)
    suppliers = bought(some_plan, "suppliers")
    terms = bought(some_plan, "terms")
    skus = sold_skus(some_plan)

    prices = {
        drafted.sku: drafted.price
        for n in range(60)
        for drafted in [synthetic_shop.draft(some_plan, n * some_plan.days)]
        if drafted.sku in skus
    }
    assert [each["product_sku"] for each in terms] == list(prices)
    assert all(
        0 < Decimal(each["unit_cost"]) < prices[each["product_sku"]] for each in terms
    )
    assert {each["supplier"] for each in terms} == {each["name"] for each in suppliers}
    assert len({each["lead_time_days"] for each in suppliers}) == len(suppliers) == 3


def test_what_sold_nothing_and_is_in_no_catalogue_is_bought_nowhere():
    """Of the demo's shop some products had gone before its two years began."""
    some_plan = plan(products=40, days=730, seed=2026, end=date(2026, 11, 26))
    skus = sold_skus(some_plan)
    assert len(skus) < 40

    assert {each["product_sku"] for each in bought(some_plan, "terms")} == skus
    lines = bought(some_plan, "purchase-orders")
    assert {each["product_sku"] for each in lines} < skus


def test_costs_are_those_of_the_seed_and_a_larger_shop_only_adds_some():
    small, large = bought(plan(), "terms"), bought(plan(products=9), "terms")

    assert small == bought(plan(), "terms") == large[: len(small)]
    assert [each["unit_cost"] for each in small] != [
        each["unit_cost"] for each in bought(plan(seed=4), "terms")
    ]


def test_orders_are_of_whole_cases_in_every_state_around_the_last_day():
    some_plan = plan(products=60)
    cases = {each["product_sku"]: each for each in bought(some_plan, "terms")}
    lines = bought(some_plan, "purchase-orders")

    for line in lines:
        terms = cases[line["product_sku"]]
        assert terms["supplier"] == line["supplier"]
        assert int(line["quantity"]) % int(terms["order_multiple"]) == 0
        assert abs(date.fromisoformat(line["expected_on"]) - some_plan.end).days < 10
    received = {line["received"] for line in lines}
    assert {"", "0"} < received


def sold_skus(some_plan):
    rows = synthetic_shop.rows(some_plan, 0)
    return {row.sku for row in rows if row.quantity}


def bought(some_plan, table):
    return list(
        csv.DictReader(io.StringIO(csv_lines(purchasing_rows(some_plan, table))))
    )


async def test_what_a_made_up_shop_buys_can_be_imported(
    client, counter, driver, working
):
    body = {"products": 8, "days": 30}
    job_id = (await client.post("/api/etl/synthetic", json=body)).json()["id"]
    async with working():
        await driver.all_sent(job_id)
    catalogue, _till = counter

    for table, path in (("suppliers", "import"), ("terms", "terms/import")):
        file = await client.get(f"/api/etl/jobs/{job_id}/purchasing/{table}")
        answer = await catalogue.post(
            f"/api/suppliers/{path}",
            content=file.content,
            headers={"Content-Type": "text/csv"},
        )
        assert answer.status_code == 200, answer.text

    # First stock, of which nobody knew what it cost, is worth something now.
    listed = (await catalogue.get("/api/products")).json()
    assert len(listed) == 8
    assert all(0 < each["cost"] < each["price"] for each in listed)
