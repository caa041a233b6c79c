"""Every write of stock, one verb per file. None of them commits."""
