"""Every write of transfers, one verb per file. None of them commits."""
