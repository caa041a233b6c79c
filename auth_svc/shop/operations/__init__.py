"""Every write of the shop's settings, one verb per file. Operations never commit."""
