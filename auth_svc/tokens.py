"""Which tokens are issued, and what they say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from auth_svc.errors import RefreshRefused
from auth_svc.settings import Settings
from auth_svc.tables import RefreshToken, User
from shared.clock import utc_now
from shared.errors import Unauthenticated
from shared.http import tokens
from shared.http.keys import KeyFiles, signing_key

REFRESH_AUDIENCE = "previstock-refresh"
SETUP_AUDIENCE = "previstock-setup"
SETUP_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RefreshClaims:
    """A genuine refresh token that has not expired."""

    session_id: int
    digest: bytes


def digest(token: str) -> bytes:
    """What is stored of a refresh token: it carries enough chance to need no salt."""
    return sha256(token.encode()).digest()


class Issuer:
    """Signs with the service's one algorithm and key."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._algorithm = settings.jwt_algorithm
        self._files = KeyFiles(settings) if self._algorithm == "RS256" else None
        self.access_s = settings.access_token_s
        self._refresh_life = timedelta(seconds=settings.refresh_token_s)
        self.refresh_s = settings.refresh_token_s

    def public_keys(self) -> list[dict[str, Any]]:
        """All that tokens still under way may be signed with; none with HS256."""
        return self._files.all() if self._files else []

    def access(self, user: User, session_id: int) -> str:
        return self._access(str(user.id), user.role, sid=str(session_id))

    def service_access(self, client_id: str) -> str:
        return self._access(f"service:{client_id}", tokens.SERVICE_ROLE)

    def setup(self, user: User, now: datetime) -> str:
        """For who knows the password and may set up a second factor, nothing else."""
        return self._sign(
            sub=str(user.id),
            kind="setup",
            audience=SETUP_AUDIENCE,
            jti=uuid4(),
            issued=now,
            expires=now + SETUP_LIFE,
        )

    def read_setup(self, token: str) -> int:
        """Whose it is; raises ``Unauthenticated`` for anything but a token of ``setup``."""
        claims = tokens.decode(
            token,
            key=self._key_of(token),
            algorithm=self._algorithm,
            audience=SETUP_AUDIENCE,
            kind="setup",
        )
        return tokens.id_in(claims.get("sub"))

    def new_refresh(self, session_id: int, now: datetime) -> RefreshToken:
        """A row for the next refresh token of a session; ``refresh`` signs it."""
        # A token tells whole seconds only, and has to be signed again from the row.
        issued = now.replace(microsecond=0)
        return RefreshToken(
            session_id=session_id,
            jti=uuid4(),
            issued_at=issued,
            expires_at=issued + self._refresh_life,
        )

    def refresh(self, row: RefreshToken, user_id: int) -> str:
        """The token of a row: the same bytes each time, as nothing in it varies."""
        return self._sign(
            sub=str(user_id),
            kind="refresh",
            audience=REFRESH_AUDIENCE,
            jti=row.jti,
            issued=row.issued_at,
            expires=row.expires_at,
            sid=str(row.session_id),
        )

    def read_refresh(self, token: str) -> RefreshClaims:
        """Raises ``RefreshRefused`` for anything but a genuine refresh token."""
        try:
            claims = tokens.decode(
                token,
                key=self._key_of(token),
                algorithm=self._algorithm,
                audience=REFRESH_AUDIENCE,
                kind="refresh",
            )
            session_id = tokens.id_in(claims.get("sid"))
        except Unauthenticated:
            raise RefreshRefused from None
        return RefreshClaims(session_id=session_id, digest=digest(token))

    def _access(self, subject: str, role: str, **more: str) -> str:
        now = utc_now()
        return self._sign(
            sub=subject,
            kind="access",
            audience=tokens.ACCESS_AUDIENCE,
            jti=uuid4(),
            issued=now,
            expires=now + timedelta(seconds=self.access_s),
            role=role,
            **more,
        )

    def _sign(
        self,
        *,
        sub: str,
        kind: str,
        audience: str,
        jti: UUID,
        issued: datetime,
        expires: datetime,
        **more: str,
    ) -> str:
        claims = {
            "iss": tokens.ISSUER,
            "aud": audience,
            "sub": sub,
            "type": kind,
            "jti": str(jti),
            "iat": int(issued.timestamp()),
            "exp": int(expires.timestamp()),
            **more,
        }
        # Read for each token: after a rotation the newest key signs, at once.
        key, kid = signing_key(self._settings)
        return tokens.sign(claims, key=key, algorithm=self._algorithm, kid=kid)

    def _key_of(self, token: str) -> Any:
        if self._files is None:
            return self._settings.jwt_secret.get_secret_value()
        found = self._files.find(tokens.key_id(token))
        if found is None:
            raise Unauthenticated
        return found
