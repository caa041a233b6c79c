"""Request bodies of sending."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from products_svc.documents.printing import Kind
from products_svc.documents.rules import Language
from shared.http.bodies import Body
from shared.types import text_of

# Lines of a letter; no other control character is any use in one.
Message = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=5000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
]


def _each_once(kinds: list[Kind]) -> list[Kind]:
    return list(dict.fromkeys(kinds))


USUAL: tuple[Kind, ...] = ("pdf",)
Kinds = Annotated[
    list[Kind], Field(min_length=1, max_length=3), AfterValidator(_each_once)
]


class SendIn(Body):
    """Absent: to the supplier's address, in its language, with words of ours."""

    to: Annotated[str, text_of(254)] | None = None
    language: Language | None = None
    message: Message | None = None
    attach: Kinds = Field(default_factory=lambda: list(USUAL))
