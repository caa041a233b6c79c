"""What was done here, as ``shared.kafka.audit`` writes it down."""

from functools import partial

from shared.kafka import audit

record = partial(audit.record, service="sales_svc")
