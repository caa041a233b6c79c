"""Every write of sales_svc, one verb per file. Operations never commit."""
