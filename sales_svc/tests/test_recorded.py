"""What etl_svc asks of what imports recorded."""

from datetime import UTC, datetime, timedelta

import pytest

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.tests.factories import make_chunk, make_row, void
from tests.support import client_for, service_bearer

MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
async def etl(app):
    async with client_for(app) as client:
        client.headers.update(service_bearer("etl_svc"))
        yield client


@pytest.fixture
def record(app):
    async def record(import_id, *rows):
        async with app.state.database.transaction() as db:
            await record_chunks(db, [make_chunk(import_id, 0, rows=list(rows))])

    return record


def row(day, quantity=1, source="till", product_id=1):
    at = MONDAY + timedelta(days=day)
    key = f"{source}/{product_id}/{day}"
    return make_row(
        row_key=key, product_id=product_id, quantity=quantity, sold_at=at, price="1"
    )


async def test_recorded_rows_come_in_pages_by_source_and_day(etl, record, client):
    await record(5, *(row(day, day + 1) for day in range(5)), row(2, 9, "other"))
    (first, *_) = (await client.get("/api/sales?limit=100")).json()
    await void(client, first["id"])
    params = {
        "source": "till",
        "first_day": "2026-01-06",
        "last_day": "2026-01-09",
        "limit": 2,
    }

    cursor: str | None = ""
    found = []
    while cursor is not None:
        answer = await etl.get(
            "/api/sales/imports/recorded/rows", params=params | {"cursor": cursor}
        )
        found += [each["quantity"] for each in answer.json()["rows"]]
        cursor = answer.json()["following"]

    # The newest was voided; the first day is not asked for.
    assert found == [2, 3, 4]


async def test_products_are_told_of_which_sales_remain_without_some_imports(
    etl, record
):
    await record(5, row(0, 2), row(5, 1, product_id=2))
    await record(6, row(1, 70, "other"))

    answer = await etl.post(
        "/api/sales/imports/sold",
        json={"product_ids": [1, 2, 3], "without_imports": [5]},
    )

    assert answer.json() == {"product_ids": [1]}


async def test_units_by_weekday_leave_out_imports_that_were_spread(etl, record):
    await record(5, row(0, 2), row(5, 8), row(7, 4), row(5, 1, product_id=2))
    await record(6, row(1, 70, "weeks"))

    answer = await etl.post(
        "/api/sales/imports/weekdays",
        json={"product_ids": [1, 3], "without_imports": [6]},
    )

    assert answer.json() == {
        "shop": {"units": [6, 0, 0, 0, 0, 9, 0], "days": [2, 0, 0, 0, 0, 1, 0]},
        "products": {
            "1": {"units": [6, 0, 0, 0, 0, 8, 0], "days": [2, 0, 0, 0, 0, 1, 0]}
        },
    }


async def test_units_by_month_are_those_of_all_and_of_the_source(etl, record):
    await record(5, row(0, 2), row(40, 3), row(1, 5, "other"))

    answer = await etl.get(
        "/api/sales/imports/months",
        params={"source": "till", "first_day": "2026-01-01", "last_day": "2026-02-28"},
    )

    assert answer.json()["months"] == {
        "2026-01": {"units": 7, "of_source": 2},
        "2026-02": {"units": 3, "of_source": 3},
    }


async def test_only_etl_svc_may_ask(client):
    answer = await client.post("/api/sales/imports/weekdays", json={"product_ids": []})

    assert answer.status_code == 403
