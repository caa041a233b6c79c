"""Decisions about locations that need no computer."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class LocationDraft:
    """What people say of a location; ``transfer_days`` is how long goods take there."""

    name: str
    address: str
    transfer_days: int

    def fields(self) -> dict[str, str | int]:
        return asdict(self)
