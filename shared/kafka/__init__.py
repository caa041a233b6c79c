"""Events in and out: outbox, relay, consumer, dead letters."""
