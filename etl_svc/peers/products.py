"""products_svc, as imports need it: the ids of skus, and new products."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx
import orjson

from etl_svc.errors import JobFailed
from etl_svc.rules import ProductDraft, in_parts
from shared.errors import Unavailable
from shared.types import Unit

FIND_AT_ONCE = 100
SPELLINGS_AT_ONCE = 25
"""Of each there may be several in the answer."""
CREATE_AT_ONCE = 500
PASSES_BY_ITSELF = {401, 403, 408, 425, 429}
"""Refusals of a peer that is still being set up, or busy."""


@dataclass(frozen=True, slots=True)
class Product:
    """``version`` and the names are those that a change has to tell again."""

    id: int
    price: Decimal
    unit: Unit = "piece"
    quantity_decimals: int = 0
    sku: str = ""
    name: str = ""
    version: int = 1
    created_at: datetime | None = None
    """None of one that an import would make."""


class Catalogue:
    """Raises ``httpx.HTTPError`` when products_svc cannot be used now, and
    ``JobFailed`` when it will never take what it was given."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def find(self, skus: Collection[str]) -> dict[str, Product]:
        """The live products among these skus."""
        found: dict[str, Product] = {}
        for some in in_parts(sorted(skus), FIND_AT_ONCE):
            answer = await self._client.get(
                "/api/products", params={"skus": some, "limit": FIND_AT_ONCE}
            )
            found |= _by_sku(answer)
        return found

    async def find_archived(self, skus: Collection[str]) -> dict[str, Product]:
        """Of archived products of these skus the one that was added last: history of
        what is no longer sold is its own."""
        found: dict[str, Product] = {}
        for some in in_parts(sorted(skus), FIND_AT_ONCE):
            params: dict[str, Any] = {
                "skus": some,
                "archived": "true",
                "sort": "created_at",
                "limit": FIND_AT_ONCE,
            }
            found |= _by_sku(await self._client.get("/api/products", params=params))
        return found

    async def find_by_letters(self, skus: Collection[str]) -> dict[str, Product]:
        """Of live products whose skus differ from these by case only, for each of
        these the one that was added first."""
        by_letters: dict[str, Product] = {}
        for some in in_parts(sorted(skus), SPELLINGS_AT_ONCE):
            params: dict[str, Any] = {
                "skus": some,
                "any_case": True,
                "sort": "-created_at",
                "limit": FIND_AT_ONCE,
            }
            answer = await self._client.get("/api/products", params=params)
            by_letters |= {p.sku.casefold(): p for p in _by_sku(answer).values()}
        return {
            sku: by_letters[sku.casefold()]
            for sku in skus
            if sku.casefold() in by_letters
        }

    async def skus_of(self, ids: Collection[int]) -> dict[int, str]:
        """Of the live products among these."""
        found: dict[int, str] = {}
        for some in in_parts(sorted(ids), FIND_AT_ONCE):
            answer = await self._client.get(
                "/api/products", params={"ids": some, "limit": FIND_AT_ONCE}
            )
            found |= {item["id"]: item["sku"] for item in _content(answer)}
        return found

    async def some(self) -> dict[str, Product]:
        """Live products, at most as many as one answer holds."""
        answer = await self._client.get("/api/products", params={"limit": FIND_AT_ONCE})
        return _by_sku(answer)

    async def ensure(
        self, drafts: Sequence[ProductDraft], *, import_id: int | None = None
    ) -> None:
        """Create those whose sku is not in the catalogue; keep the others."""
        for some in in_parts(drafts, CREATE_AT_ONCE):
            body: dict[str, Any] = {
                "on_existing": "keep",
                "import_id": import_id,
                "items": [
                    {
                        "sku": draft.sku,
                        "name": draft.name,
                        "price": float(draft.price),
                        "stock": draft.stock,
                        "category": draft.category,
                        **_measured(draft),
                    }
                    for draft in some
                ],
            }
            _content(await self._client.post("/api/products/bulk", json=body))

    async def untouched(self, import_ids: Sequence[int]) -> list[int]:
        """Products that these imports made and that nobody has touched since: as many as
        one answer holds. ``Unavailable`` when nobody answers."""
        params = {"import_id": list(import_ids)}
        try:
            answer = await self._client.get("/api/products/imported", params=params)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable("products_svc cannot undo it now.") from error
        return list(orjson.loads(answer.content)["product_ids"])

    async def take_away(self, product_ids: Sequence[int], *, user_id: int) -> None:
        """Those that nobody has touched by then. ``Unavailable`` when nobody answers."""
        try:
            answer = await self._client.post(
                "/api/products/imported/undo",
                json={"product_ids": list(product_ids)},
                headers={"X-Acting-User": str(user_id)},
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable("products_svc cannot undo it now.") from error

    async def count_finer(self, product: Product, decimals: int) -> Product | None:
        """The product with quantities to so many decimals; None when somebody else has
        changed it since: what it is then has to be asked."""
        answer = await self._client.put(
            f"/api/products/{product.id}",
            json={
                "sku": product.sku,
                "name": product.name,
                "price": float(product.price),
                "quantity_decimals": decimals,
            },
            headers={"If-Match": f'"{product.version}"'},
        )
        if answer.status_code == httpx.codes.PRECONDITION_FAILED:
            return None
        return _product(_content(answer))


def _measured(draft: ProductDraft) -> dict[str, Any]:
    """What is not counted in whole pieces."""
    if draft.unit == "piece" and not draft.quantity_decimals:
        return {}
    return {"unit": draft.unit, "quantity_decimals": draft.quantity_decimals}


def _by_sku(answer: httpx.Response) -> dict[str, Product]:
    return {item["sku"]: _product(item) for item in _content(answer)}


def _product(item: dict[str, Any]) -> Product:
    return Product(
        id=item["id"],
        price=Decimal(str(item["price"])),
        unit=item.get("unit", "piece"),
        quantity_decimals=item.get("quantity_decimals", 0),
        sku=item["sku"],
        name=item["name"],
        version=item["version"],
        created_at=datetime.fromisoformat(item["created_at"]),
    )


def _content(answer: httpx.Response) -> Any:
    refused = 400 <= answer.status_code < 500
    if refused and answer.status_code not in PASSES_BY_ITSELF:
        raise JobFailed(
            "products_refused", f"products_svc refused the products: {_detail(answer)}"
        )
    answer.raise_for_status()
    return orjson.loads(answer.content)


def _detail(answer: httpx.Response) -> str:
    try:
        problem = orjson.loads(answer.content)
        return str(problem["detail"])[:500]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return f"status {answer.status_code}"
