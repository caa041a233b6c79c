"""Every write of one-time links, one verb per file. Operations never commit."""
