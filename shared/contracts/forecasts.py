"""Work that forecast_svc shares out among its replicas."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.base import Event
from shared.types import Day, EventId

MAX_PRODUCTS = 100


class RefitRequested(Event):
    """A chunk of products whose forecasts as of a day are wanted anew."""

    topic: ClassVar[str] = "forecast.refit"
    identity: ClassVar[tuple[str, ...]] = ("refit_id", "chunk")
    routing: ClassVar[tuple[str, ...]] = ("refit_id", "chunk")

    refit_id: EventId
    chunk: Annotated[int, Field(ge=0)]
    as_of: Day
    product_ids: Annotated[list[EventId], Field(min_length=1, max_length=MAX_PRODUCTS)]
