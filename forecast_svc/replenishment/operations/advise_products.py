"""Advise on products anew, at each of their locations, and keep it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple

import orjson
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.engine.prediction import Prediction
from forecast_svc.forecasts.operations.store_demand import TOGETHER
from forecast_svc.forecasts.operations.store_forecast import database_now
from forecast_svc.replenishment.advisor import Advisor
from forecast_svc.replenishment.calculation import Advice, StockState, seed_of
from forecast_svc.replenishment.calculation.advice import Transfer
from forecast_svc.replenishment.calculation.batch import Question
from forecast_svc.replenishment.calculation.transfers import (
    Place,
    counting,
    shared_out,
    told,
)
from forecast_svc.replenishment.demand import DemandForecasts, Subject
from forecast_svc.replenishment.inputs import Known, load_known
from forecast_svc.replenishment.stock_facts import (
    URGENCIES,
    Sold,
    stock_facts,
    urgency_of,
)

ADVICE: TypeAdapter[Advice] = TypeAdapter(Advice)
"""Advice as it is kept."""

# Wherever there is stock, or was a sale within a year; what is nowhere yet is advised on
# at the first location.
_PLACES = text("""
SELECT p.product_id, l.location_id, s.moved_at, d.last_sold_on, coalesce(d.sold, 0) AS sold
FROM live_products p CROSS JOIN LATERAL (
    SELECT location_id FROM live_stock WHERE product_id = p.product_id
    UNION
    SELECT location_id FROM live_daily
    WHERE product_id = p.product_id AND day > CAST(:as_of AS date) - 365
    UNION
    SELECT coalesce((SELECT min(location_id) FROM live_locations WHERE NOT archived), 1)
    WHERE NOT EXISTS (SELECT FROM live_stock WHERE product_id = p.product_id)
        AND NOT EXISTS (SELECT FROM live_daily
            WHERE product_id = p.product_id AND day > CAST(:as_of AS date) - 365)
) l LEFT JOIN live_stock s USING (product_id, location_id) LEFT JOIN LATERAL (
    SELECT max(day) FILTER (WHERE quantity > 0) AS last_sold_on,
        CAST(sum(quantity) FILTER (WHERE day > CAST(:as_of AS date) - 365)
            AS double precision) AS sold
    FROM live_daily WHERE product_id = p.product_id AND location_id = l.location_id
) d ON true LEFT JOIN live_locations o ON o.location_id = l.location_id
WHERE p.product_id = ANY(CAST(:products AS bigint[])) AND p.kind <> 'parent'
    AND (o.archived IS NOT TRUE OR s.on_hand > 0)
""")
_TRANSFER_DAYS = text("SELECT location_id, transfer_days FROM live_locations")
_LOST = text("""
SELECT d.product_id, CAST(sum(greatest(m.units - coalesce(s.sold, 0), 0)) AS double precision)
FROM demand_forecasts d CROSS JOIN LATERAL unnest(d.missed_days, d.missed_units) AS m (day, units)
LEFT JOIN LATERAL (
    SELECT sum(quantity) AS sold FROM live_daily
    WHERE product_id = d.product_id AND day = m.day
) s ON true
WHERE d.product_id = ANY(CAST(:products AS bigint[])) AND d.as_of = :as_of
    AND d.location_id = 0
GROUP BY d.product_id
""")
_KEEP = text("""
INSERT INTO advice AS a (product_id, location_id, as_of, supplier_id, quantity, why_not, urgency,
    order_by, money_at_risk, units_at_risk, on_hand, detail, stock)
VALUES (:product, :location, :as_of, :supplier, :quantity, :why_not, :urgency, :order_by,
    :money, :units, :on_hand, CAST(:detail AS jsonb), CAST(:stock AS jsonb))
ON CONFLICT (product_id, location_id) DO UPDATE SET as_of = excluded.as_of,
    computed_at = clock_timestamp(), supplier_id = excluded.supplier_id,
    quantity = excluded.quantity, why_not = excluded.why_not, urgency = excluded.urgency,
    order_by = excluded.order_by, money_at_risk = excluded.money_at_risk,
    units_at_risk = excluded.units_at_risk, on_hand = excluded.on_hand,
    detail = excluded.detail, stock = excluded.stock
