"""Forged tokens, stolen refresh tokens, a race for the first admin, a flood of logins."""

import base64
import hmac
import json
import time
from collections import Counter
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from shared.http.tokens import ACCESS_AUDIENCE, ISSUER
from tests.faults.background import BackgroundLoop
from tests.faults.load import together
from tests.faults.scenario import scenario
from tests.shop import ADMIN

PROTECTED = {
    "auth": "/api/auth/me",
    "products": "/api/products",
    "sales": "/api/sales",
    "forecast": "/api/forecast/overrides",
    "etl": "/api/etl/jobs",
}
CANDIDATES = 50
GUESSES = 200
DIGESTS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


@scenario("50 first admins register at once", seconds=360, quick=True)
def test_first_admins_register_at_once(fresh_stack, house, result):
    address = fresh_stack.ports.url("auth") + "/api/auth/register"
    bodies = [ADMIN] + [
        ADMIN | {"email": f"admin{n}@example.com"} for n in range(1, CANDIDATES)
    ]

    loop = BackgroundLoop()
    try:
        answers = together(
            loop,
            [
                lambda client, body=body: client.post(address, json=body)
                for body in bodies
            ],
        )
    finally:
        loop.close()

    statuses = Counter(a.status_code for a in answers)
    # The rest was too late, or one too many for the queue of passwords.
    assert statuses[201] == 1, statuses
    assert set(statuses) <= {201, 403, 429}, statuses
    winner = next(
        body for body, a in zip(bodies, answers, strict=True) if a.status_code == 201
    )
    late = httpx.post(address, json=ADMIN | {"email": "late@example.com"}, timeout=30)
    assert late.status_code == 403
    house.first_admin = winner
    result.notes.append(", ".join(f"{n} × {s}" for s, n in sorted(statuses.items())))


@scenario("forged tokens", seconds=240, quick=True)
def test_forged_tokens(story):
    secrets = story.stack.home / "secrets" / "auth"
    pem = max((secrets / "jwt_private").iterdir()).read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    good = forged(key)
    accepted = {name: status_with(story, name, good) for name in PROTECTED}
    refused = {
        (what, name): status_with(story, name, token)
        for what, token in forgeries(story, key, secrets).items()
        for name in PROTECTED
    }

    # Signed with the real key, it is good: the forgeries fail for what they are.
    assert set(accepted.values()) == {200}, accepted
    wrong = {who: status for who, status in refused.items() if status != 401}
    assert not wrong, wrong
    story.note(f"{len(refused)} × 401")


