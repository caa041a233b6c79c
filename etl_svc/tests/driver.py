"""Helpers of etl_svc's tests: jobs over HTTP, and the rows that were sent."""

import asyncio
from contextlib import asynccontextmanager

from etl_svc.rules import OVER
from tests.support import eventually, outbox_rows

TICKETS = {"map": ["id:Bon", "sku:Article", "sold_at:Jour", "quantity:Nb"]}
ORDERS = {"map": [*TICKETS["map"], "status:Statut"]}
ORDER = "Bon;Jour;Article;Nb;Statut"


def counts(job):
    names = ("recorded", "duplicate", "changed", "withdrawn", "rejected")
    return {n: job[f"rows_{n}"] for n in names if job[f"rows_{n}"]}


def codes(job):
    return [warning["code"] for warning in job["warnings"]]


def tickets(*lines, header="Bon;Jour;Article;Nb"):
    return "\n".join([header, *lines]) + "\n"


class ImportDriver:
    def __init__(self, app, client):
        self._app = app
        self._client = client

    async def upload(self, content, **query):
        answer = await self._client.post(
            "/api/etl/uploads",
            files={"file": ("sales.csv", content, "text/csv")},
            params=query,
        )
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    async def job(self, job_id):
        return (await self._client.get(f"/api/etl/jobs/{job_id}")).json()

    async def all_sent(self, job_id):
        """The job once nothing is left to be read."""

        def ended(job):
            everything = (
                job["rows_total"] is not None and job["rows_read"] == job["rows_total"]
            )
            return job["status"] in OVER or (job["status"] == "running" and everything)

        return await eventually(lambda: self.job(job_id), until=ended)

    async def done(self, job_id):
        return await self.until(job_id, "done")

    async def until(self, job_id, status):
        return await self.sees(job_id, lambda job: job["status"] == status)

    async def sees(self, job_id, so):
        return await eventually(lambda: self.job(job_id), until=so)

    async def sent(self):
        """Every row of every chunk in the outbox, with its chunk's number."""
        chunks = [
            row["payload"]
            for row in await outbox_rows(self._app.state.database)
            if row["topic"] == "sales.import"
        ]
        return [(chunk["chunk"], row) for chunk in chunks for row in chunk["rows"]]

    @staticmethod
    @asynccontextmanager
    async def running(worker):
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.stop()
            await asyncio.wait_for(task, 20)
