"""Owns the daily series and the forecasts made from them.

Publishes ``import.progress`` (stage ``folded``) and, for its own replicas,
``forecast.refit``; listens to ``sales.*``, ``product.*``, ``stock.moved`` and
``forecast.refit``. The series are a projection: they can be folded again from the
snapshots that sales_svc and products_svc serve. What planners enter, and what was
issued and scored, is its own.
"""
