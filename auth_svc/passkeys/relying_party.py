"""The shop as devices see it: the address that a passkey belongs to (WebAuthn level 3).

A device signs for the host of ``PUBLIC_URL`` only, so a page that looks like the shop's
gets nothing that the shop would take.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import webauthn
from webauthn.authentication.verify_authentication_response import (
    VerifiedAuthentication,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from auth_svc.errors import PasskeyRefused
from auth_svc.tables import Passkey, User

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """``origin`` is scheme, host and port of the pages."""

    origin: str
    host: str

    @classmethod
    def at(cls, public_url: str) -> "RelyingParty":
        address = urlsplit(public_url)
        return cls(f"{address.scheme}://{address.netloc}", address.hostname or "")

    def creation(
        self, challenge: bytes, user: User, shop_name: str, known: list[Passkey]
    ) -> Json:
        """What the page gives to ``navigator.credentials.create``. A key that needs no
        name at the sign-in and asks for its owner's finger, face or PIN."""
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name=shop_name,
            user_id=str(user.id).encode(),
            user_name=user.email,
            user_display_name=user.name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=key.credential_id) for key in known
            ],
        )
        return _plain(webauthn.options_to_json(options))

    def request(self, challenge: bytes) -> Json:
        """What the page gives to ``navigator.credentials.get``."""
        options = webauthn.generate_authentication_options(
            rp_id=self.host,
            challenge=challenge,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return _plain(webauthn.options_to_json(options))

    def check_new(self, credential: Json, challenge: bytes) -> VerifiedRegistration:
        """Raises ``PasskeyRefused`` for anything but a key made for this challenge."""
        try:
            return webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except _REFUSALS as error:
            raise PasskeyRefused from error

    def check_use(
        self, credential: Json, challenge: bytes, key: Passkey
    ) -> VerifiedAuthentication:
        """Raises ``PasskeyRefused`` unless this key signed this challenge just now."""
        try:
            return webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except _REFUSALS as error:
            raise PasskeyRefused from error


# A device's answer is anybody's bytes, and not all that is wrong with it has a name there.
_REFUSALS = (WebAuthnException, ValueError, KeyError, TypeError)


def _plain(options: str) -> Json:
    parsed: Json = orjson.loads(options)
    return parsed
