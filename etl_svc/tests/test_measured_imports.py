"""Imports of kilos, litres and metres, beside the real catalogue and records."""

from decimal import Decimal

import asyncpg
import pytest

HEADER = "sku,sold_at,quantity,price\n"
KILOS = HEADER + (
    "HAM,2026-03-01 10:00,0.350,14.90\n"
    "HAM,2026-03-02 10:00,1.25,14.90\n"
    "EGG,2026-03-02 10:00,6,0.30\n"
)


@pytest.fixture
def catalogue(app):
    """The catalogue's own client: of what imports may do to it."""
    return app.state.catalogue._client


@pytest.fixture
def products(catalogue):
    async def products():
        answer = await catalogue.get("/api/products", params={"limit": 100})
        return {
            item["sku"]: (item["unit"], item["quantity_decimals"])
            for item in answer.json()
        }

    return products


@pytest.fixture
def add(catalogue):
    async def add(sku, **changes):
        body = {"sku": sku, "name": sku, "price": 14.9} | changes
        answer = await catalogue.post("/api/products", json=body)
        assert answer.status_code == 201, answer.text

    return add


@pytest.fixture
def units(databases):
    """Units that are recorded of each sku, exactly."""

    async def units():
        connection = await asyncpg.connect(databases.superuser_dsn())
        try:
            rows = await connection.fetch(
                "SELECT p.sku, sum(s.quantity - s.returned) AS units,"
                " sum(coalesce(s.amount, s.price * s.quantity)) AS paid"
                " FROM sales.sales s JOIN products.products p ON p.id = s.product_id"
                " WHERE s.voided_at IS NULL GROUP BY 1"
            )
        finally:
            await connection.close()
        return {row["sku"]: (row["units"], row["paid"]) for row in rows}

    return units


def notices_by_code(job):
    return {notice["code"]: notice for notice in job["notices"]}


async def test_new_products_are_counted_as_finely_as_the_file_is(
    imported, products, units, driver
):
    job, _ = await imported(KILOS)

    assert job["rows_rejected"] == 0
    assert await products() == {"HAM": ("piece", 3), "EGG": ("piece", 0)}
    # 0.35 x 14.90 is 5.215, and 1.25 x 14.90 is 18.625.
    assert await units() == {
        "HAM": (Decimal("1.6"), Decimal("23.85")),
        "EGG": (6, Decimal("1.80")),
    }
    sent = {row["sold_at"][8:10]: row["quantity"] for _, row in await driver.sent()}
    assert sent == {"01": 0.35, "02": 6}
    assert type(sent["02"]) is int


async def test_the_same_kilos_again_are_known(imported, units):
    await imported(KILOS)
    job, _ = await imported(KILOS)

    assert job["comparison"]["new"] == 0
    assert (job["rows_recorded"], job["rows_duplicate"]) == (0, 3)
    assert (await units())["HAM"][0] == Decimal("1.6")


async def test_units_behind_numbers_are_those_of_new_products(
    imported, products, units
):
    job, _ = await imported(
        "Article;Date;Qté;PU\n"
        "HAM;13/02/2026;1,250 kg;14,90\n"
        "HAM;14/02/2026;350 g;14,90\n"
        "EGG;14/02/2026;6 pcs;0,30\n",
        map=["sku:Article", "sold_at:Date", "quantity:Qté", "price:PU"],
    )

    assert job["rows_rejected"] == 0
    assert await products() == {"HAM": ("kg", 3), "EGG": ("piece", 0)}
    assert (await units())["HAM"] == (Decimal("1.6"), Decimal("23.85"))
    assert notices_by_code(job)["unit_converted"]["value"] == "350 g"


async def test_decimals_that_come_later_in_a_file_are_none_too_fine(
    imported, products, units
):
    rows = "".join(
        f"HAM,2026-03-01 {n // 60:02}:{n % 60:02},1,2.00\n" for n in range(1400)
    )
    more = "".join(
        f"HAM,2026-03-02 {n // 60:02}:{n % 60:02},1,2.00\n" for n in range(1400)
    )

    job, _ = await imported(HEADER + rows + more + "HAM,2026-03-03 10:00,0.125,2.00\n")

    assert job["rows_rejected"] == 0
    assert await products() == {"HAM": ("piece", 3)}
    assert (await units())["HAM"][0] == Decimal("2800.125")


async def test_a_product_in_whole_units_is_not_counted_finer_without_a_word(
    imported, add, products, units
):
    await add("HAM")

    job, _ = await imported(KILOS)

    assert job["rows_rejected"] == 2
    assert {p["code"] for p in job["problems"]} == {"quantity_precision"}
    assert (await products())["HAM"] == ("piece", 0)
    assert "HAM" not in await units()


