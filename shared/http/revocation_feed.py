"""How every process hears of revoked tokens: from their topic, and while that is silent
from auth_svc."""

from collections.abc import Sequence
from datetime import timedelta

import httpx
import structlog
from pydantic import TypeAdapter, ValidationError

from shared.background import Background, Periodic
from shared.contracts.tokens import TokensRevoked
from shared.http.peers import peer
from shared.http.revocations import REMEMBERED_S, Revocations
from shared.kafka.tail import Tail
from shared.settings import ServiceSettings

log = structlog.get_logger(__name__)

ASK_EVERY_S = 5.0
SILENT_S = 6.0
"""Longer than a topic that is read to its end takes to say so again."""
_ANSWER = TypeAdapter(list[TokensRevoked])


def feeds(settings: ServiceSettings, revocations: Revocations) -> Sequence[Background]:
    """The tasks that tell ``revocations``, which count as told at the start."""
    revocations.heard()
    topic = Tail(
        settings.broker,
        TokensRevoked,
        since=timedelta(seconds=REMEMBERED_S),
        note=revocations.note,
        complete=revocations.heard,
    )
    return [topic, RevocationQuestion(settings, revocations)]


class RevocationQuestion(Periodic):
    """Asks auth_svc while the topic is silent."""

    name = "revocations of auth_svc"

    def __init__(self, settings: ServiceSettings, revocations: Revocations) -> None:
        super().__init__()
        self._settings = settings
        self._revocations = revocations

    async def _round(self) -> None:
        async with peer(self._settings.auth_url, self._settings) as auth:
            # What was told before this process began is not known yet.
            await self._ask(auth)
            while not self._stopping.is_set():
                await self._wait(ASK_EVERY_S)
                if self._revocations.silent_s > SILENT_S:
                    await self._ask(auth)

    async def _ask(self, auth: httpx.AsyncClient) -> None:
        try:
            answer = await auth.get("/api/auth/revocations")
            answer.raise_for_status()
            self._revocations.note(_ANSWER.validate_json(answer.content))
        except (httpx.HTTPError, ValidationError) as error:
            log.warning("revocations_unknown", error=f"{type(error).__name__}: {error}")
        else:
            self._revocations.heard()
