"""The keys that tokens are signed and checked with, and where they lie.

A path names one PEM file, or a folder of them: a rotation adds to it while services run,
and names begin with the time at which a key was made.
"""

import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from jose import jwk
from jose.backends.base import Key

from shared.settings import ServiceSettings

REREAD_S = 1.0
"""Files are looked at again at most this often for key ids that nobody knows."""


def signing_key(settings: ServiceSettings) -> tuple[str | Key, str]:
    """What signs now, and its id: the secret and none (HS256), or the newest private
    key (RS256)."""
    if settings.jwt_algorithm == "HS256":
        return settings.jwt_secret.get_secret_value(), ""
    if settings.jwt_private_key_path is None:
        raise ValueError("RS256 needs JWT_PRIVATE_KEY_PATH to sign")
    newest = _files(settings.jwt_private_key_path)[-1]
    return _key(newest, newest.stat().st_mtime_ns), _public_jwk(newest)["kid"]


def _public_jwk(file: Path) -> dict[str, Any]:
    """The public half of a key as a JWK (RFC 7517)."""
    key = _key(file, file.stat().st_mtime_ns).public_key().to_dict()
    plain = {
        name: value.decode() if isinstance(value, bytes) else value
        for name, value in key.items()
    }
    # A stable id: RFC 7638 thumbprints are more than is needed.
    return plain | {"use": "sig", "kid": str(plain["n"])[:16]}


@lru_cache(maxsize=32)
def _key(file: Path, _changed_ns: int) -> Key:
    """Reading a private key proves it whole, which takes tens of milliseconds."""
    return jwk.construct(file.read_text(), "RS256")


class KeyFiles:
    """Public keys by their id, from the files that the settings name."""

    def __init__(self, settings: ServiceSettings) -> None:
        path = settings.jwt_public_key_path or settings.jwt_private_key_path
        if path is None:
            raise ValueError("RS256 needs a key file")
        self._path = path
        self._keys: dict[str, dict[str, Any]] = {}
        self._read_at = -REREAD_S
        self.all()

    def all(self) -> list[dict[str, Any]]:
        """From the oldest to the newest."""
        keys = [_public_jwk(file) for file in _files(self._path)]
        self._read_at = time.monotonic()
        self._keys = {key["kid"]: key for key in keys}
        return keys

    def find(self, kid: str) -> dict[str, Any] | None:
        if kid not in self._keys and time.monotonic() - self._read_at >= REREAD_S:
            self.all()
        return self._keys.get(kid)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.pem"))
    if not found:
        raise ValueError(f"{path} holds no key: *.pem")
    return found
