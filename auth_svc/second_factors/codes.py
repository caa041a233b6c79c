"""Codes of a phone and codes on paper; nothing here needs a computer."""

import secrets
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from string import ascii_lowercase, digits

import pyotp
import segno

STEP_S = 30
STEPS_OFF = 1
"""A phone's clock may be this many half minutes ahead or behind."""
RECOVERY_CODES = 10
_LETTERS = sorted(set(ascii_lowercase + digits) - set("ilo01"))
"""None that is read as another."""


def new_secret() -> str:
    """160 bits in base 32, as RFC 4226 asks."""
    return pyotp.random_base32()


def address_of(secret: str, *, email: str, shop_name: str) -> str:
    """What an authenticator app reads (``otpauth://…``)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=shop_name)


def picture_of(address: str) -> str:
    """The same as a QR code, as an SVG image in a ``data:`` address."""
    return segno.make(address, error="m").svg_data_uri(scale=4)


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """The half minute whose code this is; None where it is of none near now."""
    current = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    for step in range(current - STEPS_OFF, current + STEPS_OFF + 1):
        if compare_digest(totp.generate_otp(step), code):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten of 118 bits, in six groups of four: too many to be found from a digest."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(6))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str) -> bytes:
    """However it is typed: capitals, blanks and the hyphen make no difference."""
    typed = "".join(character for character in code.lower() if character.isalnum())
    return sha256(typed.encode()).digest()
