"""The shop's settings, changed while everything runs."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from tests.shop import Shop, eventually

pytestmark = pytest.mark.system


def change(shop: Shop, **changes: Any) -> dict[str, Any]:
    """What an admin does on the settings page."""
    url = shop.url("auth", "/api/auth/shop")
    seen = shop.http.get(url)
    assert seen.status_code == 200, seen.text
    answer = shop.http.put(
        url, json=seen.json() | changes, headers={"If-Match": seen.headers["ETag"]}
    )
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_new_time_zone_moves_the_days_of_all_series_without_a_restart(shop):
    """23:30 in Greenwich is the next day in Tokyo: for the series, for the totals of
    the till, and back again."""
    shop.sign_in()
    product = shop.add_product("TEA-LATE")["id"]
    day = datetime.now(UTC).date() - timedelta(days=3)
    late = datetime.combine(day, time(23, 30), UTC)
    sale = {"product_id": product, "quantity": 4, "sold_at": late.isoformat()}
    assert shop.http.post(shop.url("sales", "/api/sales"), json=sale).is_success
    before = change(shop)["time_zone"]

    def in_the_series() -> list[str]:
        answer = shop.http.get(
            shop.url("forecast", "/api/forecast/series"),
            params={"product_id": product, "from": str(day - timedelta(days=1))},
        )
        points = answer.json()["points"] if answer.is_success else []
        return [point["day"] for point in points if point["quantity"]]

    def at_the_till() -> list[str]:
        answer = shop.http.get(
            shop.url("sales", "/api/sales/summary"),
            params={"from": str(day), "to": str(day + timedelta(days=1))},
        )
        return [d["day"] for d in answer.json()["days"] if d["sales"]]

    try:
        change(shop, time_zone="UTC")
        eventually(in_the_series, until=lambda days: days == [str(day)])
        change(shop, time_zone="Asia/Tokyo")
        following = str(day + timedelta(days=1))
        eventually(in_the_series, until=lambda days: days == [following])
        eventually(at_the_till, until=lambda days: following in days)
        change(shop, time_zone="UTC")
        eventually(in_the_series, until=lambda days: days == [str(day)])
    finally:
        change(shop, time_zone=before)
