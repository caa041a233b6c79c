"""``/health`` says that the process lives, ``/health/ready`` that it can work."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from shared.database import Store
from shared.failures import is_disconnect

BrokerCheck = Callable[[], str | None]
"""Why the broker cannot be used now, or ``None``."""


class Alive(BaseModel):
    status: Literal["ok"]


class Ready(BaseModel):
    status: Literal["ok", "degraded"]
    reasons: dict[str, str]


router = APIRouter(tags=["health"])


async def broker_check_of(request: Request) -> BrokerCheck:
    check: BrokerCheck = request.app.state.broker_check
    return check


@router.get("/health")
async def alive() -> Alive:
    return Alive(status="ok")


@router.get("/health/ready", responses={503: {"model": Ready}})
async def ready(
    response: Response,
    database: Store,
    broker_check: Annotated[BrokerCheck, Depends(broker_check_of)],
) -> Ready:
    """503 with the reasons while the database or the broker cannot be used."""
    reasons: dict[str, str] = {}
    try:
        await database.ping()
    except Exception as error:
        if not is_disconnect(error):
            raise
        reasons["database"] = f"does not answer ({type(error).__name__})"
    if (reason := broker_check()) is not None:
        reasons["broker"] = reason
    if reasons:
        response.status_code = 503
    return Ready(status="degraded" if reasons else "ok", reasons=reasons)
