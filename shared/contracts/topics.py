"""The list of topics: the single source for creation, decoding and documents."""

from dataclasses import dataclass

from shared.contracts.alerts import AlertClosed, AlertRaised
from shared.contracts.audit import AuditRecorded
from shared.contracts.base import Event
from shared.contracts.forecasts import RefitRequested
from shared.contracts.history import HistoryReached
from shared.contracts.imports import ImportProgress, SalesImport
from shared.contracts.locations import LocationChanged
from shared.contracts.lots import LotChanged
from shared.contracts.products import (
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
    StockMoved,
)
from shared.contracts.purchasing import PurchaseChanged, SupplierChanged, SupplyTerms
from shared.contracts.sales import SaleConsumed, SaleCreated, SaleReturned, SaleVoided
from shared.contracts.shop import ShopChanged
from shared.contracts.tokens import TokensRevoked
from shared.contracts.transfers import TransferChanged

DAY_MS = 24 * 60 * 60 * 1000
PARTITIONS = 6
"""Same count for all product-keyed topics, so that a product's facts meet on
one consumer under the range assignor."""


@dataclass(frozen=True)
class Topic:
    event: type[Event]
    partitions: int = PARTITIONS
    retention_ms: int = 30 * DAY_MS
    compacted: bool = False
    """The last event of each key stays for good; nothing goes by its age."""

    @property
    def name(self) -> str:
        return self.event.topic

    @property
    def dead_letters(self) -> str:
        return dead_letter_topic(self.name)

    @property
    def configuration(self) -> dict[str, str]:
        if self.compacted:
            return {"cleanup.policy": "compact"}
        return {"retention.ms": str(self.retention_ms)}


def dead_letter_topic(topic: str) -> str:
    return f"{topic}.dlq"


TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        Topic(ProductCreated),
        Topic(ProductUpdated),
        Topic(ProductDeleted),
        Topic(SaleCreated),
        Topic(SaleVoided),
        Topic(SaleReturned),
        Topic(SaleConsumed),
        Topic(StockMoved),
        Topic(SalesImport, retention_ms=7 * DAY_MS),
        Topic(ImportProgress, partitions=3, retention_ms=7 * DAY_MS),
        Topic(HistoryReached, partitions=3),
        Topic(RefitRequested, retention_ms=7 * DAY_MS),
        Topic(ShopChanged, partitions=1, compacted=True),
        Topic(TokensRevoked, partitions=1, retention_ms=DAY_MS),
        Topic(LocationChanged, partitions=1),
        Topic(AuditRecorded, partitions=1),
        Topic(SupplierChanged, partitions=1),
        Topic(SupplyTerms),
        Topic(PurchaseChanged),
        Topic(TransferChanged),
        Topic(LotChanged),
        Topic(AlertRaised, partitions=1),
        Topic(AlertClosed, partitions=1),
    )
}
