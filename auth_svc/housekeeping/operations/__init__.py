"""Every write of what nobody can use any more, one verb per file. Operations never commit."""
