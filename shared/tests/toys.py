"""A small service, whose edge is that of every service."""

from collections.abc import AsyncIterator
from itertools import repeat
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy import text

from shared.db.database import Store, Transaction
from shared.errors import Conflict
from shared.http.auth import Admin, Manager, Principal, Role, Viewer, require
from shared.http.bodies import Body
from shared.http.service import api_router, build_app
from shared.settings import ServiceSettings
from shared.types import Id, Money


class Toy(Body):
    id: Id
    price: Money


class Seen(BaseModel):
    price: str


class ToySettings(ServiceSettings):
    service: str = "toy_svc"


router = api_router("/api/toys", "toys")


@router.post("")
async def post_toy(body: Toy) -> Seen:
    return Seen(price=str(body.price))


@router.post("/box")
async def post_box(body: list[Toy]) -> int:
    return len(body)


async def held(request: Request) -> AsyncIterator[None]:
    try:
        yield
    finally:
        request.app.state.let_go.append("what the request held")


@router.get("/endless", response_class=StreamingResponse)
async def endless(_held: Annotated[None, Depends(held)]) -> StreamingResponse:
    return StreamingResponse(repeat("once more\n"))


@router.get("/list")
async def list_toys(
    response: Response, total: Annotated[int, Query(ge=0)] = 3, version: int = 0
) -> list[str]:
    response.headers["X-Total-Count"] = str(total)
    if version:
        response.headers["ETag"] = f'"{version}"'
    return ["a bear", "a ball"]


@router.get("/conflict")
async def conflict() -> None:
    raise Conflict("Somebody was faster.", left=3)


@router.get("/broken")
async def broken(limit: Annotated[int, Query(ge=1)] = 1) -> int:
    return 1 // 0 + limit


@router.get("/unreadable")
async def unreadable(db: Transaction) -> str:
    await db.execute(text("SELECT 1"))
    raise OSError("a file, not the database")


@router.get("/slow")
async def slow(store: Store) -> None:
    async with store.raw() as connection:
        await connection.execute("SELECT pg_sleep(5)", timeout=0.05)


@router.get("/mine")
async def mine(caller: Viewer) -> int:
    return caller.id


@router.get("/admin")
async def admin_only(caller: Admin) -> int:
    return caller.id


@router.post("/decide")
async def decide(caller: Manager) -> int:
    return caller.id


@router.post("/sell")
async def sell(caller: Annotated[Principal, Depends(require(Role.USER))]) -> int:
    return caller.id


@router.post("/late")
async def fails_at_commit(db: Transaction) -> str:
    await db.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS late (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)"
        )
    )
    await db.execute(text("INSERT INTO late VALUES (1), (1)"))
    return "committed"


def toy_app(db_url: str, *, kept_by_browsers: bool = True) -> FastAPI:
    app = build_app(
        ToySettings(db_url=db_url),
        title="Toys",
        description="",
        routers=[router],
        kept_by_browsers=kept_by_browsers,
    )
    app.state.let_go = []
    return app
