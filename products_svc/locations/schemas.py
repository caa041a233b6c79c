"""Request and response bodies of locations."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from products_svc.locations.rules import LocationDraft
from shared.contracts.shop import Address
from shared.http.bodies import Body, PutBody
from shared.types import Id, Instant, text_of

LocationName = Annotated[str, text_of(200)]
TransferDays = Annotated[int, Field(strict=True, ge=0, le=365)]
Archived = Literal["false", "true", "any"]


class LocationIn(Body):
    """A shop or store. ``address`` stands on the orders that are delivered there."""

    name: LocationName
    address: Address = ""
    transfer_days: TransferDays = 1
    """How long goods take to get here from another location."""

    def draft(self) -> LocationDraft:
        return LocationDraft(**self.model_dump())


class LocationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    address: str
    transfer_days: int
    version: int
    """Counts its changes; the ETag."""
    archived: bool
    created_at: Instant
    updated_at: Instant


class LocationPut(LocationIn, PutBody):
    """All that people say of a location. What an answer has besides is ignored."""

    answer = LocationOut
