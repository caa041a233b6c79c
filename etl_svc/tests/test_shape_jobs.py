"""Shapes, sheets and encodings in jobs: chosen in a preview, kept for the source."""

from datetime import date

from etl_svc.tests.test_dry_run import commit
from etl_svc.tests.test_parts import book, month

ACROSS = "datum;M01AB;M01AE\n13/02/2026;7;4\n14/02/2026;5;0\n"
NEXT = "datum;M01AB;M01AE\n15/02/2026;1;2\n"


async def test_another_sheet_is_chosen_in_the_preview(driver, working, client):
    content = book(
        month("May", date(2026, 5, 5), 2),
        month("Draft", date(2026, 5, 5), 9),
        hidden=["Draft"],
    )
    job_id = await driver.upload(content, dry_run=True)
    async with working():
        first = await driver.until(job_id, "checked")
        answer = await client.put(
            f"/api/etl/jobs/{job_id}/layout", json={"sheets": ["Draft"]}
        )
        second = await driver.until(job_id, "checked")
        await commit(client, job_id)
        await driver.all_sent(job_id)

    assert answer.status_code == 202
    read = [
        {part["name"]: part["read"] for part in job["layout"]["parts"]}
        for job in (first, second)
    ]
    assert read == [{"May": True, "Draft": False}, {"May": False, "Draft": True}]
    assert [row["quantity"] for _, row in await driver.sent()] == [9]


async def test_a_shape_that_was_committed_is_kept_for_the_source(
    driver, working, client
):
    job_id = await driver.upload(ACROSS.encode(), dry_run=True, source="pharmacy")
    async with working():
        shown = await driver.until(job_id, "checked")
        await commit(client, job_id)
        await driver.all_sent(job_id)
        again = await driver.upload(NEXT.encode(), source="pharmacy")
        job = await driver.all_sent(again)

    assert "shape" in shown["layout"]["unsure"]
    assert (shown["rows_accepted"], shown["rows_zero"]) == (3, 1)
    assert (job["layout"]["known"], job["layout"]["shape"]) == (
        "saved",
        "wide_products",
    )
    assert job["rows_sent"] == 2


async def test_a_row_for_each_unit_is_kept_for_the_source(driver, working, client):
    bread = b"Date,Time,Ticket,Item\n2026-03-01,09:58:11,1,Bread\n"
    job_id = await driver.upload(bread, dry_run=True, source="bakery")
    async with working():
        await driver.until(job_id, "checked")
        await commit(client, job_id)
        await driver.all_sent(job_id)
        again = await driver.upload(
            bread.replace(b"1,Bread", b"2,Tea"), source="bakery"
        )
        job = await driver.all_sent(again)

    assert (job["layout"]["known"], job["layout"]["quantity_is"]) == ("saved", "rows")
    assert job["rows_sent"] == 1


async def test_a_job_says_how_sure_each_column_is(driver, working):
    job_id = await driver.upload(
        "Jour;Produit;Qté vendue;CA\n13/02/2026;Thé;2;9,00\n".encode("cp850"),
        dry_run=True,
    )
    async with working():
        job = await driver.until(job_id, "checked")

    found = {match["field"]: match for match in job["layout"]["matches"]}
    assert found["quantity"]["columns"] == ["Qté vendue"]
    assert found["quantity"]["certainty"] > 0.9
    assert found["quantity"]["reason"] == "name_and_contents"
    assert set(found) == {"sku", "sold_at", "quantity", "amount"}


async def test_a_doubtful_encoding_imports_nothing_until_it_is_said(
    driver, working, client
):
    doubtful = "sku;sold_at;quantity\nÉ;13/02/2026;2\n".encode("cp1252")
    refused = await driver.upload(doubtful)
    shown = await driver.upload(doubtful, dry_run=True)
    async with working():
        failed = await driver.until(refused, "failed")
        job = await driver.until(shown, "checked")
        await client.put(f"/api/etl/jobs/{shown}/layout", json={"encoding": "cp1252"})
        told = await driver.until(shown, "checked")

    assert failed["error_code"] == "ambiguous_encoding"
    assert len(job["layout"]["readings"]) > 1
    assert "encoding" not in told["layout"]["unsure"]
    assert told["layout"]["rows"][0][0] == "É"


async def test_options_of_another_shape_are_refused_by_name(client):
    answer = await client.post(
        "/api/etl/uploads",
        files={"file": ("x", ACROSS, "text/csv")},
        params={"shape": "wide"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "shape"
