"""What a shop has according to what it was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import hypothesis.strategies as st

from shared.quantities import Units, exact

GOODS = st.integers(1, 4)
"""Four products; of the first two a supplier's terms say what they cost."""
GIFT, SAMPLER = 5, 6
COMPONENTS: Mapping[int, Mapping[int, Units]] = {
    GIFT: {1: 2, 3: Decimal("0.25")},
    SAMPLER: {2: Decimal("0.333"), 3: 1, 4: 3},
}
PLACES = st.integers(1, 2)
COSTS = st.integers(0, 2000).map(lambda cents: cents / 100)


def units(most: int) -> st.SearchStrategy[Units]:
    """Whole ones, and parts down to the last decimal."""
    return st.integers(1, most) | st.integers(1, most * 1000).map(
        lambda thousandths: exact(Decimal(thousandths).scaleb(-3))
    )


LINES = st.tuples(GOODS, units(4)) | st.tuples(
    st.sampled_from([GIFT, SAMPLER]), st.integers(1, 3)
)


def parts_of(product: int, quantity: Units) -> dict[int, Units]:
    """What leaves the shelves with it."""
    components = COMPONENTS.get(product, {product: 1})
    return {part: quantity * each for part, each in components.items()}


@dataclass
class Sold:
    product: int
    place: int
    quantity: Units
    returned: Units = 0
    voided: bool = False


@dataclass
class Counted:
    """Of a product on a sheet: what the shelf had then, and what was seen."""

    expected: Units
    units: Units


@dataclass
class Sheet:
    place: int
    lines: dict[int, Counted] = field(default_factory=dict)
    posted: bool = False


@dataclass
class Line:
    """Of an order or a transfer."""

    product: int
    quantity: Units
    arrived: Units = 0
    over: Units = 0
    """Closed short, or lost on the way."""

    @property
    def open(self) -> Units:
        return max(0, self.quantity - self.arrived - self.over)
