"""Advice as it stands in the list: with the product, and what is said of its stock."""

from datetime import date
from typing import Self

from pydantic import BaseModel

from forecast_svc.projection.schemas import UnitsOut
from forecast_svc.replenishment.operations.advise_products import ADVICE
from forecast_svc.replenishment.queries import ListedAdvice
from forecast_svc.replenishment.schemas import AdviceOut
from forecast_svc.replenishment.stock_facts import URGENCIES, Urgency
from forecast_svc.replenishment.words import Language
from shared.types import Id, Instant, Unit


class StockOut(BaseModel):
    """What is said of the stock itself.

    ``dead`` when nothing was sold in 90 days; ``overstock``: units beyond the demand of
    the next 90; ``turnover``: how often what is in stock now was sold within a year, null
    of an empty shelf; ``lost``: units that were not sold in the last 90 days since there
    were none, an estimate. Money is null below manager, and where cost is unknown.
    """

    last_sold_on: date | None
    dead: bool
    overstock: UnitsOut
    overstock_value: float | None
    turnover: float | None
    lost: UnitsOut
    lost_money: float | None


class ListedAdviceOut(AdviceOut):
    """``abc``: A brings in 80 % of a year's revenue, B the next 15 %; ``xyz``: weeks of X
    vary by half of their mean at the most, of Y by the mean. Null of a product so new
    that it is in no class yet."""

    location_id: Id
    location_name: str | None
    sku: str | None
    name: str | None
    category: str | None
    unit: Unit
    supplier_id: Id | None
    supplier_name: str | None
    on_hand: UnitsOut | None
    urgency: Urgency
    abc: str | None
    xyz: str | None
    stock: StockOut
    computed_at: Instant

    @classmethod
    def listed(cls, row: ListedAdvice, *, money: bool, language: Language) -> Self:
        advice = AdviceOut.of(
            ADVICE.validate_python(row.detail),
            product_id=row.product_id,
            location_id=row.location_id,
            as_of=row.as_of,
            money=money,
            language=language,
        )
        hidden = {} if money else {"overstock_value": None, "lost_money": None}
        return cls.model_validate(
            advice.model_dump()
            | {
                "location_name": row.location_name,
                "sku": row.sku,
                "name": row.name,
                "category": row.category,
                "unit": row.unit,
                "supplier_id": row.supplier_id,
                "supplier_name": row.supplier_name,
                "on_hand": row.on_hand,
                "urgency": URGENCIES[row.urgency],
                "abc": row.abc,
                "xyz": row.xyz,
                "stock": row.stock | hidden,
                "computed_at": row.computed_at,
            }
        )
