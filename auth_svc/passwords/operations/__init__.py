"""Every write of wrong passwords, one verb per file. Operations never commit."""
