"""The rows of this service."""

from forecast_svc.tables.base import Base
from forecast_svc.tables.forecasts import (
    Budget,
    Fit,
    GlobalForecast,
    GlobalModel,
    KeptForecast,
    StaleForecast,
    TotalCalibration,
)
from forecast_svc.tables.projection import (
    Daily,
    Generation,
    Import,
    Product,
    ProductImport,
    Reach,
    Rebuild,
    Stock,
    StockoutChange,
    TradingDay,
)
from forecast_svc.tables.scores import (
    BiasAlarm,
    Issued,
    Refit,
    RefitChunk,
    Score,
    ScoredWeek,
)

__all__ = [
    "Base",
    "BiasAlarm",
    "Budget",
    "Daily",
    "Fit",
    "Generation",
    "GlobalForecast",
    "GlobalModel",
    "Import",
    "Issued",
    "KeptForecast",
    "Product",
    "ProductImport",
    "Reach",
    "Rebuild",
    "Refit",
    "RefitChunk",
    "Score",
    "ScoredWeek",
    "StaleForecast",
    "Stock",
    "StockoutChange",
    "TotalCalibration",
    "TradingDay",
]
