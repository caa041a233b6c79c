"""The facts that this service states about locations."""

from products_svc.tables import Location
from shared.contracts.locations import LocationChanged


def location_changed(location: Location) -> LocationChanged:
    return LocationChanged(
        location_id=location.id,
        name=location.name,
        archived=location.archived,
        transfer_days=location.transfer_days,
        version=location.version,
        ts=location.updated_at,
    )
