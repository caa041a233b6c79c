"""Codes of countries and currencies, as ISO lists them."""

from typing import Any

import pycountry
from pydantic_core import PydanticCustomError


def validate_currency(code: str) -> str:
    """Raises unless it is one of ISO 4217."""
    return _validate(code, pycountry.currencies, "currency", "ISO 4217", "EUR")


def validate_country(code: str) -> str:
    """Raises unless it is one of ISO 3166-1 alpha-2."""
    return _validate(code, pycountry.countries, "country", "ISO 3166", "FR")


def _validate(code: str, listed: Any, kind: str, standard: str, example: str) -> str:
    field = "alpha_3" if kind == "currency" else "alpha_2"
    if listed.get(**{field: code}) is None:
        raise PydanticCustomError(
            f"unknown_{kind}",
            "'{code}' is not a {kind} of {standard} such as {example}",
            {"code": code, "kind": kind, "standard": standard, "example": example},
        )
    return code
