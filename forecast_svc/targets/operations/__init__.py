"""Every write of targets and snoozes, one verb per file. None of them commits."""
