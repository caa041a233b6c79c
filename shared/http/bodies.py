"""Bodies of requests: JSON read exactly, and models that take no field without a word."""

import json
import re
from decimal import Decimal
from typing import Any, ClassVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, model_validator
from starlette.requests import Request

from shared.errors import Invalid

MAX_FIELDS = 100
"""Of one object in a body: far more than any has that is understood."""
MAX_EXPONENT = 400
"""Beyond every number that can be stored: turned into an integer, 1e999999999 alone
would take minutes."""
BEYOND = "a number is out of all bounds"


class Body(BaseModel):
    """What a request brings. A field that nobody knows is refused by its name: left
    out in silence, a slip of the pen would lose what it was to say."""

    model_config = ConfigDict(extra="forbid")


class PutBody(Body):
    """A resource as it is to be. What its own ``answer`` says besides, such as
    ``version``, is ignored: what was read can be sent back as it is."""

    answer: ClassVar[type[BaseModel]]

    @model_validator(mode="before")
    @classmethod
    def _without_read_only(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        read_only = cls.answer.model_fields.keys() - cls.model_fields.keys()
        return {name: v for name, v in values.items() if name not in read_only}


class TooManyFields(Invalid):
    code = "too_many_fields"

    def __init__(self) -> None:
        super().__init__(
            f"An object in the body has more than {MAX_FIELDS} fields.",
            most=MAX_FIELDS,
        )


class ExactRequest(Request):
    """Reads JSON bodies without a detour through binary fractions.

    With the standard parser 19.99999999999999999999 becomes 20 before any
    validation sees it, NaN is a number, and of two fields of one name the last wins.
    """

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = read_json(await self.body())
        return self._json


def read_json(body: bytes) -> Any:
    """Raises ``RequestValidationError``, which says where the body is no JSON and why,
    and ``TooManyFields``."""
    try:
        text = body.decode(json.detect_encoding(body))
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(error.encoding, "replace")
        reason = f"this is not valid {error.encoding.upper()}"
        raise _unreadable(before, len(before), reason) from None
    try:
        return json.loads(
            text,
            parse_float=_fraction,
            parse_constant=_refuse_constant,
            object_pairs_hook=_fields,
        )
    except json.JSONDecodeError as error:
        raise _unreadable(text, error.pos, error.msg) from None
    except _Refused as refused:
        at = _position(text, refused.token)
        raise _unreadable(text, at, refused.reason) from None
    except RecursionError:
        raise _unreadable(text, 0, "it is nested too deep") from None
    except ValueError:
        # Python reads no whole number of more than some thousand digits.
        at = _position(text, r"\d{1000,}")
        raise _unreadable(text, at, BEYOND) from None


class _Refused(Exception):
    """A token that the parser reads but nobody can use."""

    def __init__(self, token: str, reason: str) -> None:
        super().__init__(reason)
        self.token = re.escape(token)
        self.reason = reason


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Before any validation, which would write an error for each of them.
    if len(pairs) > MAX_FIELDS:
        raise TooManyFields
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestValidationError(
            [
                {
                    "type": "named_twice",
                    "loc": ("body", twice),
                    "msg": "This field is named twice",
                }
            ]
        )
    return fields


def _fraction(text: str) -> Decimal:
    value = Decimal(text) if len(text) <= MAX_EXPONENT else None
    if value is None or abs(value.adjusted()) > MAX_EXPONENT:
        raise _Refused(text, BEYOND)
    return value


def _refuse_constant(name: str) -> None:
    raise _Refused(name, f"{name} is no number of JSON")


def _position(text: str, token: str) -> int:
    """Where a token first stands outside of strings."""
    for found in re.finditer(rf'"(?:[^"\\]|\\.)*+"|({token})', text, re.DOTALL):
        if found[1] is not None:
            return found.start()
    return 0


def _unreadable(text: str, at: int, reason: str) -> RequestValidationError:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return RequestValidationError(
        [
            {
                "type": "json_invalid",
                "loc": ("body",),
                "msg": f"The body cannot be read as JSON: {reason}"
                f" (line {line}, column {column})",
                "ctx": {"line": line, "column": column},
            }
        ]
    )
