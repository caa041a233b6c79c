"""Access tokens that are no longer good although they have not expired."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Event
from shared.types import Id, Instant


class TokensRevoked(Event):
    """Tokens of a user that were issued up to ``ts`` are refused from now on.

    With ``session_ids`` those of these sign-ins; otherwise all that do not say ``role``,
    which is absent where the account was deactivated.
    """

    topic: ClassVar[str] = "tokens.revoked"
    identity: ClassVar[tuple[str, ...]] = ("revocation_id",)
    routing: ClassVar[tuple[str, ...]] = ("user_id",)

    revocation_id: UUID
    user_id: Id
    session_ids: Annotated[list[Id], Field(max_length=10_000)] | None = None
    role: Literal["viewer", "user", "manager", "admin"] | None = None
    ts: Instant
