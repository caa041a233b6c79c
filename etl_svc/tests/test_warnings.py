"""What somebody should know of an import stands where it is seen."""

import pytest

from etl_svc.tests.driver import ORDER, ORDERS, codes, tickets

CASE = "sku,sold_at,quantity\ncup-1,2026-02-13,2\nCUP-1,2026-02-14,2\n"
ROW = "CUP,2026-02-12,1,0.90\n"
TILL = "sku,sold_at,quantity,price\n"


@pytest.mark.parametrize("dry_run", [True, False])
async def test_codes_that_differ_by_case_are_warned_about(imported, dry_run):
    job, _ = await imported(CASE, dry_run=dry_run)

    (warning,) = job["warnings"]
    assert warning["code"] == "case_differs"
    assert warning["params"] == {"rows": 1, "line": 3, "value": "CUP-1 / cup-1"}
    assert job["rows_odd"] == 1


@pytest.fixture
def catalogue(counter):
    """Adds a product; how many units are recorded is asked of ``imported``."""

    async def add(sku):
        body = {"sku": sku, "name": sku, "price": 3}
        answer = await counter[0].post("/api/products", json=body)
        assert answer.status_code == 201, answer.text

    return add


LINE = "sku,sold_at,quantity\ncup-1,2026-02-13,2\n"


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("on_unknown", ["create", "reject"])
async def test_a_code_that_the_catalogue_writes_otherwise_is_told_with_both(
    imported, catalogue, dry_run, on_unknown
):
    await catalogue("CUP-1")

    job, units = await imported(LINE, dry_run=dry_run, on_unknown=on_unknown)

    (warning,) = job["warnings"]
    assert warning["code"] == "catalogue_case"
    assert warning["params"] == {"rows": 1, "line": 2, "value": "cup-1 / CUP-1"}
    assert "on_case=same" in warning["message"]
    assert job["rows_accepted"] == (on_unknown == "create")
    new = not dry_run and on_unknown == "create"
    assert units == ({("02-13", "cup-1"): 2} if new else {})


async def test_codes_that_are_there_as_they_are_written_are_not_told(
    imported, catalogue
):
    await catalogue("CUP-1")
    await catalogue("cup-1")

    job, units = await imported(LINE)

    assert (codes(job), units) == ([], {("02-13", "cup-1"): 2})


async def test_other_letters_make_another_code(imported, catalogue):
    """Accents are letters: only what differs by case alone is told."""
    await catalogue("CÛP-1")

    job, units = await imported(LINE)

    assert (codes(job), units) == ([], {("02-13", "cup-1"): 2})


async def test_it_is_chosen_in_the_preview_that_they_are_one_and_that_is_kept(
    imported, catalogue, driver, working, client, recorded
):
    await catalogue("CUP-1")
    job, _ = await imported(LINE, source="till", dry_run=True)
    async with working():
        await client.put(f"/api/etl/jobs/{job['id']}/layout", json={"on_case": "same"})
        again = await driver.until(job["id"], "checked")
        await client.post(f"/api/etl/jobs/{job['id']}/commit")
        await driver.all_sent(job["id"])
    assert await recorded() == {("02-13", "CUP-1"): 2}

    later, units = await imported(LINE.replace("-13,2", "-14,5"), source="till")

    assert codes(again) == []
    assert {n["code"]: n["kind"] for n in again["notices"]} == {
        "case_joined": "changed"
    }
    assert (again["layout"]["on_case"], later["layout"]["on_case"]) == ("same", "same")
    assert units == {("02-13", "CUP-1"): 2, ("02-14", "CUP-1"): 5}


async def test_of_a_file_that_writes_a_new_code_both_ways_the_first_counts(imported):
    job, units = await imported(CASE, on_case="same")

    assert units == {("02-13", "cup-1"): 2, ("02-14", "cup-1"): 2}
    assert codes(job) == []


async def test_what_is_cancelled_of_a_code_in_other_letters_is_taken_back(
    imported, catalogue
):
    await catalogue("CUP")
    options = {**ORDERS, "on_case": "same"}
    await imported(tickets("7;13/03/2026;cup;5;payé", header=ORDER), **options)

    _, units = await imported(
        tickets("7;13/03/2026;cup;5;annulé", header=ORDER), **options
    )

    assert units == {}


async def test_the_list_of_imports_tells_the_warnings_of_each(client, imported):
    await imported(TILL + ROW * 2)
    await imported(TILL + ROW * 3)
    await imported(CASE, source="other")

    listed = (await client.get("/api/etl/jobs")).json()

    assert [codes(job) for job in listed] == [["case_differs"], ["mostly_known"], []]
