"""Small made-up exports, each with the columns that its program writes, and what
an import of it comes to. Returns are taken as such."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Export:
    """``sold`` are the units of each product, ``prices`` what new products cost."""

    preset: str
    sold: dict[str, int]
    prices: dict[str, float]
    zero: int = 0
    returned: int = 0
    rejected: int = 0

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.preset}.csv"


EXPORTS = (
    Export(
        "shopify",
        {"FERN-1": 4, "TOTE-1": 1, "Speckled mug": 1},
        {"FERN-1": 16, "TOTE-1": 15, "Speckled mug": 25},
        zero=2,
    ),
    Export(
        "woocommerce",
        {"THE-VERT": 2, "TASSE": 2},
        {"THE-VERT": 9.9, "TASSE": 20},
        zero=2,
    ),
    Export(
        "square",
        {"LEM-L": 2, "Toffee bar Regular": 1},
        {"LEM-L": 4.5, "Toffee bar Regular": 1.5},
        returned=1,
    ),
    Export(
        "odoo_pos",
        {"DESK-1": 1, "LAMP-2": 2, "Gift wrap": 3},
        {"DESK-1": 120, "LAMP-2": 18.5, "Gift wrap": 1.5},
        zero=2,
    ),
    Export(
        "online_retail",
        {"10A": 12, "20B": 10},
        {"10A": 2.55, "20B": 3.39},
        returned=1,
        rejected=1,
    ),
    Export(
        "store_item",
        {"1-1": 24, "2-1": 12, "1-2": 33},
        {"1-1": 0, "2-1": 0, "1-2": 0},
        zero=1,
    ),
)
