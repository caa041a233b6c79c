"""Every write of purchase orders, one verb per file. None of them commits."""
