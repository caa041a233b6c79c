"""Route of service accounts: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Request

from auth_svc.dependencies import Address, Signing
from auth_svc.service_accounts.proof import prove_client
from auth_svc.service_accounts.schemas import ServiceTokenIn, ServiceTokenOut
from auth_svc.service_accounts.secrets import ServiceAccounts
from shared.db.database import Store
from shared.http.service import api_router

router = api_router("/api/auth", "auth")


async def _accounts(request: Request) -> ServiceAccounts:
    accounts: ServiceAccounts = request.app.state.service_accounts
    return accounts


Accounts = Annotated[ServiceAccounts, Depends(_accounts)]


@router.post("/service-token")
async def issue_service_token(
    body: ServiceTokenIn,
    store: Store,
    accounts: Accounts,
    signing: Signing,
    address: Address,
) -> ServiceTokenOut:
    """A short access token for a service account."""
    await prove_client(
        store,
        accounts,
        client_id=body.client_id,
        client_secret=body.client_secret.get_secret_value(),
        address=address,
    )
    return ServiceTokenOut(
        access_token=signing.service_access(body.client_id),
        token_type="bearer",  # noqa: S106 - the name of the scheme
        expires_in=signing.access_s,
    )
