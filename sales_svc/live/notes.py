"""What a page is told of an event: which of its figures may have changed, no more than that.

The page asks for them where it always does, so that nobody is told here what they may not
read there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shared.contracts.alerts import AlertClosed, AlertRaised
from shared.contracts.audit import AuditRecorded
from shared.contracts.base import Event
from shared.contracts.imports import ImportProgress
from shared.contracts.products import (
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
    StockMoved,
)
from shared.contracts.purchasing import PurchaseChanged
from shared.contracts.sales import SaleCreated, SaleReturned, SaleVoided
from shared.contracts.transfers import TransferChanged
from shared.http.auth import Role

Kind = Literal[
    "sales",
    "stock",
    "products",
    "orders",
    "transfers",
    "counts",
    "locations",
    "suppliers",
    "alerts",
    "jobs",
    "replays",
]

READERS: Mapping[str, Role] = {
    "orders": Role.MANAGER,
    "suppliers": Role.MANAGER,
    "jobs": Role.MANAGER,
    "replays": Role.MANAGER,
}
"""Who may read what a note is about; viewers, where nothing is said."""


@dataclass(frozen=True, slots=True)
class Note:
    """``about`` names things by their ids."""

    kind: Kind
    about: Mapping[str, int]

    def is_for(self, role: Role) -> bool:
        return role.includes(READERS.get(self.kind, Role.VIEWER))

    @property
    def wire(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.about}


def _sale(event: Any) -> Sequence[Note]:
    # Imports come by the thousand; their progress tells of them.
    if event.import_id is not None:
        return ()
    return (Note("sales", _ids(event, "sale_id", "product_id")),)


def _by_ids(kind: Kind, *names: str) -> Callable[[Any], Sequence[Note]]:
    return lambda event: (Note(kind, _ids(event, *names)),)


def _progress(event: Any) -> Sequence[Note]:
    about = _ids(event, "import_id")
    return Note("jobs", about), Note("sales", about)


_SUBJECTS: Mapping[str, Sequence[Kind]] = {
    "count": ("counts",),
    "import": ("jobs", "sales"),
    "location": ("locations",),
    "purchase_order": ("orders",),
    "replay": ("replays",),
    "supplier": ("suppliers",),
}
_PICTURES = {"product.picture_set", "product.picture_removed"}
"""Of a product these have no event beside the act: a picture is no field of it."""


def _act(event: Any) -> Sequence[Note]:
    """What no event of its own tells of: by whom and how stays in the audit."""
    name, _, number = event.subject.partition("/")
    if not number.isdecimal():
        return ()
    about = {f"{name}_id": int(number)}
    if event.action in _PICTURES:
        return (Note("products", about),)
    return [Note(kind, about) for kind in _SUBJECTS.get(name, ())]


def _ids(event: Any, *names: str) -> dict[str, int]:
    found = {name: getattr(event, name) for name in names}
    return {name: number for name, number in found.items() if number is not None}


TELLS: Mapping[type[Event], Callable[[Any], Sequence[Note]]] = {
    SaleCreated: _sale,
    SaleVoided: _sale,
    SaleReturned: _sale,
    StockMoved: _by_ids("stock", "product_id", "location_id"),
    ProductCreated: _by_ids("products", "product_id"),
    ProductUpdated: _by_ids("products", "product_id"),
    ProductDeleted: _by_ids("products", "product_id"),
    PurchaseChanged: _by_ids("orders", "purchase_order_id"),
    TransferChanged: _by_ids("transfers", "transfer_id"),
    AlertRaised: _by_ids("alerts", "alert_id", "product_id"),
    AlertClosed: _by_ids("alerts", "alert_id"),
    ImportProgress: _progress,
    AuditRecorded: _act,
}
"""The topics that are followed, and what each of their events is to a page."""


def notes_of(event: Event) -> Sequence[Note]:
    return TELLS[type(event)](event)
