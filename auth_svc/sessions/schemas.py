"""Request and response bodies of sign-ins."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from auth_svc.schemas import Email, SecondFactorCode, TypedPassword
from auth_svc.tables import Session
from shared.http.auth import Principal
from shared.http.bodies import Body
from shared.types import Id, Instant


class LoginIn(Body):
    email: Email
    password: TypedPassword
    second_factor: SecondFactorCode | None = None
    """A code of the phone or a recovery code, for who has set up a second factor."""

    @property
    def code(self) -> str | None:
        return self.second_factor.get_secret_value() if self.second_factor else None


class TokenForm(Body):
    """What OAuth 2 sends for a password (RFC 6749, section 4.3). There are no scopes and
    no clients here: what is said of them changes nothing."""

    grant_type: Literal["password"] | None = None
    username: Email
    password: TypedPassword
    second_factor: SecondFactorCode | None = None
    scope: str = ""
    client_id: str = ""
    client_secret: str = ""

    @property
    def credentials(self) -> LoginIn:
        return LoginIn(
            email=self.username,
            password=self.password,
            second_factor=self.second_factor,
        )


class RefreshIn(Body):
    """Without ``refresh_token`` the cookie of the sign-in is read."""

    refresh_token: Annotated[str, Field(max_length=4096)] | None = None


class TokensOut(BaseModel):
    """``expires_in`` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"]
    expires_in: int


class JsonWebKey(BaseModel):
    kty: str
    use: str
    alg: str
    kid: str
    n: str
    e: str


class JsonWebKeys(BaseModel):
    """Empty with HS256, whose only key is a secret."""

    keys: list[JsonWebKey]


class SessionOut(BaseModel):
    id: Id
    device: str
    """As the browser or program that signed in calls itself (``User-Agent``)."""
    network: str
    """From where: an address, of IPv6 the network."""
    signed_in_at: Instant
    used_at: Instant
    """When it last asked for an access token: at most a quarter of an hour is missing."""
    expires_at: Instant
    """Unless it is used again."""
    current: bool
    """The one that asks."""

    @classmethod
    def of(cls, session: Session, caller: Principal) -> "SessionOut":
        return cls(
            id=session.id,
            device=session.user_agent,
            network=session.network,
            signed_in_at=session.created_at,
            used_at=session.used_at,
            expires_at=session.expires_at,
            current=session.id == caller.session,
        )
