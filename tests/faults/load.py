"""Sales at a steady rate, every client-visible outcome of them logged.

As a till does, a sale whose outcome is unknown is sent again under the same
``Idempotency-Key`` until there is an answer, so that at the end each one is
known to be recorded or refused.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from uuid import uuid4

import httpx

from tests.faults.background import BackgroundLoop

ANSWER_WITHIN_S = 10.0
MOST_IN_FLIGHT = 400
PAUSE_S = 0.3
LONGEST_PAUSE_S = 1.0

RECORDED = "201"
REFUSED_CONNECTION = "connection refused"
UNKNOWN = "no answer"


@dataclass(slots=True)
class Attempt:
    """One request; ``sent`` and ``answered`` on the monotonic clock."""

    key: str
    outcome: str
    sent: float
    answered: float


@dataclass(slots=True)
class Recorded:
    sale_id: int
    product_id: int
    quantity: int


@dataclass
class Outcomes:
    """What the clients of a story saw."""

    attempts: list[Attempt] = field(default_factory=list)
    recorded: dict[str, Recorded] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    """Final answers that are no sale, by code: not enough stock."""
    unexpected: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    """Keys whose outcome nobody knows yet."""

    def count(self) -> Counter[str]:
        return Counter(attempt.outcome for attempt in self.attempts)

    def first_recorded_after(self, moment: float) -> float | None:
        """When the first sale was recorded whose request began after ``moment``."""
        answers = [
            a.answered
            for a in self.attempts
            if a.outcome == RECORDED and a.sent >= moment
        ]
        return min(answers, default=None)

    def latency(self, share: float, *, since: float = 0, until: float = 1e12) -> float:
        """Quantile of the seconds that recorded sales took; 0 without any."""
        took = sorted(
            a.answered - a.sent
            for a in self.attempts
            if a.outcome == RECORDED and since <= a.sent <= until
        )
        return took[int(share * (len(took) - 1))] if took else 0.0

    def longest_pause(self, since: float, until: float) -> float:
        """Seconds of the longest stretch in which no sale was recorded."""
        times = sorted(a.answered for a in self.attempts if a.outcome == RECORDED)
        marks = [since, *(t for t in times if since < t < until), until]
        return max(b - a for a, b in pairwise(marks))


class Load:
    """``rate`` sales a second, spread over addresses and products, until ``stop``."""

    def __init__(
        self, addresses: Sequence[str], token: str, products: Sequence[int], rate: float
    ) -> None:
        self.outcomes = Outcomes()
        self._addresses = addresses
        self._products = products
        self._rate = rate
        self._headers = {"Authorization": f"Bearer {token}"}
        self._name = uuid4().hex[:12]
        self._selling = True
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Open loop: what is slow now does not slow down what comes next."""
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
        async with httpx.AsyncClient(timeout=ANSWER_WITHIN_S, limits=limits) as client:
            number, due = 0, time.monotonic()
            while self._selling:
                due += 1 / self._rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if len(self._tasks) >= MOST_IN_FLIGHT:
                    due = time.monotonic()
                    continue
                number += 1
                task = asyncio.create_task(self._sell(client, number))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            await asyncio.gather(*self._tasks)

    def stop(self) -> None:
        """No new sale; ``run`` ends when the outcome of each is known."""
        self._selling = False

    async def _sell(self, client: httpx.AsyncClient, number: int) -> None:
        key = f"{self._name}-{number}"
        product_id = self._products[number % len(self._products)]
        body = {
            "product_id": product_id,
            "quantity": 1 + number % 3,
            "sold_at": datetime.now(UTC).isoformat(),
        }
        self.outcomes.open.add(key)
        pause, turn = PAUSE_S, number
        while not await self._settled(client, self._address(turn), key, body):
            # The next try asks another replica, as behind a front.
            turn += 1
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(pause * 1.5, LONGEST_PAUSE_S)
        self.outcomes.open.discard(key)

    def _address(self, turn: int) -> str:
        return self._addresses[turn % len(self._addresses)]

    async def _settled(
        self, client: httpx.AsyncClient, address: str, key: str, body: dict[str, object]
    ) -> bool:
        """One attempt; whether its outcome is final."""
        sent = time.monotonic()
        answer = await self._post(client, address, key, body)
        outcome = answer if isinstance(answer, str) else str(answer.status_code)
        self.outcomes.attempts.append(Attempt(key, outcome, sent, time.monotonic()))
        if isinstance(answer, str) or answer.status_code == 503:
            return False
        if answer.status_code == 201:
            sale = answer.json()
            self.outcomes.recorded[key] = Recorded(
                sale["id"], sale["product_id"], sale["quantity"]
            )
            return True
        code = str(answer.json().get("code"))
        if answer.status_code == 409 and code == "idempotency_key_in_flight":
            return False
        if answer.status_code == 409 and code == "insufficient_stock":
            self.outcomes.refused[code] += 1
        else:
            self.outcomes.unexpected.append(f"{answer.status_code} {answer.text[:200]}")
        return True

    async def _post(
        self, client: httpx.AsyncClient, address: str, key: str, body: dict[str, object]
    ) -> httpx.Response | str:
        try:
            return await client.post(
                f"{address}/api/sales",
                json=body,
                headers=self._headers | {"Idempotency-Key": key},
            )
        except httpx.ConnectError:
            return REFUSED_CONNECTION
        except httpx.TransportError:
            return UNKNOWN


def together(
    loop: BackgroundLoop,
    requests: Sequence[Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]],
) -> list[httpx.Response]:
    """Send all at once; their answers in the same order."""

    async def send_all() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(timeout=120, limits=limits) as client:
            return await asyncio.gather(*(send(client) for send in requests))

    return loop.run(send_all(), within=150)


def found_wrong(
    outcomes: Outcomes, rows: Iterable[tuple[int, int, int]]
) -> tuple[list[int], list[int]]:
    """Acknowledged sales that are not among ``rows`` (id, product, quantity), and
    rows that no client was told of."""
    told = {(s.sale_id, s.product_id, s.quantity) for s in outcomes.recorded.values()}
    found = set(rows)
    return sorted(s[0] for s in told - found), sorted(r[0] for r in found - told)
