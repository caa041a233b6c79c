"""Every write of planners, one verb per file. None of them commits."""
