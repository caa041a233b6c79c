"""What somebody should know of an import stands where it is seen."""

import pytest

from etl_svc.tests.driver import codes

CASE = "sku,sold_at,quantity\ncup-1,2026-02-13,2\nCUP-1,2026-02-14,2\n"
ROW = "CUP,2026-02-12,1,0.90\n"
TILL = "sku,sold_at,quantity,price\n"


@pytest.mark.parametrize("dry_run", [True, False])
async def test_codes_that_differ_by_case_are_warned_about(imported, dry_run):
    job, _ = await imported(CASE, dry_run=dry_run)

    (warning,) = job["warnings"]
    assert warning["code"] == "case_differs"
    assert warning["params"] == {"rows": 1, "line": 3, "value": "CUP-1"}
    assert job["rows_odd"] == 1


async def test_the_list_of_imports_tells_the_warnings_of_each(client, imported):
    await imported(TILL + ROW * 2)
    await imported(TILL + ROW * 3)
    await imported(CASE, source="other")

    listed = (await client.get("/api/etl/jobs")).json()

    assert [codes(job) for job in listed] == [["case_differs"], ["mostly_known"], []]
