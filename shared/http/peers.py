"""Calling another service as a service account."""

import asyncio
import time
from typing import Any

import httpx

from shared.context import ADDRESS_HEADER, REQUEST_ID_HEADER, address, request_id
from shared.settings import ServiceSettings

RENEW_BEFORE_S = 60


class ServiceAccount(httpx.Auth):
    """Fetches a short access token with the client secret, and renews it in time."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._url = f"{settings.auth_url.rstrip('/')}/api/auth/service-token"
        self._body = {
            "client_id": settings.service,
            "client_secret": settings.service_client_secret.get_secret_value(),
        }
        self._token = ""
        self._expires = 0.0
        self._renewing = asyncio.Lock()

    async def async_auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = f"Bearer {await self._current()}"
        if current := request_id():
            request.headers[REQUEST_ID_HEADER] = current
        if came_from := address():
            request.headers[ADDRESS_HEADER] = came_from
        response = yield request
        if response.status_code == 401:
            # The keys may have changed under us: one new token, one more try.
            self._expires = 0.0
            request.headers["Authorization"] = f"Bearer {await self._current()}"
            yield request

    async def _current(self) -> str:
        async with self._renewing:
            if time.monotonic() > self._expires - RENEW_BEFORE_S:
                async with httpx.AsyncClient(timeout=5) as client:
                    answer = await client.post(self._url, json=self._body)
                    answer.raise_for_status()
                    body = answer.json()
                self._token = body["access_token"]
                self._expires = time.monotonic() + body["expires_in"]
            return self._token


def peer(base_url: str, settings: ServiceSettings) -> httpx.AsyncClient:
    """A client for one peer; close it at the end of the service's life."""
    return httpx.AsyncClient(
        base_url=base_url, auth=ServiceAccount(settings), timeout=httpx.Timeout(10)
    )
