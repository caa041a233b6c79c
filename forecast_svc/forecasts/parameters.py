"""Parameters of a query that hold several values."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field, ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

from forecast_svc.engine.prediction import MAX_HORIZON
from forecast_svc.engine.totals import KEPT_DAYS

MOST_VALUES = 8


def _several(values: Any, validate: Any) -> Any:
    """``level=0.8&level=0.95`` and ``level=0.8,0.95`` say the same; what is wrong with
    a value is told of the parameter, not of a place in a list."""
    try:
        return validate([part for value in values for part in str(value).split(",")])
    except ValidationError as error:
        first = error.errors()[0]
        raise PydanticCustomError(
            first["type"], "{reason}", {**first.get("ctx", {}), "reason": first["msg"]}
        ) from error


Several = WrapValidator(_several)
Levels = Annotated[
    tuple[Annotated[float, Field(ge=0.5, le=0.99)], ...],
    Field(min_length=1, max_length=MOST_VALUES),
    Several,
    Query(description="Probability of the bounds; may repeat"),
]
Quantiles = Annotated[
    tuple[Annotated[float, Field(ge=0.005, le=0.995)], ...],
    Field(max_length=MOST_VALUES),
    Several,
    Query(
        description="Probabilities with which units stay at or below what is answered,"
        " for each day and for the sums; may repeat, or be separated by commas",
    ),
]
TotalDays = Annotated[
    tuple[Annotated[int, Field(ge=1, le=MAX_HORIZON)], ...],
    Field(max_length=MOST_VALUES),
    Several,
    Query(
        description="Sums of so many first days, also beyond the horizon; may repeat,"
        " or be separated by commas",
    ),
]
TotalsOfTotals = Annotated[
    tuple[Annotated[int, Field(ge=1, le=KEPT_DAYS)], ...],
    Field(max_length=MOST_VALUES),
    Several,
    Query(description="As of a product's forecast, but at most 90"),
]
