"""What all events have in common."""

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

MAIN_LOCATION = 1
"""The location that exists from the start and that is meant when none is named."""


class Event(BaseModel):
    """A past-tense fact. Fields are only ever added; a break is a new type.

    ``identity`` names the fields that make the natural id: consumers claim
    effects by it. ``routing`` names those that make the message key, so that
    facts about one thing stay in order on one partition.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    topic: ClassVar[str]
    schema_version: ClassVar[int] = 1
    identity: ClassVar[tuple[str, ...]]
    routing: ClassVar[tuple[str, ...]] = ("product_id",)

    @classmethod
    def natural_id(cls, values: dict[str, object]) -> str:
        """The part of the event id after ``type:``."""
        return "/".join([str(values[name]) for name in cls.identity])

    @classmethod
    def key(cls, values: dict[str, object]) -> bytes:
        return "/".join([str(values[name]) for name in cls.routing]).encode()

    def wire(self) -> str:
        """The message's value; absent optional fields are left out."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def read(cls, value: bytes) -> Self:
        # What model_validate_json calls, less its options: a sixth of the time.
        event: Self = cls.__pydantic_validator__.validate_json(value)
        return event
