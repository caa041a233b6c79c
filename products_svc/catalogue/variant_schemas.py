"""Request and response bodies of variants."""

from math import prod
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from products_svc.catalogue.fields import OptionName, OptionValue
from shared.http.bodies import Body
from shared.types import Id, Money

MAX_VARIANTS = 200


def _few_enough(options: dict[str, list[str]]) -> dict[str, list[str]]:
    if prod(map(len, options.values())) > MAX_VARIANTS:
        raise PydanticCustomError(
            "too_many_variants",
            "at most {most} combinations at once",
            {"most": MAX_VARIANTS},
        )
    if any(len(set(values)) != len(values) for values in options.values()):
        raise PydanticCustomError("repeated", "each value is named once")
    return options


class VariantsIn(Body):
    """The values of each option, as ``{"size": ["S", "M"], "colour": ["red"]}``: every
    combination is a variant. Those that are there already stay as they are."""

    options: Annotated[
        dict[
            OptionName,
            Annotated[list[OptionValue], Field(min_length=1, max_length=100)],
        ],
        Field(min_length=1, max_length=5),
        AfterValidator(_few_enough),
    ]
    dry_run: bool = False


class VariantOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id | None
    """Null in a dry run, of one that would be made."""
    sku: str
    name: str
    price: Money
    options: dict[str, str]
    created: bool


class VariantsOut(BaseModel):
    dry_run: bool
    variants: list[VariantOut]
