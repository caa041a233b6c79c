import pytest

from tests.support import client_for

GOOD = b"series_id,date,quantity\nTEA,2025-01-02,3\n"


def form(content=GOOD, name="file", filename="sales.csv"):
    return {name: (filename, content, "text/csv")}


async def upload(client, content=GOOD, **query):
    return await client.post("/api/etl/uploads", files=form(content), params=query)


async def test_an_upload_becomes_a_job(client):
    answer = await upload(client)

    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert (job["kind"], job["status"], job["user_id"]) == ("upload", "queued", 7)
    found = await client.get(answer.headers["Location"])
    assert found.json()["params"]["on_error"] == "skip"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("ventes été.csv", "ventes été.csv"),
        ("C:\\Exports\\till.xlsx", "till.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\u202eb.csv", "ab.csv"),
        ("x" * 500, "x" * 200),
    ],
)
async def test_a_job_says_what_its_file_is_called(client, told, shown):
    answer = await client.post("/api/etl/uploads", files=form(filename=told))

    assert answer.status_code == 202, answer.text
    assert answer.json()["file_name"] == shown
    (listed,) = (await client.get("/api/etl/jobs")).json()
    assert listed["file_name"] == shown


async def test_a_file_under_another_name_is_the_same_request(client):
    key = {"Idempotency-Key": "one-upload"}

    first, again = [
        await client.post("/api/etl/uploads", files=form(filename=name), headers=key)
        for name in ("sales.csv", "sales (1).csv")
    ]

    assert first.json()["id"] == again.json()["id"]
    assert again.json()["file_name"] == "sales.csv"


async def test_jobs_are_found_by_any_of_several_states_and_kinds(client):
    upload_id = (await upload(client)).json()["id"]
    body = {"profile": "grocery", "products": 1, "days": 30, "seed": 1}
    made = await client.post("/api/etl/synthetic", json=body)
    assert made.status_code == 202, made.text
    await client.post(f"/api/etl/jobs/{upload_id}/cancel")
    cancelled, queued = upload_id, made.json()["id"]

    async def found(**query):
        answer = await client.get("/api/etl/jobs", params=query)
        assert answer.status_code == 200, answer.text
        return [job["id"] for job in answer.json()]

    assert await found(status=["queued", "cancelled"]) == [queued, cancelled]
    assert await found(status="cancelled") == [cancelled]
    assert await found(kind=["upload", "folder"]) == [cancelled]
    assert await found(kind=["upload"], status=["queued"]) == []
    unknown = await client.get("/api/etl/jobs", params={"status": "lost"})
    assert unknown.status_code == 422


@pytest.mark.parametrize(
    "path", ["synthetic", "uploads", "jobs/1/cancel", "jobs/1/undo", "jobs/1/commit"]
)
async def test_only_managers_may_import(app, path):
    for role, status in (("user", 403), ("viewer", 403), (None, 401)):
        async with client_for(app, role) as client:
            answer = await client.post(f"/api/etl/{path}", json={})
            assert answer.status_code == status
