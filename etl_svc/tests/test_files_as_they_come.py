"""Small files as shops have them, from the upload to what is sent."""

import pytest

from etl_svc.tests.test_dry_run import commit
from tests.support import bearer

PRICED = "sku;sold_at;quantity;price"


@pytest.fixture
def imported(driver, working):
    async def imported(text, **query):
        job_id = await driver.upload(text.encode(), **query)
        async with working():
            return await driver.all_sent(job_id)

    return imported


@pytest.fixture
def sent(driver):
    """Units, price, amount and whether the price is unknown, of every row."""

    async def sent():
        return [
            (r["quantity"], r["price"], r.get("amount"), r.get("price_unknown", False))
            for _, r in await driver.sent()
        ]

    return sent


def notices_of(job):
    return {(n["kind"], n["code"]): n["rows"] for n in job["notices"]}


async def test_an_open_number_is_asked_and_never_guessed(
    imported, driver, working, client
):
    text = f"{PRICED}\nTEA;13/02/2026;1.000;3,50\nTEA;14/02/2026;2.000;3,50\n"
    refused = await imported(text)
    looked_at = await imported(text, dry_run=True)
    answer = {"decimal": "."}
    async with working():
        await client.put(f"/api/etl/jobs/{looked_at['id']}/layout", json=answer)
        answered = await driver.until(looked_at["id"], "checked")

    assert (refused["status"], refused["error_code"]) == ("failed", "ambiguous_numbers")
    assert "'1.000' is 1 or 1000" in refused["error"]
    assert looked_at["layout"]["unsure"] == ["decimal"]
    assert looked_at["layout"]["questions"][0]["readings"] == {".": "1", ",": "1000"}
    assert looked_at["months"] == {}
    assert notices_of(looked_at) == {("rejected", "ambiguous_number"): 2}
    assert answered["months"]["2026-02"] == {"rows": 2, "units": 3}


async def test_what_the_sample_leaves_open_may_stand_elsewhere(imported):
    """Line 400 of 500 is the only one that tells the day from the month."""
    rows = [f"TEA,0{1 + n % 9}/02/2026,1" for n in range(500)]
    rows[400] = "TEA,28/02/2026,1"

    job = await imported("sku,sold_at,quantity\n" + "\n".join(rows))

    assert (job["layout"]["dates"], job["rows_accepted"]) == ("dmy", 500)


async def test_prices_to_any_precision_keep_the_lines_exact(imported, sent):
    job = await imported(
        "sku,sold_at,quantity,price\nTEA,2026-02-13,1,8.3333\n"
        "TEA,2026-02-14,6,12.541667\nTEA,2026-02-15,1,10.00\n"
    )

    assert await sent() == [
        (1, 8.33, None, False),
        (6, 12.54, 75.25, False),
        (1, 10.0, None, False),
    ]
    assert notices_of(job) == {("changed", "price_rounded"): 2}


async def test_line_totals_that_do_not_divide_keep_their_total(imported, sent):
    await imported(
        "Date;Article;Qté;Total\n13/02/2026;TEA;3;10,00\n14/02/2026;TEA;7;1,00\n",
        map=["sold_at:Date", "sku:Article", "quantity:Qté", "amount:Total"],
    )

    assert await sent() == [(3, 3.33, 10.0, False), (7, 0.14, 1.0, False)]


async def test_a_price_that_cannot_be_read_costs_no_sale(imported, sent):
    job = await imported(
        f"{PRICED}\nTEA;13/02/2026;2;-\nTEA;14/02/2026;2;gratuit\n"
        "TEA;15/02/2026;2;n/a\nTEA;16/02/2026;2;4,50\n"
    )

    assert (await sent()).count((2, 0.0, None, True)) == 3
    assert (2, 4.5, None, False) in await sent()
    assert notices_of(job) == {("guessed", "price_unknown"): 3}
    assert job["notices"][0]["line"] == 2


async def test_of_several_currencies_one_counts(imported, sent):
    text = f"{PRICED}\nTEA;13/02/2026;1;10,00 €\nTEA;14/02/2026;1;$12.00\n"
    refused = await imported(text)
    job = await imported(text, currency="EUR")

    assert refused["error_code"] == "several_currencies"
    assert await sent() == [(1, 10.0, None, False), (1, 0.0, None, True)]
    assert notices_of(job) == {("guessed", "other_currency"): 1}


