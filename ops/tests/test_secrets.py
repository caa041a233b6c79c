"""Secrets are made once, kept, and readable for those alone who need them."""

import stat

import pytest
from pydantic import SecretStr

from auth_svc.settings import Settings
from ops.secrets import SERVICES, write_missing

GIVEN = "given-by-a-person-and-long-enough-to-sign"


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch):
    for name in ("JWT_SECRET", "ADMIN_SETUP_TOKEN", "SMTP_URL", "SECRETS_OWNER_UID"):
        monkeypatch.delenv(name, raising=False)


def test_the_mail_servers_address_reaches_its_service_by_a_file_and_goes_too(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("SMTP_URL", "smtp://ada:secret@mail.example")
    write_missing(tmp_path)
    file = tmp_path / "products" / "smtp_url"
    assert file.read_text() == "smtp://ada:secret@mail.example"
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0

    monkeypatch.delenv("SMTP_URL")
    write_missing(tmp_path)
    assert file.read_text() == ""


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
