"""Which tokens are refused before they expire, as this process knows it."""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.tokens import TokensRevoked

UNKNOWN_AFTER_S = 60.0
"""Without news for this long, nobody knows who may still act."""
REMEMBERED_S = 16 * 60
"""Longer than any token lives that was issued before a revocation."""


@dataclass(frozen=True, slots=True)
class _Standing:
    role: str | None
    since: datetime


class Revocations:
    """Asked with each request, told by the topic or by auth_svc; both may repeat
    themselves and come in any order."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[int, datetime] = OrderedDict()
        self._users: OrderedDict[int, _Standing] = OrderedDict()
        self._heard_at: float | None = None

    def note(self, revoked: Iterable[TokensRevoked]) -> None:
        for each in revoked:
            for session in each.session_ids or ():
                self._sessions[session] = each.ts
            if each.session_ids is None:
                known = self._users.get(each.user_id)
                if known is None or known.since <= each.ts:
                    self._users[each.user_id] = _Standing(each.role, each.ts)
            self._forget_before(each.ts.timestamp() - REMEMBERED_S)

    def cover(self, *, user_id: int, session: int, role: str, issued: int) -> bool:
        """Whether a token that is otherwise good has been revoked; ``issued`` in seconds
        since 1970."""
        if session in self._sessions:
            return True
        standing = self._users.get(user_id)
        # Tokens say whole seconds; a newer one of the same second has the new role.
        return (
            standing is not None
            and issued <= standing.since.timestamp()
            and role != standing.role
        )

    def heard(self) -> None:
        """All there was to know is known just now."""
        self._heard_at = time.monotonic()

    @property
    def silent_s(self) -> float:
        """Seconds since everything was known; 0 where nobody follows, as in tests."""
        return 0.0 if self._heard_at is None else time.monotonic() - self._heard_at

    @property
    def unknown(self) -> bool:
        return self.silent_s > UNKNOWN_AFTER_S

    def _forget_before(self, moment: float) -> None:
        while (
            self._sessions and next(iter(self._sessions.values())).timestamp() < moment
        ):
            self._sessions.popitem(last=False)
        while (
            self._users and next(iter(self._users.values())).since.timestamp() < moment
        ):
            self._users.popitem(last=False)
