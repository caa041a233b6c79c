"""Who may set up a second factor: who is signed in, or may not be until it is there."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import queries
from auth_svc.dependencies import Signing
from auth_svc.tables import User
from shared.errors import Unauthenticated
from shared.http.auth import Principal, authenticated, verifier_of
from shared.http.tokens import Verifier

_bearer = HTTPBearer(
    auto_error=False,
    description="The access_token of /api/auth/login, or the setup_token of its refusal",
)


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Whose token this is; ``caller`` is nobody yet where it is a setup token."""

    user_id: int
    caller: Principal | None

    async def user(self, db: AsyncSession) -> User:
        """As the tables know them now; raises ``Unauthenticated``."""
        if self.caller is not None:
            return await queries.active_user(db, self.caller)
        user = await queries.user_by_id(db, self.user_id)
        if not user.active:
            raise Unauthenticated("This account is not active.")
        return user


async def _whoever_sets_up(
    signing: Signing,
    verifier: Annotated[Verifier, Depends(verifier_of)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Enrolling:
    if credentials is None:
        raise Unauthenticated
    try:
        return Enrolling(signing.read_setup(credentials.credentials), None)
    except Unauthenticated:
        caller = await authenticated(verifier, credentials)
        if caller.service:
            raise
        return Enrolling(caller.id, caller)


SettingUp = Annotated[Enrolling, Depends(_whoever_sets_up)]
