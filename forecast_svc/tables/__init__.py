"""The rows of this service."""

from forecast_svc.tables.advice import AdviceRow, AdviceState, ProductClass
from forecast_svc.tables.alerts import Alert, AlertSettings
from forecast_svc.tables.base import Base
from forecast_svc.tables.demand import DemandForecast, TouchedProduct
from forecast_svc.tables.forecasts import (
    Budget,
    Fit,
    GlobalForecast,
    GlobalModel,
    HistoryChanges,
    KeptForecast,
    StaleForecast,
    TotalCalibration,
    UnfinishedForecast,
)
from forecast_svc.tables.ordering import AdviceOrder
from forecast_svc.tables.projection import (
    ClosingStock,
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
from forecast_svc.tables.replays import Replay, ReplayForecast, ReplayProduct
from forecast_svc.tables.scores import (
    BiasAlarm,
    Issued,
    Refit,
    RefitChunk,
    Score,
    ScoredWeek,
)
from forecast_svc.tables.supply import (
    Location,
    Lot,
    PurchaseLine,
    Supplier,
    SupplyTerms,
    TransferLine,
)
from forecast_svc.tables.targets import Snooze, Target

__all__ = [
    "AdviceOrder",
    "AdviceRow",
    "AdviceState",
    "Alert",
    "AlertSettings",
    "Base",
    "BiasAlarm",
    "Budget",
    "ClosingStock",
    "Daily",
    "DemandForecast",
    "Fit",
    "Generation",
    "GlobalForecast",
    "GlobalModel",
    "HistoryChanges",
    "Import",
    "Issued",
    "KeptForecast",
    "Location",
    "Lot",
    "Product",
    "ProductClass",
    "ProductImport",
    "PurchaseLine",
    "Reach",
    "Rebuild",
    "Refit",
    "RefitChunk",
    "Replay",
    "ReplayForecast",
    "ReplayProduct",
    "Score",
    "ScoredWeek",
    "Snooze",
    "StaleForecast",
    "Stock",
    "StockoutChange",
    "Supplier",
    "SupplyTerms",
    "Target",
    "TotalCalibration",
    "TouchedProduct",
    "TradingDay",
    "TransferLine",
    "UnfinishedForecast",
]
