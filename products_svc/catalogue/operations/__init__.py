"""Every write of the catalogue, one verb per file. None of them commits."""
