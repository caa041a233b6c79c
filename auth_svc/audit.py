"""What was done here, as ``shared.kafka.audit`` writes it down."""

from functools import partial

from shared.kafka import audit

SERVICE = "auth_svc"
NOBODY = 0
"""The actor of what strangers try, and of what is done at the server's shell."""
record = partial(audit.record, service=SERVICE)
differences = audit.differences
