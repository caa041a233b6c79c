"""All that an answer about a product needs, in one round trip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.calibration import SumCalibration
from forecast_svc.engine.ensemble import GlobalForecast
from forecast_svc.engine.fitted import Demand, FittedModel
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.overrides import Override
from forecast_svc.engine.prediction import Prediction, Reason
from forecast_svc.engine.promotions import PromotionLift
from forecast_svc.engine.series import Series
from forecast_svc.engine.stockouts import StockoutImputer
from forecast_svc.forecasts.series import (
    ALWAYS,
    HISTORY_COLUMNS,
    HISTORY_TABLES,
    HistoryRow,
    first_usable,
)
from shared.types import Unit


@dataclass(frozen=True, slots=True)
class StoredFit:
    """A prediction that was made, as of which day and of which series
    (``fingerprint``)."""

    prediction: Prediction
    as_of: date
    fingerprint: bytes
    retry_at: datetime | None

    def answers(
        self, as_of: date, fingerprint: bytes, now: datetime, demand: Demand
    ) -> bool:
        """It is of this very series, and good enough for what is demanded; what a fit has
        failed on is tried again only after a while."""
        if self.as_of != as_of or self.fingerprint != fingerprint:
            return False
        tried = self.retry_at is not None and now < self.retry_at
        if self.prediction.model.quick:
            return tried or demand == "quick"
        fitted = self.prediction.model.method != "filter" or demand != "refit"
        return fitted and (tried or self.retry_at is None)


@dataclass(frozen=True, slots=True)
class ForecastInputs:
    """What is known of a product as of a day."""

    archived: bool
    unit: Unit
    quantity_decimals: int
    parent_id: int | None
    """Whose variant it is."""
    first_day: date | None
    """The first day with a sale, up to that day."""
    series: Series
    """What models see, up to the end of the data: cleaned by ``stockouts``, then by
    ``promotions``, then by ``outliers``."""
    stockouts: StockoutImputer
    promotions: PromotionLift
    outliers: OutlierCap
    overrides: list[Override]
    """What planners have said by then of days to come, the newest last."""
    fit: StoredFit | None
    """Of that day, or else the newest of the week before it."""
    global_trained: bool
    """Whether the global model of that day is there, with or without this product, and
    none of its days has been corrected since."""
    global_forecast: GlobalForecast | None
    beaten_by_naive: bool | None
    """Over the last scored windows; null when none has been scored."""

    def gap_days(self, as_of: date) -> int:
        """Days up to ``as_of`` that the data does not reach."""
        return (as_of - self.series.last_day).days if self.series.values else 0


_GLOBAL_COLUMNS = """
    m.as_of IS NOT NULL AND NOT m.outdated AS global_trained, m.weight, m.width,
    m.closed_days, m.products, m.made_at AS global_made_at,
    e.mean[1:CAST(:horizon AS integer)] AS global_mean, e.dispersion, e.nominal,
    e.level AS global_level, m.data_end AS global_data_end
"""
_GLOBAL_TABLES = """
LEFT JOIN global_models m ON m.as_of = :as_of
    AND m.imported = (SELECT coalesce(sum(i.rows), 0) FROM live_imports i)
LEFT JOIN global_forecasts e ON e.as_of = m.as_of AND e.product_id = :product
"""
_INPUTS_COLUMNS = """
    coalesce(p.archived, false) AS archived, coalesce(p.unit, 'piece') AS unit,
    coalesce(p.quantity_decimals, 0) AS quantity_decimals, p.parent_id, o.overrides, c.beaten_by_naive,
    f.as_of AS fit_as_of, f.fingerprint, f.model, f.reason, f.details, f.made_at, f.retry_at,
    f.mean[1:CAST(:fit_days AS integer)] AS mean, f.std[1:CAST(:fit_days AS integer)] AS std,
    f.cumulative_std[1:CAST(:fit_days AS integer)] AS cumulative_std
