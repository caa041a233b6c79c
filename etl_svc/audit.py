"""What was done here, as ``shared.kafka.audit`` writes it down."""

from functools import partial

from shared.kafka import audit

SERVICE = "etl_svc"
record = partial(audit.record, service=SERVICE)
record_export = partial(audit.record_export, service=SERVICE)
