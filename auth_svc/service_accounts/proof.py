"""Prove a service's secret."""

from auth_svc import audit
from auth_svc.budgets import FAILED_SERVICE_TOKENS
from auth_svc.errors import BadClientCredentials
from auth_svc.service_accounts.secrets import ServiceAccounts
from shared.db.budgets import check_budget, spend
from shared.db.database import Database
from shared.http.front import network_of


async def prove_client(
    store: Database,
    accounts: ServiceAccounts,
    *,
    client_id: str,
    client_secret: str,
    address: str,
) -> None:
    network = network_of(address)
    if not accounts.know(client_id, client_secret):
        async with store.transaction() as db:
            await check_budget(db, FAILED_SERVICE_TOKENS, network)
            await spend(db, FAILED_SERVICE_TOKENS, network)
            await audit.record(
                db,
                "sign_in.failed",
                f"service/{client_id}",
                actor=audit.NOBODY,
                changes={"address": address},
            )
        raise BadClientCredentials