"""
_INPUTS_TABLES = """
CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(id, first_day, last_day, percentage, units) ORDER BY id)
        AS overrides
    FROM overrides WHERE product_id = :product AND last_day > :as_of
        AND created_on <= CAST(:as_of AS date) + 1
        AND coalesce(withdrawn_on > CAST(:as_of AS date) + 1, true)
        AND coalesce(expires_on > :as_of, true)
) o
LEFT JOIN LATERAL (
    SELECT * FROM fits WHERE product_id = :product
        AND as_of BETWEEN CAST(:as_of AS date) - 7 AND :as_of
        AND (as_of = :as_of OR reason IS NULL)
    ORDER BY as_of DESC LIMIT 1
) f ON true
CROSS JOIN LATERAL (
    SELECT avg(l.rmsse) > avg(l.naive_rmsse) AS beaten_by_naive FROM (
        SELECT rmsse, naive_rmsse FROM scores
        WHERE product_id = :product AND as_of < CAST(:as_of AS date) - 27 AND days > 0
        ORDER BY as_of DESC LIMIT 3
    ) l
) c
"""
_GLOBAL = select(text(_GLOBAL_COLUMNS)).select_from(text(ALWAYS + _GLOBAL_TABLES))
_INPUTS = select(
    text(HISTORY_COLUMNS), text(_GLOBAL_COLUMNS), text(_INPUTS_COLUMNS)
).select_from(text(ALWAYS + HISTORY_TABLES + _INPUTS_TABLES + _GLOBAL_TABLES))


@dataclass(frozen=True, kw_only=True)
class _GlobalRow:
    """What ``_GLOBAL_COLUMNS`` are; null but the first where there is no model."""

    global_trained: bool
    weight: float
    width: float
    closed_days: Sequence[int]
    products: int
    global_made_at: datetime
    global_mean: Sequence[float] | None
    dispersion: Sequence[float] | None
    nominal: Sequence[Sequence[float]] | None
    global_level: float | None
    global_data_end: date | None

    def global_forecast(self) -> GlobalForecast | None:
        if self.global_mean is None:
            return None
        return GlobalForecast(
            self.global_mean,
            self.weight,
            self.width,
            frozenset(self.closed_days),
            self.products,
            self.global_made_at,
            self._calibration(),
            self.global_level,
            self.global_data_end,
        )

    def _calibration(self) -> SumCalibration | None:
        if self.dispersion is None or self.nominal is None:
            return None
        return SumCalibration(self.dispersion, self.nominal)


@dataclass(frozen=True, kw_only=True)
class _FitRow:
    """A stored fit; null where there is none."""

    fit_as_of: date
    fingerprint: bytes | None
    model: str
    reason: Reason | None
    details: dict[str, Any]
    made_at: datetime
    retry_at: datetime | None
    mean: Sequence[float]
    std: Sequence[float]
    cumulative_std: Sequence[float]

    def stored_fit(self) -> StoredFit | None:
        if self.fingerprint is None:
            return None
        prediction = Prediction(
            name=self.model,
            mean=self.mean,
            std=self.std,
            cumulative_std=self.cumulative_std,
            reason=self.reason,
            fitted_at=None if self.reason else self.made_at,
            model=FittedModel.from_json(self.details),
        )
        return StoredFit(prediction, self.fit_as_of, self.fingerprint, self.retry_at)


_StoredOverride = tuple[int, str, str, float | None, float | None]
"""The fields of an ``Override``, its days as JSON has them."""


@dataclass(frozen=True, kw_only=True)
class _InputsRow(HistoryRow, _GlobalRow, _FitRow):
    archived: bool
    unit: Unit
    quantity_decimals: int
    parent_id: int | None
    overrides: Sequence[_StoredOverride] | None
    beaten_by_naive: bool | None


async def load_inputs(
    db: AsyncSession, product_id: int, as_of: date, horizon: int, gap_days: int = 0
) -> ForecastInputs | None:
    """``None`` when the product is unknown. A fit is loaded for ``horizon`` days after
    ``as_of``, and as many more as the data ends before it."""
    found = await db.execute(
        _INPUTS,
        {
            "product": product_id,
            "as_of": as_of,
            "since": first_usable(as_of),
            "horizon": horizon,
            "fit_days": horizon + gap_days,
        },
    )
    row = found.one_or_none()
    if row is None or not row.known:
        return None
    known = _InputsRow(**row._mapping)
    cleaned = known.cleaned(known.series(as_of), as_of)
    inputs = ForecastInputs(
        archived=known.archived,
        unit=known.unit,
        quantity_decimals=known.quantity_decimals,
        parent_id=known.parent_id,
        first_day=known.first_day,
        series=cleaned.series,
        stockouts=cleaned.stockouts,
        promotions=cleaned.promotions,
        outliers=cleaned.outliers,
        overrides=[*starmap(_override, known.overrides or ())],
        fit=known.stored_fit(),
        global_trained=known.global_trained,
        global_forecast=known.global_forecast(),
        beaten_by_naive=known.beaten_by_naive,
    )
    # Most data reaches as far as it is asked for; what does not is loaded once more.
    if inputs.gap_days(as_of) <= gap_days:
        return inputs
    return await load_inputs(db, product_id, as_of, horizon, inputs.gap_days(as_of))


def _override(
    override_id: int,
    first: str,
    last: str,
    percentage: float | None,
    units: float | None,
) -> Override:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Override(override_id, *days, percentage, units)


async def load_global_forecast(
    db: AsyncSession, product_id: int, as_of: date, horizon: int
) -> GlobalForecast | None:
    found = await db.execute(
        _GLOBAL, {"product": product_id, "as_of": as_of, "horizon": horizon}
    )
    row = found.one_or_none()
    return None if row is None else _GlobalRow(**row._mapping).global_forecast()
