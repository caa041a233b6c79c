"""Request and response bodies of service accounts."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from auth_svc.schemas import hashable
from shared.http.bodies import Body


class ServiceTokenIn(Body):
    client_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
    client_secret: Annotated[
        SecretStr, Field(min_length=1, max_length=512), AfterValidator(hashable)
    ]


class ServiceTokenOut(BaseModel):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