def status_with(story, name, token):
    answer = httpx.get(
        story.stack.ports.url(name) + PROTECTED[name],
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    return answer.status_code


def forgeries(story, key, secrets):
    kid = {"kid": key_id(key)}
    unsigned = forged(key).split(".")
    secret = (secrets / "jwt_secret").read_bytes().strip()
    public = max((secrets / "jwt_public").iterdir()).read_bytes()
    another = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    head = base64url(json.dumps({"alg": "RS256", "typ": "JWT"} | kid).encode())
    now = int(time.time())
    without = {
        f"no {claim}": forged(key, **{claim: None})
        for claim in ("exp", "iat", "sub", "aud", "iss", "jti", "type")
    }
    return without | {
        "alg none": forged(b"", "none", kid),
        "alg None": forged(b"", "None", kid),
        "alg NONE": forged(b"", "NONE", kid),
        "empty key": forged(b"", "HS256", kid),
        "another key": forged(another),
        "another key under the id of ours": forged(another, "RS256", kid),
        "no key id": forged(key, "RS256", {}),
        "public key as secret": forged(public, "HS256", kid),
        "the secret of the other algorithm": forged(secret, "HS256", kid),
        "HS384": forged(secret, "HS384", kid),
        "HS512": forged(secret, "HS512", kid),
        "RS512": forged(key, "RS512"),
        "expired": forged(key, exp=now - 10),
        "for a day": forged(key, exp=now + 86_400),
        "from the future": forged(key, iat=now + 300),
        "a session that is no id": forged(key, sid="x"),
        "a person that is no id": forged(key, sub="9" * 30),
        "refresh as access": forged(key, type="refresh"),
        "a real refresh token": login(story)["refresh_token"],
        "audience of refresh": forged(key, aud="previstock-refresh"),
        "another issuer": forged(key, iss="somebody"),
        "signature cut off": ".".join(unsigned[:2]) + ".",
        "another head": ".".join([head + "A", *unsigned[1:]]),
        "not a token": "abc",
        "three dots": "...",
    }


def forged(key, algorithm="RS256", head=None, **changes):
    """A token made without the system's own code; None drops a claim."""
    now = int(time.time())
    claims = {
        "sub": "1", "role": "admin", "type": "access", "iss": ISSUER,
        "aud": ACCESS_AUDIENCE, "jti": uuid4().hex, "iat": now, "exp": now + 600,
        "sid": "1",
    }  # fmt: skip
    kept = {k: v for k, v in (claims | changes).items() if v is not None}
    more = {"kid": key_id(key)} if head is None else head
    parts = ({"alg": algorithm, "typ": "JWT"} | more, kept)
    text = ".".join(base64url(json.dumps(part).encode()) for part in parts)
    return f"{text}.{base64url(signature(key, algorithm, text.encode()))}"


def signature(key, algorithm, text):
    if algorithm.startswith("RS"):
        digest = {"RS256": hashes.SHA256(), "RS512": hashes.SHA512()}[algorithm]
        return key.sign(text, padding.PKCS1v15(), digest)
    if algorithm not in DIGESTS:
        return b""
    return hmac.new(key, text, DIGESTS[algorithm]).digest()


def key_id(key):
    modulus = key.public_key().public_numbers().n
    return base64url(modulus.to_bytes((modulus.bit_length() + 7) // 8))[:16]


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def login(story):
    answer = httpx.post(
        story.stack.ports.url("auth") + "/api/auth/login",
        json=story.shop.account,
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def refresh(story, token):
    return httpx.post(
        story.stack.ports.url("auth") + "/api/auth/refresh",
        json={"refresh_token": token},
        timeout=30,
    )


@scenario("refresh token used again after its grace", seconds=240)
def test_a_refresh_token_used_again(story):
    first = login(story)["refresh_token"]
    second = refresh(story, first).json()["refresh_token"]

    replayed = refresh(story, first)
    address = story.stack.ports.url("auth") + "/api/auth/refresh"
    parallel = together(
        story.loop,
        [
            lambda client: client.post(address, json={"refresh_token": second})
            for _ in range(20)
        ],
    )
    successors = {a.json()["refresh_token"] for a in parallel if a.is_success}
    time.sleep(11)
    stolen = refresh(story, first)
    owners = refresh(story, *successors)

    assert replayed.json()["refresh_token"] == second, "a replay made a second branch"
    assert len(successors) == 1
    assert stolen.status_code == 401
    assert owners.status_code == 401, "the family lives on after a theft"


@scenario("flood of logins while sales go on", seconds=480)
def test_a_flood_of_logins(story):
    outcomes = story.sell(rate=30)
    address = story.stack.ports.url("auth") + "/api/auth/login"
    begun = time.monotonic()
    answers = together(
        story.loop,
        [
            lambda client, n=n: client.post(
                address, json={"email": f"nobody{n}@example.com", "password": "guess"}
            )
            for n in range(GUESSES)
        ],
    )
    over = time.monotonic()
    story.converges()

    statuses = Counter(a.status_code for a in answers)
    assert set(statuses) == {401, 429}, statuses
    assert set(outcomes.count()) == {"201"}, outcomes.count()
    p99 = outcomes.latency(0.99, since=begun, until=over)
    assert p99 < 3, "sales wait for logins"
    assert all("retry-after" in a.headers for a in answers if a.status_code == 429)
    story.note(
        f"{statuses[429]} × 429 of {GUESSES} in {over - begun:.0f} s;"
        f" sales p99 {p99 * 1000:.0f} ms"
    )
