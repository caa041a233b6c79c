"""The numbers of a forecast: no database, no HTTP, no broker.

Without numpy, so that the service itself has them: series, stockouts, promotions,
baselines, prediction, intervals, ensemble, overrides. On numpy, for worker
processes: seasonality, outliers, arima, local_model; and paths, when first drawn.
"""
