"""Every write about people, one verb per file. Operations never commit."""
