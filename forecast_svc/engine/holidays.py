"""Public holidays of a country or a part of it, from the package ``holidays``."""

from datetime import date
from functools import lru_cache

import holidays


def check_place(place: str) -> str:
    """Raises ``ValueError`` for a place that the package does not know."""
    try:
        _of_year(place, 2026, None)
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known of {place!r}") from error
    return place


def known_place(place: str | None) -> str:
    """The place, or nothing where the package knows no holidays of it."""
    try:
        return check_place(place or "")
    except ValueError:
        return ""


def public_holidays(
    place: str, first: date, last: date, language: str | None = None
) -> dict[date, str]:
    """Names of the holidays from ``first`` to ``last``, by day.

    ``place`` is "FR" or "DE-BY" (ISO 3166), or empty for none. Names are in the
    place's own language unless the package has them in ``language``.
    """
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _of_year(place, year, language).items()
        if first <= day <= last
    }


@lru_cache(maxsize=256)
def _of_year(place: str, year: int, language: str | None) -> dict[date, str]:
    if not place:
        return {}
    country, _, part = place.partition("-")
    own = holidays.country_holidays(country)
    # Told outright: left to itself the package follows the environment.
    locale = language if language in own.supported_languages else own.default_language
    found = holidays.country_holidays(
        country, subdiv=part or None, years=year, language=locale
    )
    return dict(sorted(found.items()))
