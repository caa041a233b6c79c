"""Every write of lots, one verb per file. None of them commits."""
