"""Made-up sales that look like a shop's: weekly pattern, yearly season, trend,
good and bad days, holidays, promotions, prices that rise, products that sell
rarely, that are new or going out, and days without stock.

What would have been sold is known beside what was: ``day_of`` tells both.

What a product sells on a day depends on seed, profile, product and day alone.
A longer history or a larger shop therefore adds rows and changes none, and two
computers make the same file.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from statistics import NormalDist, fmean

from etl_svc.rules import NOON, ProductDraft, SourceRow, SyntheticPlan
from etl_svc.synthetic.assortments import ASSORTMENTS, LINES, Category
from shared.clock import as_utc, cached_by_zone
from shared.types import MAX_QUANTITY

ORIGIN = date(2025, 1, 1)
"""Where trends start from; fixed, or a history would change when it grows."""
LONGEST_TREND_YEARS = 5.0
STOCK_DAYS = 21
"""New products start with what they sell in so many days."""
GOOD_DAYS = 0.1
"""Spread of what a whole shop's days have in common."""
WEATHER = {"ice_cream": 0.35}
"""The same where it hangs on the weather."""
NOISE = 0.15
ALMOST_NORMAL = 40.0
"""A mean above which the normal distribution stands for Poisson's."""

NEW_SHARE = 0.12
"""Of the products."""
DYING_SHARE = 0.08
"""Of the products."""
LIFE_SPREAD_DAYS = 500
"""New ones come, and old ones go, within so many days of the origin."""
RAMP_DAYS = 60
"""Until a new product sells at its full rate."""
FADE_DAYS = 240
"""From a full rate to nothing."""
PROMOTION = (56, 0.3, 5, 10)
"""In each block of days: how likely there is one, and its fewest and most days."""
EMPTY = (90, 0.25, 2, 9)
"""The same of days without stock."""
DISCOUNT = Decimal("0.8")
RISE = Decimal("1.04")
"""Factor on a price that rises."""
RISE_CHANCE = 0.6
"""Probability per product and year."""
CLOSED = frozenset({(1, 1), (5, 1), (12, 25)})
CROWDS = {(2, 14): 1.3, (10, 31): 1.2, (12, 22): 1.4, (12, 23): 1.6, (12, 24): 1.5}
"""How much busier a shop is on these days."""

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
    first_day: date | None = None
    """Of a product that was not always there."""
    last_day: date | None = None
    """Of a product that goes out: it sells less and less before."""


@dataclass(frozen=True, slots=True)
class SyntheticDay:
    """A day of a product. ``demand`` are the units that people wanted, ``sold`` those
    they got; ``price`` is that of the day."""

    demand: int
    sold: int
    price: Decimal
    promoted: bool
    in_stock: bool


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
    growth, season = 0.22 * draw() - 0.07, category.season * (0.5 + draw())
    week = tuple(w * (0.85 + 0.3 * draw()) for w in category.week)
    turn = ORIGIN + timedelta(days=round(LIFE_SPREAD_DAYS * (2 * draw() - 1)))
    fate = draw()
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
        growth=growth,
        season=season,
        week=week,
        first_day=turn if fate < NEW_SHARE else None,
        last_day=turn if fate > 1 - DYING_SHARE else None,
    )


def _name(category: Category, number: int) -> str:
    rest, at = divmod(number, len(category.items))
    rest, pack = divmod(rest, len(category.packs))
    again, line = divmod(rest, len(LINES))
    parts = (category.items[at], LINES[line], category.packs[pack])
    name = " ".join(part for part in parts if part)
    return f"{name} n° {again + 1}" if again else name


def day_of(plan: SyntheticPlan, product: Item, day: date) -> SyntheticDay:
    """What people wanted of a product on a day, and what they got."""
    who = (plan.profile, plan.seed, product.index)
    promoted = _stretch("promotion", who, day, PROMOTION)
    in_stock = not _stretch("empty", who, day, EMPTY)
    demand = _demand(plan, product, day, promoted=promoted)
    return SyntheticDay(
        demand=demand,
        sold=demand if in_stock else 0,
        price=price_of(product, day, promoted=promoted),
        promoted=promoted,
        in_stock=in_stock,
    )


