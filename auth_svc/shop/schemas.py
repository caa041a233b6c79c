"""Request and response bodies of the shop's settings."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict

from auth_svc.codes import validate_country, validate_currency
from shared.contracts.shop import Country, Currency, ShopFields
from shared.http.bodies import PutBody
from shared.types import Instant


class ShopOut(ShopFields):
    model_config = ConfigDict(from_attributes=True)

    version: int
    """Counts changes; the ETag."""
    updated_at: Instant


class ShopPut(ShopFields, PutBody):
    """All settings. What the answer says besides may come back, and is ignored."""

    answer = ShopOut

    currency: Annotated[Currency, AfterValidator(validate_currency)]
    country: Annotated[Country, AfterValidator(validate_country)] | None