async def test_a_week_is_spread_over_its_days_and_told(imported, driver):
    job = await imported("sku;sold_at;quantity;price\nTEA;2026-W05;10;2,50\n")

    rows = [row for _, row in await driver.sent()]
    assert sum(row["quantity"] for row in rows) == 10
    assert [row["sold_at"][8:10] for row in rows] == [
        "26", "27", "28", "29", "30", "31", "01"
    ]  # fmt: skip
    assert len({row["row_key"] for row in rows}) == 7
    assert (job["rows_read"], job["rows_accepted"]) == (1, 1)
    assert notices_of(job) == {("guessed", "period_spread"): 1}


async def test_gift_cards_and_fees_are_left_out_unless_asked_for(imported):
    text = "sku,sold_at,quantity\nMUG,2026-02-19,1\nGift Card,2026-02-19,1\nTip,2026-02-19,1\n"
    left_out = await imported(text)
    wanted = await imported(text, no_goods="import")

    assert (left_out["rows_accepted"], wanted["rows_accepted"]) == (1, 3)
    assert left_out["left_out"]["no_goods"]["rows"] == 2
    assert left_out["rows_rejected"] == 0


async def test_whether_lines_are_goods_is_asked_once_for_a_source(
    imported, client, driver, working
):
    text = "sku,sold_at,quantity\nTip,2026-02-19,1\n"
    looked_at = await imported(text, source="till", dry_run=True, no_goods="import")
    async with working():
        await commit(client, looked_at["id"])
        await driver.all_sent(looked_at["id"])
    later = await imported(text, source="till")

    assert later["rows_accepted"] == 1


async def test_codes_that_a_spreadsheet_has_spoilt_are_refused_by_name(imported):
    job = await imported(
        "sku,sold_at,quantity\n3.00543E+12,2026-03-01,1\n#REF!,2026-03-01,1\n"
        "Total,2026-03-01,5\nnull,2026-03-01,1\nTEA,2026-03-01,1\n"
    )

    assert job["rows_accepted"] == 1
    assert {p["code"] for p in job["problems"]} >= {"scientific", "no_code"}


async def test_codes_that_look_the_same_are_one_and_case_is_told(imported, driver):
    job = await imported(
        "sku,sold_at,quantity\nZWQ\u200b,2026-02-13,2\n\ufeffZWQ,2026-02-13,2\n"
        "ZWQ,2026-02-13,2\n'00123,2026-02-13,2\n00123,2026-02-14,1\nzwq,2026-02-13,1\n"
    )

    assert len({row["product_id"] for _, row in await driver.sent()}) == 3
    assert notices_of(job) == {("warning", "case_differs"): 1}


async def test_a_joined_code_with_a_gap_is_refused(imported):
    job = await imported(
        "store,item,day,n\nA,1,2026-02-13,2\n,1,2026-02-13,5\n",
        map=["sku:store", "sku:item", "sold_at:day", "quantity:n"],
    )

    assert job["rows_accepted"] == 1
    assert [p["code"] for p in job["problems"]] == ["incomplete_code"]


async def test_history_of_an_archived_product_is_that_of_the_product(
    imported, app, driver
):
    await imported("sku,sold_at,quantity\nTEA,2026-02-13,2\n")
    products = app.state.catalogue
    tea = (await products.find(["TEA"]))["TEA"].id
    manager = bearer("manager", 7)
    await products._client.delete(f"/api/products/{tea}", headers=manager)

    job = await imported("sku,sold_at,quantity\nTEA,2026-02-14,3\n")

    assert {row["product_id"] for _, row in await driver.sent()} == {tea}
    assert await products.find(["TEA"]) == {}
    assert notices_of(job) == {("warning", "archived"): 1}


async def test_the_order_of_dates_is_remembered_for_a_source(imported):
    """An earlier file of the same columns decided it."""
    await imported("sku,sold_at,quantity\nTEA,28/02/2026,1\n", source="till")
    same = await imported("sku,sold_at,quantity\nTEA,03/02/2026,1\n", source="till")
    other = await imported("sku,sold_at,quantity\nTEA,03/02/2026,1\n", source="web")

    assert same["layout"]["evidence"] == {"dates": ["earlier_files"]}
    assert list(same["months"]) == ["2026-02"]
    assert other["error_code"] == "ambiguous_dates"
