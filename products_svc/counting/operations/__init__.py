"""Every write of counts, one verb per file. None of them commits."""
