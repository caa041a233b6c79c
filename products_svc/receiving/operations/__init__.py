"""Every write of receipts, one verb per file. None of them commits."""
