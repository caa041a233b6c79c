"""The facts that this service states about transfers."""

from collections.abc import Sequence
from typing import Any

from products_svc.tables import Transfer, TransferLine
from products_svc.transfers.rules import units_open
from shared.contracts.transfers import TransferChanged


def subject(transfer: Transfer) -> str:
    return f"transfer/{transfer.id}"


def transfer_changed(transfer: Transfer, line: TransferLine) -> TransferChanged:
    return TransferChanged(
        transfer_id=transfer.id,
        line_id=line.id,
        product_id=line.product_id,
        from_location_id=transfer.from_location_id,
        to_location_id=transfer.to_location_id,
        open=units_open(line),
        expected_on=transfer.expected_on,
        version=transfer.version,
        ts=transfer.updated_at,
    )


def state_of(transfer: Transfer, lines: Sequence[TransferLine]) -> dict[str, Any]:
    """What can change of a transfer, by name."""
    fields = {name: getattr(transfer, name) for name in ("status", "expected_on")}
    return fields | {
        f"line/{line.id}": {
            "product_id": line.product_id,
            "quantity": line.quantity,
            "shipped": line.shipped,
            "received": line.received,
            "lost": line.lost,
        }
        for line in lines
    }
