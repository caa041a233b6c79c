"""Every write of suppliers and their terms, one verb per file. None of them commits."""
