"""Who may set up a second factor: who is signed in, or may not be until it is there."""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from auth_svc import queries
from auth_svc.dependencies import Signing
from auth_svc.tables import User
from shared.db.database import Store
from shared.errors import Unauthenticated
from shared.http.auth import authenticated, verifier_of
from shared.http.tokens import Verifier

_bearer = HTTPBearer(
    auto_error=False,
    description="The access_token of /api/auth/login, or the setup_token of its refusal",
)


async def _whoever_sets_up(
    store: Store,
    signing: Signing,
    verifier: Annotated[Verifier, Depends(verifier_of)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> User:
    if credentials is None:
        raise Unauthenticated
    async with store.read() as db:
        try:
            user_id = signing.read_setup(credentials.credentials)
        except Unauthenticated:
            caller = await authenticated(verifier, credentials)
            return await queries.active_user(db, caller)
        user = await queries.user_by_id(db, user_id)
    if not user.active:
        raise Unauthenticated("This account is not active.")
    return user


SettingUp = Annotated[User, Depends(_whoever_sets_up)]
