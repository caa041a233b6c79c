"""Key pairs that tokens are signed with, in files named after when they were made."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEPT = timedelta(days=30)
"""Longer than a session lives after its last use, whose token an older key signed."""


def new() -> dict[str, str]:
    """The name of a file and the private key (PKCS 8, PEM) that belongs into it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {name(datetime.now(UTC)): pem.decode()}


def name(made: datetime) -> str:
    """Names sort by time: the last one signs."""
    return f"{made:%Y%m%dT%H%M%S.%fZ}.pem"


def public(private: str) -> str:
    """The public half (PEM)."""
    key = load_pem_private_key(private.encode(), password=None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def out_of_use(files: list[Path]) -> list[Path]:
    """Those of ``files``, oldest first, that have long had a successor."""
    long_ago = name(datetime.now(UTC) - KEPT)
    return [file for file, successor in pairwise(files) if successor.name < long_ago]
