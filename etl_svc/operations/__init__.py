"""Every write of etl_svc, one verb per file. Operations never commit."""
