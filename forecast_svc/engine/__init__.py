"""The numbers of a forecast: no database, no HTTP, no broker.

Without numpy, so that the service itself has them: series, stockouts, promotions,
baselines, prediction, intervals, ensemble, overrides, fitted, weekdays, holidays,
metrics. On numpy, for worker processes: seasonality, outliers, arima, local_model,
panel, features, global_model; and paths, when first drawn.
"""
