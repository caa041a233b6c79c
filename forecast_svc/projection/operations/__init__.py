"""Every write of the copies, one verb per file. None of them commits."""
