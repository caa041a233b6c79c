"""The whole system as processes, everything from Python wheels (no Docker)."""
