"""``python -m ops.secrets DIR``: write the secrets that are missing.

One folder per service, so that each process or container is shown its own
alone. Nothing that exists is changed; delete a file to have it made again.
"""

import os
import secrets
import sys
from pathlib import Path

SERVICES = ("auth", "products", "sales", "forecast", "etl")
ACCOUNTS = ("etl", "forecast")
"""Services that call others and have an account of their own."""


def write_missing(root: Path) -> list[Path]:
    """Create what is not there; the files written."""
    written: list[Path] = []

    def ensure(name: str, value: str = "") -> str:
        file = root / name
        if not file.exists():
            _folders(root, file.parent)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as out:
                out.write(value or secrets.token_urlsafe(32))
            written.append(file)
        return file.read_text()

    jwt_secret = os.environ.get("JWT_SECRET", "")
    for service in SERVICES:
        jwt_secret = ensure(f"{service}/jwt_secret", jwt_secret)
        ensure(f"{service}/db_password")
        ensure(f"owners/{service}")
    for service in ACCOUNTS:
        secret = ensure(f"{service}/client_secret")
        ensure(f"auth/clients/{service}_svc", secret)
    ensure("postgres/password")
    _hand_over(root)
    return written


def _folders(root: Path, folder: Path) -> None:
    for part in (root, *reversed(folder.relative_to(root).parents[:-1]), folder):
        path = root / part
        if not path.exists():
            path.mkdir(parents=True, mode=0o700)


def _hand_over(root: Path) -> None:
    """In containers the services run as another user than this step."""
    owner = os.environ.get("SECRETS_OWNER_UID")
    if not owner or os.geteuid() != 0:
        return
    for path in (root, *root.rglob("*")):
        os.chown(path, int(owner), int(owner))
    # The server's image reads it as a user of its own, from a volume that only
    # that container and the setup step are given.
    (root / "postgres" / "password").chmod(0o644)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m ops.secrets DIR")
    written = write_missing(Path(sys.argv[1]))
    print(f"secrets: {len(written)} written" if written else "secrets: all there")


if __name__ == "__main__":
    main()
