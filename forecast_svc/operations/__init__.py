"""Every write of this service, one verb per file. None of them commits."""
