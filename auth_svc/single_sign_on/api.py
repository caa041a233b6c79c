"""Routes of single sign-on: parse, one call, answer. Browsers follow them; programs use
passwords."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Cookie, Depends, Query, Request
from fastapi.responses import RedirectResponse

from auth_svc.dependencies import Address, Config, Device, Signing
from auth_svc.errors import NoSingleSignOn, ProviderAway, SignOnRefused
from auth_svc.sessions import cookies
from auth_svc.sessions.operations.open_session import open_session
from auth_svc.settings import Settings
from auth_svc.single_sign_on.operations.attempts import LIFE, begin, come_back
from auth_svc.single_sign_on.operations.recognise import recognise
from auth_svc.single_sign_on.provider import Provider
from shared.clock import utc_now
from shared.db.database import Store
from shared.errors import ServiceError
from shared.http.service import api_router

router = api_router("/api/auth", "auth")

STATE = "previstock_sign_on"
STATE_PATH = "/api/auth/single-sign-on"
BROWSER: dict[int | str, dict[str, Any]] = {
    303: {"description": "To the provider, or back to the pages"}
}


async def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NoSingleSignOn
    return provider


OnlyProvider = Annotated[Provider, Depends(_provider)]
Page = Annotated[str, Query(pattern=r"^/([^/\\].*)?$", max_length=2000)]
"""A page of this client: an address of another would send people there."""


@router.get(
    "/single-sign-on",
    response_class=RedirectResponse,
    status_code=303,
    responses=BROWSER,
)
async def go_to_provider(
    request: Request,
    store: Store,
    provider: OnlyProvider,
    config: Config,
    next_page: Page = "/",
) -> RedirectResponse:
    """Where the button of the sign-in page leads; back to it where the provider is away."""
    async with store.transaction() as db:
        state, attempt = await begin(db, next_page, utc_now())
        nonce, verifier = attempt.nonce, attempt.code_verifier
    try:
        address = await provider.address(
            state=state, nonce=nonce, code_verifier=verifier
        )
    except ProviderAway as away:
        return RedirectResponse(_with(_sign_in_page(config), refused=_code(away)), 303)
    answer = RedirectResponse(address, 303)
    cookies.keep_state(
        request, answer, STATE, state, path=STATE_PATH, max_age_s=LIFE.seconds
    )
    return answer


@router.get(
    "/single-sign-on/back",
    response_class=RedirectResponse,
    status_code=303,
    responses=BROWSER,
)
async def come_back_from_provider(
    request: Request,
    store: Store,
    provider: OnlyProvider,
    signing: Signing,
    config: Config,
    address: Address,
    device: Device,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
    kept: Annotated[str, Cookie(alias=STATE)] = "",
) -> RedirectResponse:
    """Where the provider sends the browser: signed in, or to the sign-in page, which says
    why not."""
    page = _sign_in_page(config)
    try:
        # Somebody else's state would sign this browser in as them.
        if not state or state != cookies.shown(request, STATE, kept):
            raise SignOnRefused
        async with store.transaction() as db:
            attempt = await come_back(db, state, utc_now())
        person = await provider.who(
            code, nonce=attempt.nonce, code_verifier=attempt.code_verifier
        )
        async with store.transaction() as db:
            user = await recognise(db, person)
            pair = await open_session(
                db,
                signing,
                user,
                better_hash=None,
                weak=user.password_weak,
                address=address,
                device=device,
                now=utc_now(),
                single_sign_on=True,
            )
    except (SignOnRefused, ProviderAway) as refused:
        return RedirectResponse(_with(page, refused=_code(refused)), 303)
    answer = RedirectResponse(_with(page, entered="true", next=attempt.next_page), 303)
    cookies.keep(request, answer, pair.refresh, max_age_s=signing.refresh_s)
    return answer


def _sign_in_page(config: Settings) -> str:
    return f"{config.public_url.rstrip('/')}/sign-in"


def _with(page: str, **told: str) -> str:
    return f"{page}?{urlencode(told)}"


def _code(refused: ServiceError) -> str:
    return refused.code
