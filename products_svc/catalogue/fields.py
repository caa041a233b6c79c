"""What the fields of a product may say."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from products_svc.catalogue.rules import Component, gtin_of
from shared.codes import normal_code
from shared.http.bodies import Body
from shared.types import Id, Quantity, text_of


def _normal_sku(value: str) -> str:
    if not (code := normal_code(value)):
        raise ValueError("nothing of this code can be seen")
    return code


Sku = Annotated[str, text_of(64), AfterValidator(_normal_sku)]
"""In its normal form: NFC, plain instead of full-width letters, one space at a time,
and without what nobody sees."""
Name = Annotated[str, text_of(200)]


def _gtin(code: str) -> str:
    if gtin_of(code) is None:
        raise PydanticCustomError(
            "not_a_gtin",
            "a barcode is a GTIN of 8, 12, 13 or 14 digits with its check digit",
        )
    return code


def _each_once(codes: list[str]) -> list[str]:
    if len({gtin_of(code) for code in codes}) != len(codes):
        raise PydanticCustomError("repeated", "each barcode is named once")
    return sorted(codes)


Gtin = Annotated[str, text_of(14), AfterValidator(_gtin)]
Barcodes = Annotated[list[Gtin], Field(max_length=50), AfterValidator(_each_once)]
"""In ascending order, whatever the order in which they were said."""

OptionName = Annotated[str, text_of(40)]
OptionValue = Annotated[str, text_of(60)]
Options = Annotated[dict[OptionName, OptionValue], Field(max_length=5)]
"""By which a variant differs from others of its parent, as size and colour."""


class ComponentIn(Body):
    """How much of a product is in one bundle."""

    product_id: Id
    quantity: Annotated[Quantity, Field(le=1000)]

    def component(self) -> Component:
        return Component(self.product_id, self.quantity)


def _each_component_once(components: list[ComponentIn]) -> list[ComponentIn]:
    if len({each.product_id for each in components}) != len(components):
        raise PydanticCustomError("repeated", "each component is named once")
    return sorted(components, key=lambda each: each.product_id)


Components = Annotated[
    list[ComponentIn], Field(max_length=50), AfterValidator(_each_component_once)
]


class MinStockIn(Body):
    """What a location shall never hold less of, whatever is forecast."""

    location_id: Id
    quantity: Quantity


def _each_location_once(floors: list[MinStockIn]) -> list[MinStockIn]:
    if len({floor.location_id for floor in floors}) != len(floors):
        raise PydanticCustomError("repeated", "each location is named once")
    return sorted(floors, key=lambda floor: floor.location_id)


MinStocks = Annotated[
    list[MinStockIn], Field(max_length=200), AfterValidator(_each_location_once)
]
