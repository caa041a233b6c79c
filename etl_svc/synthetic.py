"""Made-up sales that look like a shop's: weekly pattern, yearly season, trend,
good and bad days, products that sell rarely.

What a product sells on a day depends on seed, profile, product and day alone.
A longer history or a larger shop therefore adds rows and changes none, and two
computers make the same file.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from statistics import NormalDist, fmean

from etl_svc.assortments import ASSORTMENTS, LINES, Category
from etl_svc.cells import NOON
from etl_svc.rules import ProductDraft, SourceRow, SyntheticPlan
from shared.clock import as_utc
from shared.types import MAX_QUANTITY

ORIGIN = date(2025, 1, 1)
"""Where trends start from; fixed, or a history would change when it grows."""
LONGEST_TREND_YEARS = 5.0
STOCK_DAYS = 21
"""New products start with what they sell in so many days."""
GOOD_DAYS = 0.1
"""Spread of what a whole shop's days have in common."""
NOISE = 0.15
ALMOST_NORMAL = 40.0
"""A mean above which the normal distribution stands for Poisson's."""

_normal = NormalDist()


@dataclass(frozen=True, slots=True)
class Item:
    """One product of a made-up shop, and how it sells."""

    index: int
    category: Category
    draft: ProductDraft
    level: float
    """Units on an average day, or on a selling day of a rare product."""
    chance: float
    """Share of days on which anything is sold at all."""
    growth: float
    """Per year."""
    season: float
    week: tuple[float, ...]


@lru_cache(4096)
def item(profile_seed: tuple[str, int], index: int) -> Item:
    """The product at ``index``; its name is the same whatever the seed."""
    profile, seed = profile_seed
    assortment = ASSORTMENTS[profile]  # type: ignore[index]  # a Profile, checked on entry
    category = assortment[index % len(assortment)]
    # Only random() is promised to give the same numbers in every Python.
    draw = Random(f"{profile}/{seed}/{index}").random  # noqa: S311 - no secret
    level = category.level[0] * (category.level[1] / category.level[0]) ** draw()
    rare = draw() < category.rare
    low, high = category.price
    price = Decimal(round((low + (high - low) * draw() ** 2) * 10)) / 10
    chance = 0.04 + 0.2 * draw() if rare else 1.0
    stock = max(3, math.ceil(level * chance * STOCK_DAYS))
    return Item(
        index=index,
        category=category,
        draft=ProductDraft(
            sku=f"{category.code}-{seed}-{index + 1:04}",
            name=_name(category, index // len(assortment)),
            price=price - Decimal("0.01"),
            stock=stock,
            category=category.name,
        ),
        level=level,
        chance=chance,
        growth=0.22 * draw() - 0.07,
        season=category.season * (0.5 + draw()),
        week=tuple(w * (0.85 + 0.3 * draw()) for w in category.week),
    )


def _name(category: Category, number: int) -> str:
    rest, at = divmod(number, len(category.items))
    rest, pack = divmod(rest, len(category.packs))
    again, line = divmod(rest, len(LINES))
    parts = (category.items[at], LINES[line], category.packs[pack])
    name = " ".join(part for part in parts if part)
    return f"{name} n° {again + 1}" if again else name


def quantity(plan: SyntheticPlan, product: Item, day: date) -> int:
    """Units sold on that day, often 0."""
    chance, size = _uniforms(
        f"{plan.profile}/{plan.seed}/{product.index}/{day.toordinal()}"
    )
    selling = selling_chance(product, day)
    if chance >= selling:
        return 0
    # What is left of the first number is uniform again: the day's own noise.
    noise = _spread(chance / selling, NOISE)
    mean = mean_sold(product, day) * _shop_day(plan.profile, plan.seed, day) * noise
    return _poisson(mean, size) + (product.chance < 1)


def selling_chance(product: Item, day: date) -> float:
    """How likely anything is sold. Of rare products the weekday decides how
    often they sell, of the others how much."""
    if product.chance == 1:
        return 1.0
    return min(1.0, product.chance * _weekday(product, day))


def mean_sold(product: Item, day: date) -> float:
    """Units on that day; of a rare product, beyond the first and if any."""
    years = (day - ORIGIN).days / 365.25
    years = max(-LONGEST_TREND_YEARS, min(LONGEST_TREND_YEARS, years))
    angle = 2 * math.pi * (day.timetuple().tm_yday - product.category.peak) / 365.25
    season = max(0.05, 1 + product.season * math.cos(angle))
    week = _weekday(product, day) if product.chance == 1 else 1.0
    return product.level * week * season * math.exp(product.growth * years)


def _weekday(product: Item, day: date) -> float:
    return product.week[day.weekday()] / fmean(product.week)


@lru_cache(8192)
def _shop_day(profile: str, seed: int, day: date) -> float:
    return _spread(_uniforms(f"{profile}/{seed}/shop/{day.toordinal()}")[0], GOOD_DAYS)


def _uniforms(key: str) -> tuple[float, float]:
    """Two numbers strictly between 0 and 1 that depend on the key alone."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
    first = int.from_bytes(digest[:8], "big") >> 11
    second = int.from_bytes(digest[8:], "big") >> 11
    return (first + 0.5) / 2**53, (second + 0.5) / 2**53


def _spread(uniform: float, sigma: float) -> float:
    """A factor around 1, log-normal."""
    inside = min(max(uniform, 1e-12), 1 - 1e-12)
    return math.exp(sigma * _normal.inv_cdf(inside) - sigma * sigma / 2)


def _poisson(mean: float, uniform: float) -> int:
    """The quantile of Poisson's distribution at ``uniform``."""
    if mean > ALMOST_NORMAL:
        about = mean + math.sqrt(mean) * _normal.inv_cdf(uniform)
        return min(MAX_QUANTITY, max(0, round(about)))
    count, term = 0, math.exp(-mean)
    below = term
    while below < uniform and term > 1e-18:
        count += 1
        term *= mean / count
        below += term
    return count


def rows(plan: SyntheticPlan, start: int) -> Iterator[SourceRow]:
    """Every row from number ``start`` on, quantities of 0 included: the days of
    the first product, then of the second, and so on."""
    first, end = divmod(start, plan.days)
    for index in range(first, plan.products):
        product = item((plan.profile, plan.seed), index)
        key = f"synthetic/{plan.profile}/{plan.seed}/{index}"
        for offset in range(end if index == first else 0, plan.days):
            day = plan.first_day + timedelta(days=offset)
            yield SourceRow(
                row_key=f"{key}/{day}",
                sku=product.draft.sku,
                quantity=quantity(plan, product, day),
                price=product.draft.price,
                sold_at=_noon(day),
            )


@lru_cache(8192)
def _noon(day: date) -> datetime:
    return as_utc(datetime.combine(day, NOON))


def draft(plan: SyntheticPlan, row_number: int) -> ProductDraft:
    """The product of a row."""
    return item((plan.profile, plan.seed), row_number // plan.days).draft
