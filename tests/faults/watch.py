"""What liveness and readiness said, second by second."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

EVERY_S = 0.5
ANSWER_WITHIN_S = 4.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a service; a status of 0 is no answer."""

    at: float
    live: int
    ready: int
    reasons: str


class Watch:
    """Samples ``/health`` and ``/health/ready`` of every service until it is ended."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.samples: dict[str, list[Sample]] = {name: [] for name in addresses}
        self._addresses = addresses

    async def run(self) -> None:
        async with httpx.AsyncClient(timeout=ANSWER_WITHIN_S) as client:
            await asyncio.gather(
                *(self._follow(client, name) for name in self._addresses)
            )

    async def _follow(self, client: httpx.AsyncClient, name: str) -> None:
        address = self._addresses[name]
        while True:
            at = time.monotonic()
            live, _ = await _status(client, f"{address}/health")
            ready, reasons = await _status(client, f"{address}/health/ready")
            self.samples[name].append(Sample(at, live, ready, reasons))
            await asyncio.sleep(EVERY_S)

    def of(self, name: str, since: float = 0, until: float = 1e12) -> list[Sample]:
        return [s for s in self.samples[name] if since <= s.at <= until]

    def lived(self, name: str, since: float = 0, until: float = 1e12) -> bool:
        """Whether liveness never failed; a service that did not answer failed."""
        return all(s.live == 200 for s in self.of(name, since, until))

    def said_degraded(
        self, name: str, reason: str, since: float = 0, until: float = 1e12
    ) -> float | None:
        """When readiness first failed with this word in its reasons."""
        return next(
            (
                s.at
                for s in self.of(name, since, until)
                if s.ready == 503 and reason in s.reasons
            ),
            None,
        )


async def _status(client: httpx.AsyncClient, url: str) -> tuple[int, str]:
    try:
        answer = await client.get(url)
    except httpx.TransportError:
        return 0, ""
    return answer.status_code, answer.text
