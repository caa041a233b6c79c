"""Every write of locations, one verb per file. None of them commits."""
