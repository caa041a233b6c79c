"""The secrets of service accounts, one file each."""

import hmac
import secrets
from pathlib import Path


class ServiceAccounts:
    """Read once: a new or changed secret needs a restart."""

    def __init__(self, folder: Path | None) -> None:
        files = folder.iterdir() if folder and folder.is_dir() else ()
        self._secrets = {
            file.name: secret
            for file in files
            if file.is_file() and (secret := file.read_bytes().strip())
        }
        # An unknown account is compared too, so that time does not tell it.
        self._nobody = secrets.token_bytes(32)

    def know(self, client_id: str, client_secret: str) -> bool:
        stored = self._secrets.get(client_id)
        equal = hmac.compare_digest(stored or self._nobody, client_secret.encode())
        return equal and stored is not None
