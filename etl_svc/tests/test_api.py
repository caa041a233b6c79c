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
    "path", ["synthetic", "uploads", "jobs/1/cancel", "jobs/1/undo", "jobs/1/commit"]
)
async def test_only_managers_may_import(app, path):
    for role, status in (("user", 403), ("viewer", 403), (None, 401)):
        async with client_for(app, role) as client:
            answer = await client.post(f"/api/etl/{path}", json={})
            assert answer.status_code == status
