"""Who is calling, and what that role may do. Deny by default."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.base import SecurityBase

from shared import context
from shared.errors import Forbidden, SessionStateUnknown, Unauthenticated
from shared.http.refusals import Refusals
from shared.http.tokens import SERVICE_ROLE, Verifier
from shared.types import MAX_ID


class Role(StrEnum):
    """From least to most. ``service`` stands beside them: see ``require``."""

    VIEWER = "viewer"
    USER = "user"
    MANAGER = "manager"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether it may do all that ``other`` may."""
        return _RANK[self] >= _RANK[other]


_ID = re.compile(r"[1-9]\d{0,18}", re.ASCII)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
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
        return self.role is not None and self.role.includes(role)


_bearer = HTTPBearer(
    auto_error=False, description="The access_token of /api/auth/login"
)


# Dependencies are async functions throughout: FastAPI runs others in threads.
async def verifier_of(request: Request) -> Verifier:
    verifier: Verifier = request.app.state.verifier
    return verifier


async def authenticated(
    verifier: Verifier, credentials: HTTPAuthorizationCredentials | None
) -> Principal:
    """Whose token this is; raises ``Unauthenticated``."""
    if credentials is None:
        raise Unauthenticated
    claims = await verifier.verify(credentials.credentials)
    if claims.role == SERVICE_ROLE:
        kind, _, name = claims.subject.partition(":")
        if kind != "service" or not name:
            raise Unauthenticated
        return Principal(id=0, role=None, service=name)
    if claims.role not in _RANK:
        raise Unauthenticated
    return Principal(id=claims.user_id, role=Role(claims.role), session=claims.session)


def acting_user(caller: Principal, request: Request) -> int:
    """The caller; for a service the user whom its ``X-Acting-User`` header names."""
    if not caller.service:
        return caller.id
    named = request.headers.get("X-Acting-User", "")
    if not _ID.fullmatch(named) or int(named) > MAX_ID:
        raise Forbidden("A service names the user it acts for in X-Acting-User.")
    return int(named)


class Require(SecurityBase):
    """A dependency that lets in users of at least ``role`` and the named services.

    ``role=None`` lets in no user: a route for services only. One dependency
    without others below it: each costs a request about 12 us.
    """

    def __init__(self, role: Role | None, services: frozenset[str]) -> None:
        self.model = _bearer.model
        self.scheme_name = _bearer.scheme_name
        self._role = role
        self._services = services
        # A till goes on by its token's quarter of an hour; whoever decides does not.
        self._guarded = role in {Role.MANAGER, Role.ADMIN}

    async def __call__(self, request: Request) -> Principal:
        verifier = await verifier_of(request)
        caller = await authenticated(verifier, await _bearer(request))
        request.state.caller = caller.service or f"user/{caller.id}"
        if caller.service:
            if caller.service not in self._services:
                raise Forbidden("This service account may not use this route.")
            # The address of a service tells nothing of whom it acts for.
            context.came_from(request.headers.get(context.ADDRESS_HEADER, ""))
        elif self._role is None or not caller.may_act_as(self._role):
            needed = self._role or "service account"
            refusals: Refusals = request.app.state.refusals
            refusals.note(request, caller.id, needed=str(needed), own=str(caller.role))
            raise Forbidden(f"This needs the role {needed}.", role=str(needed))
        elif self._guarded and request.method not in _SAFE:
            _know_who_may_act(verifier)
        return caller


def _know_who_may_act(verifier: Verifier) -> None:
    if verifier.revocations.unknown:
        raise SessionStateUnknown


def require(role: Role | None, *, services: frozenset[str] = frozenset()) -> Require:
    return Require(role, services)


Viewer = Annotated[Principal, Depends(require(Role.VIEWER))]
Manager = Annotated[Principal, Depends(require(Role.MANAGER))]
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]
