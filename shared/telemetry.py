"""JSON logs, and the metrics that every service has, by name."""

import logging
import sys
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

from shared.context import request_id

OUTBOX_ROWS = Gauge(
    "previstock_outbox_rows", "Events waiting for the broker", ["service", "lane"]
)
OUTBOX_AGE = Gauge(
    "previstock_outbox_oldest_seconds",
    "Age of the oldest waiting event",
    ["service", "lane"],
)
OUTBOX_PARKED = Gauge(
    "previstock_outbox_parked_rows", "Events the broker can never take", ["service"]
)
OUTBOX_SENT = Counter(
    "previstock_outbox_sent_total",
    "Events acknowledged by the broker",
    ["service", "topic"],
)
RELAY_ACTIVE = Gauge(
    "previstock_relay_active", "1 on the replica whose relay sends", ["service"]
)
RELAY_RESTARTS = Counter(
    "previstock_relay_restarts_total",
    "Relay failures followed by a new start",
    ["service"],
)
CONSUMER_LAG = Gauge(
    "previstock_consumer_lag",
    "Messages that the whole group has not yet handled; NaN while nobody can say",
    ["group", "topic", "partition"],
)
CONSUMER_RESTARTS = Counter(
    "previstock_consumer_restarts_total", "Consumer rebuilds after a failure", ["group"]
)
CONSUMER_CONNECTED = Gauge(
    "previstock_consumer_connected", "1 while the consumer is in its group", ["group"]
)
CONSUMER_HELD = Gauge(
    "previstock_consumer_held",
    "1 while the group waits at an event that it can neither apply nor put aside",
    ["group", "topic"],
)
EVENTS_HANDLED = Counter(
    "previstock_events_handled_total",
    "Events applied or known already",
    ["group", "topic"],
)
BATCH_SECONDS = Histogram(
    "previstock_consumer_batch_seconds", "Time to apply one batch of events", ["group"]
)
DEAD_LETTERS = Counter(
    "previstock_dead_letters_total",
    "Events put aside with their reason",
    ["group", "topic"],
)
EVENTS_REFUSED = Counter(
    "previstock_events_refused_total",
    "Events of another epoch of the database, not applied",
    ["group", "topic"],
)
OFFSETS_LOST = Counter(
    "previstock_offsets_lost_total",
    "Partitions where broker and database disagree: events were lost",
    ["group", "topic"],
)


def configure_logs(service: str, level: str) -> None:
    """One JSON object a line on stdout, for our own and for libraries' records."""

    def add_context(_logger: Any, _method: str, event: Any) -> Any:
        event.setdefault("service", service)
        if current := request_id():
            event.setdefault("request_id", current)
        return event

    common: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_context,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *common,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # Requests are logged by the service's own middleware, with their id.
    logging.getLogger("uvicorn.access").disabled = True
    # It repeats each failed connection attempt; ours is logged once per attempt.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    logging.getLogger("httpx").setLevel(logging.WARNING)
