"""Secrets are made once, kept, and readable for those alone who need them."""

import stat
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jose.jwt import get_unverified_header  # noqa: TID251 - which key signed.
from pydantic import SecretStr

from auth_svc.settings import Settings
from auth_svc.tables import User
from auth_svc.tokens import Issuer
from ops import signing_keys
from ops.secrets import SERVICES, rotate, write_missing
from shared.clock import utc_now
from shared.errors import Unauthenticated
from shared.http.auth import Role
from shared.http.tokens import Verifier
from shared.settings import ServiceSettings

GIVEN = "given-by-a-person-and-long-enough-to-sign"


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch):
    for name in ("JWT_SECRET", "ADMIN_SETUP_TOKEN", "SMTP_URL", "SECRETS_OWNER_UID"):
        monkeypatch.delenv(name, raising=False)


def test_the_mail_servers_address_reaches_who_sends_by_a_file_and_goes_too(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("SMTP_URL", "smtp://ada:secret@mail.example")
    write_missing(tmp_path)
    files = [
        tmp_path / service / "smtp_url" for service in ("auth", "products", "forecast")
    ]
    for file in files:
        assert file.read_text() == "smtp://ada:secret@mail.example"
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0

    monkeypatch.delenv("SMTP_URL")
    write_missing(tmp_path)
    assert [file.read_text() for file in files] == [""] * 3


def held(root, name):
    return {(root / service / name).read_text() for service in SERVICES}


def test_what_exists_is_kept(tmp_path):
    write_missing(tmp_path)
    before = held(tmp_path, "jwt_secret") | held(tmp_path, "db_password")

    assert write_missing(tmp_path) == []
    assert held(tmp_path, "jwt_secret") | held(tmp_path, "db_password") == before


def test_a_signing_secret_that_is_given_replaces_the_one_kept_everywhere(
    tmp_path, monkeypatch
):
    write_missing(tmp_path)
    monkeypatch.setenv("JWT_SECRET", GIVEN)
    write_missing(tmp_path)
    assert held(tmp_path, "jwt_secret") == {GIVEN}

    # Compose passes an empty one when it is not given any more.
    monkeypatch.setenv("JWT_SECRET", "")
    write_missing(tmp_path)
    assert held(tmp_path, "jwt_secret") == {GIVEN}


def test_the_setup_token_reaches_auth_by_a_file_and_goes_when_it_is_not_given(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("ADMIN_SETUP_TOKEN", "open sesame")
    write_missing(tmp_path)
    monkeypatch.delenv("ADMIN_SETUP_TOKEN")
    monkeypatch.setenv("JWT_SECRET", GIVEN)
    monkeypatch.setenv(
        "ADMIN_SETUP_TOKEN_FILE", str(tmp_path / "auth" / "admin_setup_token")
    )
    assert Settings().admin_setup_token == SecretStr("open sesame")

    write_missing(tmp_path)
    assert Settings().admin_setup_token == SecretStr("")


def test_nobody_else_can_read_a_secret(tmp_path):
    write_missing(tmp_path)
    for path in tmp_path.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


@pytest.mark.skipif("__import__('os').geteuid() != 0", reason="hands files to others")
def test_in_containers_each_file_belongs_to_its_reader(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRETS_OWNER_UID", "10001")
    monkeypatch.setenv("POSTGRES_GID", "999")
    write_missing(tmp_path)

    def rights(name):
        info = (tmp_path / name).stat()
        return info.st_uid, info.st_gid, stat.S_IMODE(info.st_mode)

    assert rights("auth/jwt_secret") == (10001, 10001, 0o600)
    assert rights("owners/sales") == (10001, 10001, 0o600)
    assert rights("postgres") == (10001, 999, 0o750)
    assert rights("postgres/password") == (10001, 999, 0o640)


@pytest.fixture
def issuer(tmp_path):
    write_missing(tmp_path)
    return Issuer(
        Settings(
            jwt_algorithm="RS256", jwt_private_key_path=tmp_path / "auth/jwt_private"
        )
    )


def verifier(root, service="sales"):
    return Verifier(
        ServiceSettings(
            service=f"{service}_svc",
            jwt_algorithm="RS256",
            jwt_public_key_path=root / service / "jwt_public",
        )
    )


def person(user_id):
    return User(id=user_id, role=Role.USER)


def test_only_auth_is_shown_a_key_that_signs(tmp_path):
    write_missing(tmp_path)

    private = [f for f in tmp_path.rglob("*.pem") if "PRIVATE" in f.read_text()]
    assert {file.relative_to(tmp_path).parts[0] for file in private} == {"auth"}


async def test_a_rotated_key_signs_at_once_and_what_the_old_one_signed_stays_good(
    tmp_path, issuer, monkeypatch
):
    running = verifier(tmp_path)
    before = issuer.access(person(1), 1)
    session = issuer.refresh(issuer.new_refresh(5, utc_now()), 1)
    await running.verify(before)
    monkeypatch.setattr("shared.http.keys.REREAD_S", 0)

    rotate(tmp_path)

    after = issuer.access(person(2), 2)
    assert kid(after) != kid(before)
    assert (await running.verify(after)).subject == "2"
    # Neither who came before nor who asks a process started since is sent away.
    assert (await verifier(tmp_path).verify(before)).subject == "1"
    assert issuer.read_refresh(session).session_id == 5
    assert {key["kid"] for key in issuer.public_keys()} == {kid(before), kid(after)}


async def test_a_key_goes_when_nothing_that_it_signed_can_be_in_use(tmp_path, issuer):
    token = issuer.access(person(1), 1)
    (first,) = (tmp_path / "auth/jwt_private").iterdir()
    rename(tmp_path, first.name, utc_now() - signing_keys.KEPT - timedelta(days=2))

    rotate(tmp_path)
    # The second has signed for a moment only: sessions of the first may be in use.
    second = max((tmp_path / "auth/jwt_private").iterdir())
    assert len(list((tmp_path / "sales/jwt_public").iterdir())) == 2

    rename(tmp_path, second.name, utc_now() - signing_keys.KEPT - timedelta(days=1))
    rotate(tmp_path)

    assert len(list((tmp_path / "sales/jwt_public").iterdir())) == 2
    with pytest.raises(Unauthenticated):
        await verifier(tmp_path).verify(token)


def rename(root, old, made):
    for file in list(root.rglob(old)):
        file.rename(file.with_name(signing_keys.name(made)))


def kid(token):
    return get_unverified_header(token)["kid"]


def test_a_key_that_signs_is_strong_enough():
    """As a symmetric key of 128 bits."""
    (private,) = signing_keys.new().values()

    key = load_pem_private_key(private.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    assert key.key_size >= 3072
