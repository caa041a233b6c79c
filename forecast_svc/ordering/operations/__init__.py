"""Every write of what is ordered, one verb per file. None of them commits."""
