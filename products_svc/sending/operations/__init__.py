"""Every write of mails, one verb per file. None of them commits."""
