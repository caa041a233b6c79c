"""Acts of all services, this one included, into the log."""

from fastapi import FastAPI

from auth_svc.audit_log.operations.fold_acts import fold_acts
from auth_svc.settings import Settings
from shared.contracts.audit import AuditRecorded
from shared.kafka.consumer import Consumer, Subscription

GROUP = "auth_svc.audit"


def audit_consumer(app: FastAPI) -> Consumer:
    settings: Settings = app.state.settings
    return Consumer(
        app.state.database,
        [Subscription(event=AuditRecorded, handle=fold_acts)],
        bootstrap=settings.broker,
        group=GROUP,
    )
