"""auth_svc, wired: accounts, sessions, tokens, and the shop's settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from auth_svc.accounts.api import router as accounts_router
from auth_svc.audit_log.api import router as audit_router
from auth_svc.audit_log.consumer import audit_consumer
from auth_svc.examples import EXAMPLES, TAGS
from auth_svc.housekeeping.housekeeper import housekeeping
from auth_svc.links.api import router as links_router
from auth_svc.passkeys.api import router as passkeys_router
from auth_svc.passwords.hashing import Passwords
from auth_svc.privacy.api import router as privacy_router
from auth_svc.second_factors.api import router as second_factors_router
from auth_svc.service_accounts.api import router as service_accounts_router
from auth_svc.service_accounts.secrets import ServiceAccounts
from auth_svc.sessions.api import keys_router, router as sessions_router
from auth_svc.sessions.sign_in_api import router as sign_in_router
from auth_svc.settings import Settings
from auth_svc.shop.api import router as shop_router
from auth_svc.shop.source import SOURCE
from auth_svc.single_sign_on.api import router as single_sign_on_router
from auth_svc.single_sign_on.provider import Provider
from auth_svc.tokens import Issuer
from shared.http.exports import Exports, closing_exports
from shared.http.service import build_app
from shared.mail.sender import mail_senders
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or load(Settings)
    app = build_app(
        settings,
        title="Previstock auth",
        description="Accounts, sessions, tokens, and the shop's settings.",
        tags=TAGS,
        examples=EXAMPLES,
        routers=[
            sessions_router,
            sign_in_router,
            accounts_router,
            links_router,
            second_factors_router,
            passkeys_router,
            single_sign_on_router,
            shop_router,
            service_accounts_router,
            privacy_router,
            keys_router,
            audit_router,
        ],
        consumers=lambda app: [audit_consumer(app)],
        background=lambda app: [housekeeping(app), *mail_senders(app)],
        resources=[_warm_passwords, _leave_provider, closing_exports],
        shop=SOURCE,
        kept_by_browsers=False,
        # Its own tables know at once.
        follows_revocations=False,
    )
    app.state.passwords = Passwords(
        rounds=settings.bcrypt_rounds,
        threads=settings.hash_threads,
        queue=settings.hash_queue,
    )
    app.state.exports = Exports(settings)
    app.state.issuer = Issuer(settings)
    app.state.provider = Provider(settings) if settings.oidc_issuer else None
    app.state.service_accounts = ServiceAccounts(settings.service_clients_dir)
    return app


@asynccontextmanager
async def _warm_passwords(app: FastAPI) -> AsyncIterator[None]:
    """Otherwise the first unknown address would take longer than a known one."""
    warming = asyncio.create_task(app.state.passwords.warm_up())
    yield
    await warming


@asynccontextmanager
async def _leave_provider(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.provider is not None:
        await app.state.provider.close()


app = create_app()