async def test_a_dry_run_says_what_is_too_fine_and_offers_to_count_finer(
    driver, working, recorded, add, products, units, client
):
    await add("HAM")
    job_id = await driver.upload(KILOS.encode(), dry_run="true")
    async with working():
        job = await driver.until(job_id, "checked")
        assert notices_by_code(job)["quantity_precision"]["rows"] == 2
        assert job["rows_accepted"] == 1
        # Nothing is changed by looking.
        assert await products() == {"HAM": ("piece", 0)}

        body = {"on_precision": "raise"}
        answer = await client.put(f"/api/etl/jobs/{job_id}/layout", json=body)
        assert answer.status_code == 202
        job = await driver.until(job_id, "checked")
        assert notices_by_code(job)["precision_raised"]["kind"] == "changed"
        assert job["months"] == {"2026-03": {"rows": 3, "units": 7.6}}
        assert await products() == {"HAM": ("piece", 0)}

        await client.post(f"/api/etl/jobs/{job_id}/commit")
        await driver.all_sent(job_id)
    await recorded()

    assert (await products())["HAM"] == ("piece", 2)
    assert (await units())["HAM"][0] == Decimal("1.6")


async def test_grams_of_a_product_in_kilos_are_converted_and_said(imported, add, units):
    await add("HAM", unit="kg", quantity_decimals=3)

    job, _ = await imported(
        "sku,sold_at,quantity,total\nHAM,2026-03-01 10:00,350 g,5.22\n",
        map=["sku:sku", "sold_at:sold_at", "quantity:quantity", "amount:total"],
    )

    assert await units() == {"HAM": (Decimal("0.35"), Decimal("5.22"))}
    assert notices_by_code(job)["unit_converted"]["message"].startswith(
        "is read as 0.35 kg"
    )


async def test_kilos_of_a_product_in_pieces_are_asked_about(
    imported, add, products, units
):
    await add("HAM")
    content = "sku,sold_at,quantity\nHAM,2026-03-01 10:00,2 kg\n"

    job, _ = await imported(content)

    assert [p["code"] for p in job["problems"]] == ["unit_mismatch"]
    assert await units() == {}

    job, _ = await imported(content, on_unit="keep")

    assert job["rows_rejected"] == 0
    assert notices_by_code(job)["unit_kept"]["kind"] == "guessed"
    assert await products() == {"HAM": ("piece", 0)}
    assert (await units())["HAM"][0] == 2


async def test_whole_units_of_a_product_in_kilos_need_no_unit(imported, add, units):
    await add("HAM", unit="kg", quantity_decimals=2)

    job, _ = await imported(HEADER + "HAM,2026-03-01 10:00,2,14.90\n")

    assert job["rows_rejected"] == 0
    assert (await units())["HAM"][0] == 2


async def test_rows_of_kilos_of_one_day_are_added_up_exactly(imported, units):
    rows = "".join("HAM,2026-03-01,0.1\n" for _ in range(30))

    job, _ = await imported("series_id,date,quantity\n" + rows)

    assert job["rows_added_up"] == 29
    assert (await units())["HAM"][0] == 3


async def test_a_correction_in_grams_is_shown_and_replaces(imported, units):
    tickets = {"map": ["id:Bon", "sku:Article", "sold_at:Jour", "quantity:Nb"]}
    head = "Bon;Jour;Article;Nb\n"
    await imported(head + "1;13/02/2026;HAM;1,25 kg\n", **tickets)

    job, _ = await imported(head + "1;13/02/2026;HAM;0,75 kg\n", **tickets)

    (change,) = job["comparison"]["changes"]
    assert (change["recorded"], change["quantity"]) == (1.25, 0.75)
    assert (await units())["HAM"][0] == Decimal("0.75")


async def test_grams_that_come_back_later_leave_the_kilos_they_were_sold_in(
    imported, units
):
    tickets = {
        "map": ["id:Bon", "sku:Article", "sold_at:Jour", "quantity:Nb"],
        "on_negative": "return",
    }
    head = "Bon;Jour;Article;Nb\n"
    await imported(head + "1;13/02/2026;HAM;1,25 kg\n", **tickets)

    job, _ = await imported(head + "2;14/02/2026;HAM;-250 g\n", **tickets)

    assert job["rows_rejected"] == 0
    assert (await units())["HAM"][0] == 1


async def test_rows_that_are_too_fine_can_be_had_back_as_they_were(
    imported, add, client
):
    await add("HAM")
    job, _ = await imported(KILOS)

    answer = await client.get(f"/api/etl/jobs/{job['id']}/rejected")

    assert "HAM,2026-03-01 10:00,0.350,14.90" in answer.text
    assert "finer than its product, which is counted in whole units" in answer.text
