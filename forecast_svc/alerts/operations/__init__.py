"""Every write of alerts, one verb per file. None of them commits."""
