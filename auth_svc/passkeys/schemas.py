"""Request and response bodies about passkeys."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from auth_svc.schemas import Name
from shared.http.bodies import Body
from shared.types import Id, Instant

BIGGEST_CREDENTIAL = 64
"""Fields of a device's answer: it has fewer than a dozen."""


Credential = Annotated[dict[str, Any], Field(max_length=BIGGEST_CREDENTIAL)]
"""A ``PublicKeyCredential`` as its ``toJSON()`` writes it."""


class PasskeyOptions(BaseModel):
    public_key: dict[str, Any]
    """For ``PublicKeyCredential.parseCreationOptionsFromJSON`` or
    ``parseRequestOptionsFromJSON``. It can be answered for five minutes, once."""


class PasskeyIn(Body):
    name: Name
    credential: Credential


class PasskeySignIn(Body):
    credential: Credential


class PasskeyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    created_at: Instant
    used_at: Instant | None
