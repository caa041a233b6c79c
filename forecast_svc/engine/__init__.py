"""The numbers of a forecast: no database, no HTTP, no broker.

Without numpy, so that the service itself has them: series, corrections, stockouts,
promotions, outliers, baselines, prediction, intervals, calibration, ensemble,
level_shift, overrides, fitted, weekdays, demand_class, holidays, metrics. On numpy, for
worker processes: seasonality, arima, local_model, panel, features, recursive_model,
global_model, last_year, backtests, panel_forecast; and paths, when first drawn.
"""
