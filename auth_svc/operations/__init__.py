"""Every write of auth_svc, one verb per file. Operations never commit."""