def _demand(plan: SyntheticPlan, product: Item, day: date, *, promoted: bool) -> int:
    life = _life(product, day)
    crowd = (
        0.0 if (day.month, day.day) in CLOSED else CROWDS.get((day.month, day.day), 1.0)
    )
    pull = life * crowd * (_lift(plan, product) if promoted else 1.0)
    if not pull:
        return 0
    chance, size = uniforms(
        f"{plan.profile}/{plan.seed}/{product.index}/{day.toordinal()}"
    )
    # Rare products sell more often then, the others more at a time.
    rare = product.chance < 1
    selling = min(1.0, selling_chance(product, day) * (pull if rare else 1.0))
    if chance >= selling:
        return 0
    # What is left of the first number is uniform again: the day's own noise.
    noise = _spread(chance / selling, NOISE)
    mean = mean_sold(product, day) * _shop_day(plan.profile, plan.seed, day) * noise
    return _poisson(mean * (1.0 if rare else pull), size) + rare


def price_of(product: Item, day: date, *, promoted: bool) -> Decimal:
    """Prices rise at the turn of some years, and are lower in a promotion."""
    years = day.year - ORIGIN.year
    rises = sum(
        uniforms(f"{product.draft.sku}/price/{ORIGIN.year + n}")[0] < RISE_CHANCE
        for n in range(1, years + 1)
    )
    price = product.draft.price * RISE**rises * (DISCOUNT if promoted else 1)
    return max(price, Decimal("0.01")).quantize(Decimal("0.01"))


def _life(product: Item, day: date) -> float:
    """0 before a product is there and after it is gone; between, how well known."""
    if product.first_day is not None:
        age = (day - product.first_day).days
        return 0.0 if age < 0 else min(1.0, 0.3 + age / RAMP_DAYS)
    if product.last_day is not None:
        left = (product.last_day - day).days
        return 0.0 if left < 0 else min(1.0, left / FADE_DAYS)
    return 1.0


def _lift(plan: SyntheticPlan, product: Item) -> float:
    key = f"{plan.profile}/{plan.seed}/{product.index}/lift"
    return 1.4 + 1.1 * uniforms(key)[0]


def _stretch(
    kind: str, who: tuple[str, int, int], day: date, often: tuple[int, float, int, int]
) -> bool:
    """Whether a day lies in a stretch of days: each block of days has one or none."""
    length = often[0]
    block, place = divmod(day.toordinal(), length)
    start, end = _stretch_of(kind, who, block, often)
    return start <= place < end


@lru_cache(65_536)
def _stretch_of(
    kind: str, who: tuple[str, int, int], block: int, often: tuple[int, float, int, int]
) -> tuple[int, int]:
    length, chance, shortest, longest = often
    profile, seed, index = who
    whether, where = uniforms(f"{profile}/{seed}/{index}/{kind}/{block}")
    if whether >= chance:
        return 0, 0
    days = shortest + int((longest - shortest + 1) * whether / chance)
    start = int((length - days) * where)
    return start, start + days


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
    uniform = uniforms(f"{profile}/{seed}/shop/{day.toordinal()}")[0]
    return _spread(uniform, WEATHER.get(profile, GOOD_DAYS))


def uniforms(key: str) -> tuple[float, float]:
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
            simulated = day_of(plan, product, day)
            yield SourceRow(
                row_key=f"{key}/{day}",
                sku=product.draft.sku,
                quantity=simulated.sold,
                price=simulated.price,
                sold_at=_noon(day),
            )


@cached_by_zone(8192)
def _noon(day: date) -> datetime:
    return as_utc(datetime.combine(day, NOON))


def draft(plan: SyntheticPlan, row_number: int) -> ProductDraft:
    """The product of a row."""
    return item((plan.profile, plan.seed), row_number // plan.days).draft


GROUND_TRUTH_HEADER = (
    "sku",
    "date",
    "demand",
    "sold",
    "price",
    "promoted",
    "in_stock",
)


def ground_truth_rows(plan: SyntheticPlan) -> Iterator[Sequence[object]]:
    """The names of columns, and every day of every product: what people wanted beside
    what they got, to judge forecasts and days without stock by."""
    yield GROUND_TRUTH_HEADER
    for index in range(plan.products):
        product = item((plan.profile, plan.seed), index)
        for offset in range(plan.days):
            day = plan.first_day + timedelta(days=offset)
            simulated = day_of(plan, product, day)
            yield (
                product.draft.sku,
                day,
                simulated.demand,
                simulated.sold,
                simulated.price,
                int(simulated.promoted),
                int(simulated.in_stock),
            )
