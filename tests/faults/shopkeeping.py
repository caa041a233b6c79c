"""Everything that a shop does with its goods, at random and at once, over the API.

Whoever does it behaves as a client should: what has no known outcome is sent again under
the same key until there is an answer.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.load import ANSWER_WITHIN_S, PAUSE_S

AT_ONCE = 24
LATE_DAYS = 20
KNOWN_SALES = 400
"""How many of the latest sales may still be voided or come back."""
REFUSALS = frozenset({404, 409, 412, 422})
"""A final no, with a reason: there is not enough, it is over, somebody was faster."""

Answer = Mapping[str, Any]


@dataclass
class Shopkeeping:
    """``run`` does so many operations; ``done`` and ``refused`` count their answers."""

    sales: str
    products: str
    """Addresses of the two services."""
    sign_in: Callable[[], Awaitable[str]]
    """A fresh access token: one lives for a quarter of an hour."""
    product_ids: Sequence[int]
    location_ids: Sequence[int]
    supplier_id: int
    seed: int
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)
    recorded: list[Answer] = field(default_factory=list)
    """Sales that were answered, and not known to be voided."""
    baskets: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._name = uuid4().hex[:12]
        self._keys = 0
        self._token = ""
        self._renewing = asyncio.Lock()
        self._operations: dict[str, tuple[int, Callable[[], Awaitable[bool]]]] = {
            "sale": (38, self._sell),
            "basket": (16, self._sell_a_basket),
            "void": (6, self._void),
            "void of a basket": (3, self._void_a_basket),
            "return": (7, self._take_back),
            "receipt": (10, self._order_and_receive),
            "adjustment": (5, self._adjust),
            "count": (4, self._count),
            "transfer": (7, self._transfer),
            "return to the supplier": (4, self._send_back),
        }

    async def run(self, operations: int) -> None:
        limits = httpx.Limits(max_connections=2 * AT_ONCE)
        left = iter(range(operations))
        async with httpx.AsyncClient(
            timeout=ANSWER_WITHIN_S, limits=limits
        ) as self._http:
            await self._renew_token("")
            await asyncio.gather(*(self._work(left) for _ in range(AT_ONCE)))

    @property
    def operations(self) -> int:
        return sum(self.done.values()) + sum(self.refused.values())

    async def _work(self, left: Any) -> None:
        names = list(self._operations)
        weights = [weight for weight, _ in self._operations.values()]
        for _ in left:
            (name,) = self._random.choices(names, weights)
            outcome = self.done if await self._operations[name][1]() else self.refused
            outcome[name] += 1

    # What is done; each tells whether it went through to its end.

    async def _sell(self) -> bool:
        body = self._line() | {"sold_at": self._moment(), "location_id": self._place()}
        made = await self._post(self.sales, "/api/sales", body)
        if made:
            self.recorded = [*self.recorded, made][-KNOWN_SALES:]
        return bool(made)

    async def _sell_a_basket(self) -> bool:
        body = {
            "lines": [self._line() for _ in range(self._random.randint(1, 4))],
            "sold_at": self._moment(),
            "location_id": self._place(),
            "short_stock": self._random.choice(["refuse", "correct"]),
        }
        made = await self._post(self.sales, "/api/sales/orders", body)
        if made:
            self.baskets = [*self.baskets, made][-KNOWN_SALES:]
        return bool(made)

    async def _void(self) -> bool:
        if not self.recorded:
            return await self._sell()
        sale = self._random.choice(self.recorded)
        path = f"/api/sales/{sale['id']}/void"
        return bool(await self._post(self.sales, path, {"reason": "a mistake"}))

    async def _void_a_basket(self) -> bool:
        if not self.baskets:
            return await self._sell_a_basket()
        basket = self._random.choice(self.baskets)
        path = f"/api/sales/orders/{basket['id']}/void"
        return bool(await self._post(self.sales, path, {"reason": "a mistake"}))

    async def _take_back(self) -> bool:
        if not self.recorded:
            return await self._sell()
        sale = self._random.choice(self.recorded)
        body = {
            "quantity": 1,
            "condition": self._random.choice(["resaleable", "damaged"]),
            "reason": "not wanted",
        }
        path = f"/api/sales/{sale['id']}/returns"
        return bool(await self._post(self.sales, path, body))

    async def _order_and_receive(self) -> bool:
        body = {
            "supplier_id": self.supplier_id,
            "location_id": self._place(),
            "lines": [
                {
                    "product_id": product,
                    "quantity": self._random.randint(5, 60),
                    "unit_cost": self._random.randint(1, 999) / 100,
                }
                for product in self._some_products(3)
            ],
        }
        order = await self._post(self.products, "/api/purchase-orders", body)
        if not order:
            return False
        path = f"/api/purchase-orders/{order['id']}"
        if not await self._post(self.products, f"{path}/place", None):
            return False
        lines = order["lines"]
        first = {
            "lines": [
                {
                    "line_id": line["id"],
                    "quantity": self._random.randint(1, line["quantity"]),
                }
                | self._lot()
                for line in lines
            ],
            "freight": self._random.randint(0, 900) / 100,
            "spread": self._random.choice(["value", "quantity"]),
        }
        # Two people receive the same delivery: what is too much is refused.
        await asyncio.gather(
            *(self._post(self.products, f"{path}/receipts", first) for _ in range(2))
        )
        if self._random.random() < 0.5:
            return True
        over = {"reason": "the rest does not come"}
        return bool(await self._post(self.products, f"{path}/close", over))

    async def _adjust(self) -> bool:
        body = {
            "product_id": self._product(),
            "delta": self._random.choice([-3, -2, -1, 2, 4, 30]),
            "reason": "adjustment",
            "location_id": self._place(),
        }
        return bool(await self._post(self.products, "/api/stock/adjustments", body))

    async def _count(self) -> bool:
        products = self._some_products(3)
        body = {"location_id": self._place(), "filter": {"product_ids": products}}
        sheet = await self._post(self.products, "/api/stock/counts", body)
        if not sheet:
            return False
        path = f"/api/stock/counts/{sheet['id']}"
        lines = [
            {"product_id": product, "units": self._random.randint(0, 120)}
            for product in products
        ]
        if not await self._send(
            "PUT", self.products, f"{path}/lines", {"lines": lines}
        ):
            return False
        return bool(
            await self._post(self.products, f"{path}/post", {"confirm_all": True})
        )

    async def _transfer(self) -> bool:
        here, there = self._random.sample(list(self.location_ids), 2)
        body = {
            "from_location_id": here,
            "to_location_id": there,
            "lines": [
                {"product_id": product, "quantity": self._random.randint(1, 9)}
                for product in self._some_products(2)
            ],
        }
        transfer = await self._post(self.products, "/api/stock/transfers", body)
        if not transfer:
            return False
        path = f"/api/stock/transfers/{transfer['id']}"
        if not await self._post(self.products, f"{path}/ship", {}):
            return False
        # Some goods stay on their way; of some a part is lost.
        way = self._random.random()
        if way < 0.2:
            return True
        arrivals = [
            {"line_id": line["id"], "quantity": line["quantity"] - 1}
            | ({"lost": {"quantity": 1, "reason": "missing"}} if way < 0.4 else {})
            for line in transfer["lines"]
            if line["quantity"] > 1
        ]
        body = {"lines": arrivals} if arrivals and way < 0.6 else {}
        return bool(await self._post(self.products, f"{path}/receive", body))

    async def _send_back(self) -> bool:
        body = {
            "supplier_id": self.supplier_id,
            "location_id": self._place(),
            "reason": "quality",
            "lines": [{"product_id": self._product(), "quantity": 2}],
        }
        path = "/api/stock/supplier-returns"
        return bool(await self._post(self.products, path, body))

    # What it is done with.

    def _line(self) -> dict[str, Any]:
        return {
            "product_id": self._product(),
            "quantity": self._random.randint(1, 4),
            "price": self._random.randint(100, 900) / 100,
        }

    def _lot(self) -> dict[str, Any]:
        """Some goods expire."""
        if self._random.random() < 0.5:
            return {}
        day = datetime.now(UTC).date() + timedelta(days=self._random.randint(20, 60))
        return {"lot": f"L{day:%m%d}", "expires_on": str(day)}

    def _moment(self) -> str:
        late = timedelta(days=self._random.randint(1, LATE_DAYS))
        now = datetime.now(UTC)
        return (now - late if self._random.random() < 0.1 else now).isoformat()

    def _product(self) -> int:
        return self._random.choice(list(self.product_ids))

    def _some_products(self, most: int) -> list[int]:
        count = self._random.randint(1, most)
        return self._random.sample(list(self.product_ids), count)

    def _place(self) -> int:
        return self._random.choice(list(self.location_ids))

    # How it is sent.

    async def _post(self, address: str, path: str, body: Any) -> Answer:
        return await self._send("POST", address, path, body)

    async def _send(self, method: str, address: str, path: str, body: Any) -> Answer:
        """What was answered; nothing where it was refused."""
        self._keys += 1
        key = f"{self._name}-{self._keys}"
        while True:
            answer = await self._try(method, f"{address}{path}", body, key)
            if answer is not None:
                break
            await asyncio.sleep(PAUSE_S * random.uniform(0.5, 1.5))
        if answer.is_success:
            found: Answer = answer.json()
            # An act without an answer of its own was done.
            return found or {"done": True}
        if answer.status_code not in REFUSALS:
            self.unexpected.append(
                f"{method} {path}: {answer.status_code} {answer.text[:200]}"
            )
        return {}

    async def _try(
        self, method: str, url: str, body: Any, key: str
    ) -> httpx.Response | None:
        """The final answer, if this is one."""
        token = self._token
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        try:
            answer = await self._http.request(method, url, json=body, headers=headers)
        except httpx.TransportError:
            return None
        if answer.status_code == 401:
            await self._renew_token(token)
            return None
        return None if _try_again(answer) else answer

    async def _renew_token(self, expired: str) -> None:
        async with self._renewing:
            if self._token == expired:
                self._token = await self.sign_in()


def _try_again(answer: httpx.Response) -> bool:
    if answer.status_code in {429, 503}:
        return True
    return (
        answer.status_code == 409
        and answer.json().get("code") == "idempotency_key_in_flight"
    )
