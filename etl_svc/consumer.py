"""What sales_svc and forecast_svc tell of imports."""

from etl_svc.operations.note_progress import note_progress
from etl_svc.operations.resend_jobs import resend_jobs
from etl_svc.settings import Settings
from shared.consumer import Consumer, Subscription
from shared.database import Database
from shared.events.imports import ImportProgress

GROUP = "etl_svc.progress"


def progress_consumer(settings: Settings, database: Database) -> Consumer:
    return Consumer(
        database,
        [Subscription(event=ImportProgress, handle=note_progress)],
        bootstrap=settings.kafka_bootstrap_servers,
        group=GROUP,
        on_loss=resend_jobs,
    )
