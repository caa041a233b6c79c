"""A device that makes passkeys and signs with them, as WebAuthn level 3 writes it."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

ORIGIN = "http://localhost:8080"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """``verifies``: it asks for its owner's finger, face or PIN."""

    host: str = "localhost"
    origin: str = ORIGIN
    verifies: bool = True
    count: int = 0
    key_id: bytes = b"a key of this device"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """As ``navigator.credentials.create`` answers."""
        point = self.key.public_key().public_numbers()
        public = {
            1: 2, 3: -7, -1: 1,
            -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big"),
        }  # fmt: skip
        data = (
            self._data(WITH_KEY)
            + bytes(16)
            + len(self.key_id).to_bytes(2, "big")
            + self.key_id
            + cbor2.dumps(public)
        )
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            options, "webauthn.create", attestationObject=cbor2.dumps(made)
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """As ``navigator.credentials.get`` answers."""
        self.count += 1
        data = self._data(0)
        client = self._client(options, "webauthn.get")
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            options, "webauthn.get", authenticatorData=data, signature=signature
        )

    def _data(self, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return (
            sha256(self.host.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4, "big")
        )

    def _client(self, options: dict[str, Any], kind: str) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(
        self, options: dict[str, Any], kind: str, **response: bytes
    ) -> dict[str, Any]:
        response["clientDataJSON"] = self._client(options, kind)
        return {
            "id": bytes_to_base64url(self.key_id),
            "rawId": bytes_to_base64url(self.key_id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                name: bytes_to_base64url(value) for name, value in response.items()
            },
        }
