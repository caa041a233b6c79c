"""Every write of sessions, one verb per file. Operations never commit."""
