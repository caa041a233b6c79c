"""``python -m ops.secrets DIR [--rotate]``: write the secrets that are missing.

One folder per service, so that each process or container is shown its own
alone. What exists is kept (delete a file to have it made again), but for those
that a person may give: ``JWT_SECRET``, when set, replaces the one kept, and
``ADMIN_SETUP_TOKEN`` and ``SMTP_URL``, which may hold a password, are always as
given, none when they are not.

Tokens are signed with a private key that auth_svc alone is shown. ``--rotate`` adds a
newer one, which signs from then on; what older ones signed stays good until it expires.

Accounts at the broker are in files of their own. They are empty where it asks for none:
by ``KAFKA_ACCOUNTS=false``, or because it knows none.
"""

import json
import os
import secrets
import sys
from pathlib import Path

from ops import signing_keys

SERVICES = ("auth", "products", "sales", "forecast", "etl")
ACCOUNTS = ("products", "sales", "etl", "forecast")
"""Services that call others, if only auth_svc, and have an account of their own."""

_OFF = ("false", "0", "no", "off")

OPERATOR = "operator"
"""May do everything at the broker: makes topics, and reads and writes them by hand."""

BROKERS_OWN = ("kafka", "kafka_password")
"""A folder, and a file of each service: of use to one broker alone, so in no backup."""

PRIVATE_KEYS = "auth/jwt_private"
PUBLIC_KEYS = "jwt_public"


def write_missing(root: Path) -> list[Path]:
    """Create what is not there; the files written."""
    written: list[Path] = []

    def ensure(name: str, value: str | None = None) -> str:
        return _ensure(root, name, value, written)

    jwt_secret = os.environ.get("JWT_SECRET") or None
    for service in SERVICES:
        jwt_secret = ensure(f"{service}/jwt_secret", jwt_secret)
        ensure(f"{service}/db_password")
        ensure(f"owners/{service}")
    for service in ACCOUNTS:
        secret = ensure(f"{service}/client_secret")
        ensure(f"auth/clients/{service}_svc", secret)
    kept = {file.name: file.read_text() for file in _private_keys(root)}
    for name, private in (kept or signing_keys.new()).items():
        ensure(f"{PRIVATE_KEYS}/{name}", private)
        for service in SERVICES:
            ensure(f"{service}/{PUBLIC_KEYS}/{name}", signing_keys.public(private))
    ensure("auth/front_secret", ensure("front/front_secret"))
    ensure("auth/admin_setup_token", os.environ.get("ADMIN_SETUP_TOKEN", ""))
    smtp_url = ensure("auth/smtp_url", os.environ.get("SMTP_URL", ""))
    ensure("forecast/smtp_url", ensure("products/smtp_url", smtp_url))
    ensure("auth/oidc_client_secret", os.environ.get("OIDC_CLIENT_SECRET", ""))
    ensure("postgres/password")
    _hand_over(root)
    return written


def accounts_wanted() -> bool:
    """Whether the broker is to ask for accounts; it is unless somebody says otherwise."""
    return os.environ.get("KAFKA_ACCOUNTS", "").strip().lower() not in _OFF


def write_broker_accounts(root: Path, *, wanted: bool) -> dict[str, str]:
    """Name and password of each account, the operator first; none when none is wanted.

    The operator's stays in a file of its own, so that accounts can be switched off and on.
    """
    operator = _ensure(root, f"kafka/{OPERATOR}")
    accounts = {OPERATOR: operator} if wanted else {}
    _ensure(root, "kafka/password", accounts.get(OPERATOR, ""))
    for service in SERVICES:
        file = root / service / "kafka_password"
        kept = file.read_text() if file.exists() else ""
        password = (kept or secrets.token_urlsafe(32)) if wanted else ""
        _ensure(root, f"{service}/kafka_password", password)
        accounts |= {f"{service}_svc": password} if wanted else {}
    _ensure(root, "kafka/rpk/rpk.yaml", _rpk_profile(accounts.get(OPERATOR, "")))
    _hand_over(root)
    return accounts


def broker_accounts(root: Path) -> dict[str, str]:
    """The same as they were written last."""
    named = {OPERATOR: "kafka/password"} | {
        f"{service}_svc": f"{service}/kafka_password" for service in SERVICES
    }
    found = {
        name: (root / file).read_text()
        for name, file in named.items()
        if (root / file).exists()
    }
    return {name: password for name, password in found.items() if password}


