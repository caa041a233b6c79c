"""Every write of forecasts, one verb per file. None of them commits."""
