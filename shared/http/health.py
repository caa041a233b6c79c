"""``/health`` says that the process lives, ``/health/ready`` that it can work."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from shared.db.database import Store
from shared.db.failures import is_disconnect, sqlstate

TAGS = {"health": "Whether the process lives, and whether it can work"}
Check = Callable[[], dict[str, str]]
"""What is wrong now, by subject."""


class Alive(BaseModel):
    status: Literal["ok"]


class Lost(BaseModel):
    status: Literal["failing"]
    reasons: dict[str, str]


class Ready(BaseModel):
    status: Literal["ok", "degraded"]
    reasons: dict[str, str]


router = APIRouter(tags=["health"])


async def liveness_of(request: Request) -> Check:
    check: Check = request.app.state.liveness
    return check


async def readiness_of(request: Request) -> Check:
    check: Check = request.app.state.readiness
    return check


@router.get("/health", response_model=Alive, responses={503: {"model": Lost}})
async def alive(
    liveness: Annotated[Check, Depends(liveness_of)],
) -> Any:
    """503 when only a new process can help; this one then ends by itself."""
    reasons = liveness()
    if reasons:
        lost = Lost(status="failing", reasons=reasons)
        return JSONResponse(lost.model_dump(), 503)
    return Alive(status="ok")


@router.get("/health/ready", responses={503: {"model": Ready}})
async def ready(
    response: Response,
    database: Store,
    readiness: Annotated[Check, Depends(readiness_of)],
) -> Ready:
    """503 with the reasons while the database cannot be written, the broker cannot
    be used, or a topic waits at an event."""
    reasons = readiness()
    try:
        await database.check_writable()
    except Exception as error:
        kind = type(error).__name__
        away = is_disconnect(error) and sqlstate(error) is None
        reasons["database"] = (
            f"does not answer ({kind})" if away else f"cannot be written ({kind})"
        )
    if reasons:
        response.status_code = 503
    return Ready(status="degraded" if reasons else "ok", reasons=reasons)
