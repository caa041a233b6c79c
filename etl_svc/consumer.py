"""Progress of imports, from sales_svc and forecast_svc."""

from etl_svc.operations.record_progress import record_progress
from etl_svc.operations.resend_jobs import resend_jobs
from etl_svc.settings import Settings
from shared.contracts.imports import ImportProgress
from shared.db.database import Database
from shared.kafka.consumer import Consumer, Subscription

GROUP = "etl_svc.progress"


def progress_consumer(settings: Settings, database: Database) -> Consumer:
    return Consumer(
        database,
        [Subscription(event=ImportProgress, handle=record_progress)],
        bootstrap=settings.broker,
        group=GROUP,
        on_loss=resend_jobs,
    )