def _rpk_profile(password: str) -> str:
    """For ``rpk`` in the broker's container, as its own ``rpk profile`` writes it."""
    sasl = {"user": OPERATOR, "password": password, "mechanism": "SCRAM-SHA-512"}
    profile = {
        "name": "previstock",
        "kafka_api": {"brokers": ["127.0.0.1:9092"]}
        | ({"sasl": sasl} if password else {}),
        "admin_api": {"addresses": ["127.0.0.1:9644"]},
    }
    # YAML reads JSON.
    return json.dumps(
        {"version": 1, "current_profile": profile["name"], "profiles": [profile]},
        indent=1,
    )


def password_in_profile(profile: str) -> str:
    (only,) = json.loads(profile)["profiles"]
    return str(only["kafka_api"].get("sasl", {}).get("password", ""))


def rotate(root: Path) -> None:
    """A new key, and none any more that has long been out of use.

    Every service has the public half before auth_svc has the private one: no token is
    refused meanwhile.
    """
    for name, private in signing_keys.new().items():
        for service in SERVICES:
            folder = root / service / PUBLIC_KEYS
            _folders(root, folder)
            _write(folder / name, signing_keys.public(private))
        _write(root / PRIVATE_KEYS / name, private)
    for file in signing_keys.out_of_use(_private_keys(root)):
        file.unlink()
        for service in SERVICES:
            (root / service / PUBLIC_KEYS / file.name).unlink(missing_ok=True)
    _hand_over(root)


def without_effect() -> str:
    """What a person gave that changes nothing, in words; else nothing."""
    if os.environ.get("JWT_SECRET") and os.environ.get("JWT_ALGORITHM") != "HS256":
        return "JWT_SECRET has no effect: tokens are signed with a key of their own unless JWT_ALGORITHM=HS256."
    return ""


def _private_keys(root: Path) -> list[Path]:
    return sorted((root / PRIVATE_KEYS).glob("*.pem"))


def _ensure(
    root: Path, name: str, value: str | None = None, written: list[Path] | None = None
) -> str:
    """What the file holds in the end: the value given, else what it held, else a new
    one."""
    file = root / name
    kept = file.read_text() if file.exists() else None
    wanted = value if value is not None else kept
    if wanted is None:
        wanted = secrets.token_urlsafe(32)
    if wanted != kept:
        _folders(root, file.parent)
        _write(file, wanted)
        if written is not None:
            written.append(file)
    return wanted


def _folders(root: Path, folder: Path) -> None:
    for part in (root, *reversed(folder.relative_to(root).parents[:-1]), folder):
        path = root / part
        if not path.exists():
            path.mkdir(parents=True, mode=0o700)


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and never readable for others, not even for a moment."""
    partial = file.with_name(f".{file.name}.new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    partial.replace(file)


def _hand_over(root: Path) -> None:
    """In containers the services run as another user than this step."""
    owner = os.environ.get("SECRETS_OWNER_UID")
    if not owner or os.geteuid() != 0:
        return
    for path in (root, *root.rglob("*")):
        if path == root and not os.access(root, os.W_OK):
            # The image's own folder, where the volumes are mounted.
            continue
        os.chown(path, int(owner), int(owner))
        path.chmod(0o700 if path.is_dir() else 0o600)
    # The servers' own users read their part by their group.
    for variable, parts in (
        ("POSTGRES_GID", ("postgres", "postgres/password")),
        ("KAFKA_GID", ("kafka", "kafka/rpk", "kafka/rpk/rpk.yaml")),
    ):
        for path in (root / part for part in parts):
            if (group := os.environ.get(variable)) and path.exists():
                os.chown(path, int(owner), int(group))
                path.chmod(0o750 if path.is_dir() else 0o640)


def main() -> None:
    folders = [argument for argument in sys.argv[1:] if argument != "--rotate"]
    if len(folders) != 1:
        sys.exit("usage: python -m ops.secrets DIR [--rotate]")
    root = Path(folders[0])
    if warning := without_effect():
        print(warning)
    written = write_missing(root)
    if "--rotate" in sys.argv:
        rotate(root)
        print("secrets: a new key signs from now on")
        return
    write_broker_accounts(root, wanted=accounts_wanted())
    print(f"secrets: {len(written)} written" if written else "secrets: all there")


if __name__ == "__main__":
    main()
