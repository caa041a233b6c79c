"""Every write of the log, one verb per file. None of them commits."""
