"""Every write of supplier returns, one verb per file. None of them commits."""
