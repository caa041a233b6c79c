"""Who is calling, and what that role may do. Deny by default."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.errors import Forbidden, Unauthenticated
from shared.tokens import Verifier


class Role(StrEnum):
    """From least to most. ``service`` stands beside them: see ``require``."""

    VIEWER = "viewer"
    USER = "user"
    MANAGER = "manager"
    ADMIN = "admin"


SERVICE_ROLE = "service"
_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller. ``id`` is 0 for a service account, whose name is ``service``.

    ``session`` is the sign-in that the token belongs to; 0 when it has none.
    """

    id: int
    role: Role | None
    service: str = ""
    session: int = 0

    def may_act_as(self, role: Role) -> bool:
        return self.role is not None and _RANK[self.role] >= _RANK[role]


_bearer = HTTPBearer(
    auto_error=False, description="The access_token of /api/auth/login"
)


# Dependencies are async functions throughout: FastAPI runs others in threads.
async def verifier_of(request: Request) -> Verifier:
    verifier: Verifier = request.app.state.verifier
    return verifier


async def authenticated(
    verifier: Annotated[Verifier, Depends(verifier_of)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    if credentials is None:
        raise Unauthenticated
    claims = await verifier.verify(credentials.credentials)
    if claims.role == SERVICE_ROLE:
        kind, _, name = claims.subject.partition(":")
        if kind != "service" or not name:
            raise Unauthenticated
        return Principal(id=0, role=None, service=name)
    if claims.role not in _RANK or not claims.subject.isdecimal():
        raise Unauthenticated
    return Principal(
        id=int(claims.subject), role=Role(claims.role), session=claims.session
    )


CurrentCaller = Annotated[Principal, Depends(authenticated)]


def require(
    role: Role | None, *, services: frozenset[str] = frozenset()
) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency that lets in users of at least ``role`` and the named services.

    ``role=None`` lets in no user: a route for services only.
    """

    async def allowed(caller: CurrentCaller) -> Principal:
        if caller.service:
            if caller.service not in services:
                raise Forbidden("This service account may not use this route.")
        elif role is None or not caller.may_act_as(role):
            needed = role or "service account"
            raise Forbidden(f"This needs the role {needed}.", role=str(needed))
        return caller

    return allowed


Viewer = Annotated[Principal, Depends(require(Role.VIEWER))]
Seller = Annotated[Principal, Depends(require(Role.USER))]
Manager = Annotated[Principal, Depends(require(Role.MANAGER))]
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]
