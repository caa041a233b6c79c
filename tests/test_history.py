"""History goes in as a file and comes back as forecasts."""

import asyncio
import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

pytestmark = pytest.mark.system


def made_up(folder: Path) -> Path:
    """Three products over 200 days with a weekly pattern and a closed Sunday."""
    file = folder / "made_up.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["series_id", "date", "quantity"])
        for n, level in enumerate((3, 10, 40)):
            for day in range(200):
                on = date(2026, 1, 1) + timedelta(days=day)
                sold = 0 if on.weekday() == 6 else level + on.weekday() * level // 3
                rows.writerow([f"MADE-UP-{n}", on.isoformat(), sold])
    return file


def totals(file: Path) -> dict[str, int]:
    sold: dict[str, int] = defaultdict(int)
    with file.open() as lines:
        for row in csv.DictReader(lines):
            sold[row["series_id"]] += int(row["quantity"])
    return sold


def imported(shop, file, **query):
    """The job of a file, at its end."""
    answer = shop.http.post(
        shop.url("etl", "/api/etl/uploads"),
        params=query,
        files={"file": (file.name, file.read_bytes(), "text/csv")},
    )
    return shop.finished_job(answer.json()["id"])


async def test_uploaded_series_are_forecast_and_a_second_upload_changes_nothing(
    shop, tmp_path
):
    file = made_up(tmp_path)
    first, second = imported(shop, file), imported(shop, file)

    assert first["status"] == second["status"] == "done"
    assert first["rows_recorded"] == first["rows_accepted"] == first["rows_folded"] > 0
    assert second["rows_recorded"] == 0
    assert second["rows_duplicate"] == first["rows_recorded"]
    await same_totals(shop, totals(file))
    forecasts_follow(shop, file)


async def same_totals(shop, expected):
    """Sales and daily series hold what the file says, product by product."""
    for source in ("sales.sales", "forecast.daily"):
        for sku, units in expected.items():
            found = await shop.sql(
                f"SELECT coalesce(sum(s.quantity), 0)::int FROM {source} s"
                " JOIN products.products p ON p.id = s.product_id WHERE p.sku = $1",
                sku,
            )
            assert found == units, (source, sku)


def forecasts_follow(shop, file):
    with file.open() as lines:
        last_day = max(row["date"] for row in csv.DictReader(lines))
    products = shop.http.get(
        shop.url("products", "/api/products"),
        params={"q": next(iter(totals(file))), "limit": 1},
    ).json()
    answer = shop.forecast(products[0]["id"], horizon_days=28, as_of=last_day)

    assert answer["as_of"] == last_day
    assert not answer["model"]["fallback"], answer["model"]
    assert all(low >= 0 for low in answer["lower"])
    assert all(
        low <= mean <= high
        for low, mean, high in zip(
            answer["lower"], answer["forecast"], answer["upper"], strict=True
        )
    )


def test_a_synthetic_shop_appears_whole(shop):
    answer = shop.http.post(
        shop.url("etl", "/api/etl/synthetic"),
        json={"products": 5, "days": 120, "seed": 7},
    )
    assert answer.status_code == 202, answer.text

    job = shop.finished_job(answer.json()["id"])

    assert job["status"] == "done", job
    assert job["rows_folded"] == job["rows_recorded"] == job["rows_sent"] > 100


async def test_an_import_is_undone_to_the_exact_former_state_and_may_come_again(
    shop, tmp_path
):
    file = made_up(tmp_path)
    # Of another source, so that rows imported before are not recognised.
    source = "to-be-undone"
    before = await state(shop)
    first = imported(shop, file, source=source)
    assert await state(shop) != before

    answer = shop.http.post(shop.url("etl", f"/api/etl/jobs/{first['id']}/undo"))
    assert answer.json()["status"] == "undone"
    await settles(shop, before)

    again = imported(shop, file, source=source)
    assert again["rows_recorded"] == first["rows_recorded"] > 0


async def state(shop):
    """Every day that sold anything, by sales and by the daily series."""
    by_sale = await shop.sql(
        "SELECT coalesce(json_agg(t ORDER BY t), '[]')::text FROM (SELECT product_id,"
        " (sold_at AT TIME ZONE 'UTC')::date AS day, sum(quantity) AS units, count(*)"
        " FROM sales.sales WHERE voided_at IS NULL GROUP BY 1, 2) t"
    )
    by_day = await shop.sql(
        "SELECT coalesce(json_agg(t ORDER BY t), '[]')::text FROM (SELECT product_id,"
        " day, quantity AS units, sales FROM forecast.daily d"
        " JOIN forecast.generations g USING (generation)"
        " WHERE g.state = 'live' AND (quantity, sales) <> (0, 0)) t"
    )
    return by_sale, by_day


async def settles(shop, expected):
    for _ in range(240):
        if await state(shop) == expected:
            return
        await asyncio.sleep(0.25)
    assert await state(shop) == expected
