"""Every write of pictures, one verb per file. None of them commits."""