""")
_GONE = text("""
DELETE FROM advice a WHERE product_id = ANY(CAST(:products AS bigint[])) AND NOT EXISTS (
    SELECT FROM unnest(CAST(:kept AS bigint[]), CAST(:at AS bigint[])) AS k (p, l)
    WHERE k.p = a.product_id AND k.l = a.location_id
)
""")
_DONE = text("""
DELETE FROM touched_products
WHERE product_id = ANY(CAST(:products AS bigint[])) AND since < :asked_at
""")


class _PlaceRow(NamedTuple):
    product_id: int
    location_id: int
    moved_at: datetime | None
    last_sold_on: date | None
    sold: float


class _LostRow(NamedTuple):
    product_id: int
    units: float


@dataclass(frozen=True, slots=True)
class Products:
    """What was found of some products, before anything is computed."""

    asked_at: datetime
    places: Mapping[Subject, Sold]
    known: Mapping[Subject, Known]
    transfer_days: Mapping[int, int]


async def advise_products(
    forecasts: DemandForecasts,
    advisor: Advisor,
    product_ids: Sequence[int],
    as_of: date,
) -> None:
    """As of the last complete day. What is touched meanwhile stays touched."""
    database = forecasts.forecaster.database
    async with database.read() as db:
        found = await _find(db, product_ids, as_of)
    subjects = sorted(found.known)
    whole = {(product_id, TOGETHER) for product_id, _ in subjects}
    demand = await forecasts.of(whole.union(subjects), as_of)
    answers = await _answers(found, demand, advisor, as_of)
    async with database.transaction() as db:
        lost = await _lost(db, product_ids, as_of)
        rows = [
            _row(subject, found, demand, lost.get(subject[0], 0.0), advice)
            for subject, advice in answers.items()
        ]
        if rows:
            await db.execute(_KEEP, rows)
        products = list(product_ids)
        kept, at = [p for p, _ in subjects], [at for _, at in subjects]
        await db.execute(_GONE, {"products": products, "kept": kept, "at": at})
        await db.execute(_DONE, {"products": products, "asked_at": found.asked_at})


async def _answers(
    found: Products, demand: Mapping[Subject, Prediction], advisor: Advisor, as_of: date
) -> dict[Subject, Advice]:
    """Of each subject; where another location can spare some, with that."""

    async def ask(states: Mapping[Subject, StockState]) -> dict[Subject, Advice]:
        questions = [
            Question(state, demand[subject], seed_of(*subject, as_of))
            for subject, state in states.items()
        ]
        return dict(zip(states, await advisor.advise(questions), strict=True))

    states = {subject: found.known[subject].state for subject in sorted(found.known)}
    answers = await ask(states)
    moves: dict[Subject, tuple[Transfer, ...]] = {}
    helped: dict[Subject, StockState] = {}
    for product_id, places in _by_product(found, states, answers).items():
        for location_id, transfers in shared_out(places).items():
            moves[product_id, location_id] = transfers
            helped[product_id, location_id] = counting(places[location_id], transfers)
    for subject, advice in (await ask(helped)).items():
        answers[subject] = told(advice, moves[subject])
    return answers


def _by_product(
    found: Products,
    states: Mapping[Subject, StockState],
    answers: Mapping[Subject, Advice],
) -> dict[int, dict[int, Place]]:
    """Those that are in several locations."""
    places: dict[int, dict[int, Place]] = defaultdict(dict)
    for (product_id, location_id), advice in answers.items():
        state = states[product_id, location_id]
        days = found.transfer_days.get(location_id, 0)
        places[product_id][location_id] = Place(state, advice, days)
    return {product: at for product, at in places.items() if len(at) > 1}


async def _find(db: AsyncSession, product_ids: Sequence[int], as_of: date) -> Products:
    asked_at = await database_now(db)
    asked = {"products": list(product_ids), "as_of": as_of}
    rows = starmap(_PlaceRow, await db.execute(_PLACES, asked))
    places = {
        (row.product_id, row.location_id): Sold(
            row.last_sold_on, row.sold, row.moved_at and row.moved_at.date()
        )
        for row in rows
    }
    days = {
        row.location_id: row.transfer_days for row in await db.execute(_TRANSFER_DAYS)
    }
    return Products(asked_at, places, await load_known(db, places, as_of), days)


async def _lost(
    db: AsyncSession, product_ids: Sequence[int], as_of: date
) -> dict[int, float]:
    asked = {"products": list(product_ids), "as_of": as_of}
    rows = starmap(_LostRow, await db.execute(_LOST, asked))
    return {row.product_id: row.units for row in rows}


def _row(
    subject: Subject,
    found: Products,
    demand: Mapping[Subject, Prediction],
    lost: float,
    advice: Advice,
) -> dict[str, Any]:
    known = found.known[subject]
    state = known.state
    whole = sum(demand[subject[0], TOGETHER].mean)
    # What was missing everywhere is shared out as what is expected is.
    share = sum(demand[subject].mean) / whole if whole else 0.0
    facts = stock_facts(state, found.places[subject], demand[subject], lost * share)
    return {
        "product": subject[0],
        "location": subject[1],
        "as_of": state.as_of,
        "supplier": known.supplier_id,
        "quantity": advice.quantity,
        "why_not": advice.why_not,
        "urgency": URGENCIES.index(urgency_of(advice, state.today)),
        "order_by": advice.order_by,
        "money": advice.money_at_risk_per_day,
        "units": advice.units_at_risk_per_day,
        "on_hand": state.on_hand,
        "detail": ADVICE.dump_json(advice).decode(),
        "stock": orjson.dumps(asdict(facts)).decode(),
    }
