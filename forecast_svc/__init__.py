"""Owns the daily series and the forecasts made from them.

Publishes ``import.progress`` (stage ``folded``); listens to ``sales.*``,
``product.*`` and ``stock.moved``. All it holds is a projection: it can be folded
again from the snapshots that sales_svc and products_svc serve.
"""
