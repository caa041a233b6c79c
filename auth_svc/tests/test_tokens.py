import base64
import hmac
import json
import time

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwt  # noqa: TID251 - forging tokens is what is tested.
from pydantic import ValidationError

from auth_svc.settings import Settings
from auth_svc.tests.factories import as_bearer, claims_of, refresh, signed_in
from shared.errors import Unauthenticated
from shared.http.tokens import Verifier
from shared.settings import ServiceSettings
from tests.support import SECRET, access_token, client_for, served

JWKS = "/.well-known/jwks.json"


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@pytest.fixture(scope="session")
def key_pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "private.pem").write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "public.pem").write_bytes(
        private.public_key().public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
    )
    return folder


@pytest.fixture
def rs256_app(make_app, key_pair):
    return make_app(
        jwt_algorithm="RS256", jwt_private_key_path=key_pair / "private.pem"
    )


async def test_with_hs256_there_are_no_public_keys(client):
    answer = await client.get(JWKS)

    assert answer.json() == {"keys": []}


async def test_another_service_checks_rs256_tokens_with_the_published_keys(rs256_app):
    async with served(rs256_app) as port, client_for(rs256_app, None) as client:
        pair = await signed_in(client)
        elsewhere = Verifier(
            ServiceSettings(
                service="any_svc",
                jwt_algorithm="RS256",
                jwks_url=f"http://127.0.0.1:{port}{JWKS}",
            )
        )

        claims = await elsewhere.verify(pair["access_token"])
        assert (claims.subject, claims.role) == ("1", "user")
        for not_access in (pair["refresh_token"], access_token("admin", 1)):
            with pytest.raises(Unauthenticated):
                await elsewhere.verify(not_access)


async def test_the_published_key_is_public_only(rs256_app):
    async with client_for(rs256_app, None) as client:
        answer = await client.get(JWKS)

    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "use", "alg", "kid", "n", "e"}
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert "max-age" in answer.headers["Cache-Control"]


async def test_rs256_sessions_rotate_and_replay_too(rs256_app):
    async with client_for(rs256_app, None) as client:
        first = await signed_in(client)
        second = await refresh(client, first["refresh_token"])
        replayed = await refresh(client, first["refresh_token"])

        assert second.json()["refresh_token"] == replayed.json()["refresh_token"]
        me = await client.get("/api/auth/me", headers=as_bearer(second.json()))
        assert me.status_code == 200


async def test_forged_access_tokens_are_refused(client):
    good = await signed_in(client)
    claims = claims_of(good["access_token"])
    _, body, signature = good["access_token"].split(".")
    no_exp = {k: v for k, v in claims.items() if k != "exp"}
    forged = {
        "alg=none": f"{encoded({'alg': 'none'})}.{body}.",
        "alg=none, signed": f"{encoded({'alg': 'none'})}.{body}.{signature}",
        "another secret": jwt.encode(claims, "x" * 40),
        "another algorithm": jwt.encode(claims, SECRET, "HS512"),
        "no exp": jwt.encode(no_exp, SECRET),
        "expired": jwt.encode(claims | {"exp": int(time.time()) - 1}, SECRET),
        "another audience": jwt.encode(claims | {"aud": "other"}, SECRET),
        "another role": f"{encoded({'alg': 'HS256'})}.{encoded(claims | {'role': 'admin'})}.{signature}",
        "refresh token": good["refresh_token"],
    }

    answers = {
        name: (
            await client.get(
                "/api/auth/me", headers={"Authorization": f"Bearer {token}"}
            )
        ).status_code
        for name, token in forged.items()
    }

    assert answers == dict.fromkeys(forged, 401)
    me = await client.get("/api/auth/me", headers=as_bearer(good))
    assert me.status_code == 200


async def test_a_public_key_is_no_secret_to_sign_with(rs256_app, key_pair):
    """The HS/RS swap: HMAC with the text of the public key, which everybody has."""
    async with client_for(rs256_app, None) as client:
        good = await signed_in(client)
        (published,) = (await client.get(JWKS)).json()["keys"]
        head = encoded({"alg": "HS256", "kid": published["kid"]})
        claims = claims_of(good["access_token"]) | {"role": "admin"}
        for key in ((key_pair / "public.pem").read_bytes(), published["n"].encode()):
            unsigned = f"{head}.{encoded(claims)}"
            token = f"{unsigned}.{hmac_sha256(key, unsigned)}"

            for path in ("/api/auth/me", "/api/auth/users"):
                answer = await client.get(
                    path, headers={"Authorization": f"Bearer {token}"}
                )
                assert answer.status_code == 401


def hmac_sha256(key, signed):
    # By hand: the library refuses to take part in this.
    digest = hmac.new(key, signed.encode(), "sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_without_a_private_key_rs256_does_not_start(key_pair):
    with pytest.raises(ValidationError, match="JWT_PRIVATE_KEY_PATH"):
        Settings(jwt_algorithm="RS256", jwt_public_key_path=key_pair / "public.pem")
