"""What can go wrong in auth_svc, by name."""

from shared.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    Unauthenticated,
    Unavailable,
)


class BadCredentials(Unauthenticated):
    """One answer for every reason, so that nobody learns which addresses exist."""

    code = "bad_credentials"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class BadClientCredentials(Unauthenticated):
    code = "bad_credentials"

    def __init__(self) -> None:
        super().__init__("The client id or the client secret is wrong.")


class SecondFactorRequired(Unauthenticated):
    """Said only to who knew the password. ``methods``: ``totp`` (a code of their phone
    or one of their recovery codes), ``passkey``."""

    code = "second_factor_required"

    def __init__(self, methods: list[str]) -> None:
        super().__init__("The password is right: now a code of your phone.")
        self.params = {"methods": methods}


class SecondFactorWrong(Unauthenticated):
    code = "second_factor_wrong"

    def __init__(self) -> None:
        super().__init__("This code is wrong, or was used before.")


class SecondFactorSetupRequired(Forbidden):
    """``setup_token`` opens only the routes that set up a second factor."""

    code = "second_factor_setup_required"

    def __init__(self, setup_token: str) -> None:
        super().__init__(
            "Your role needs a second factor here: set one up, then sign in.",
            setup_token=setup_token,
        )


class SecondFactorMissing(Conflict):
    """Who asks others for a second factor has one; without one there is none to change."""

    code = "second_factor_missing"

    def __init__(self) -> None:
        super().__init__("Set up a second factor of your own first.")


class SecondFactorNeeded(Conflict):
    code = "second_factor_needed"

    def __init__(self) -> None:
        super().__init__("Your role needs a second factor here.")


class AuthenticatorExists(Conflict):
    code = "authenticator_exists"

    def __init__(self) -> None:
        super().__init__("There is an authenticator already: remove it first.")


class PasskeyRefused(Unauthenticated):
    """One answer for every reason."""

    code = "passkey_refused"

    def __init__(self) -> None:
        super().__init__("This passkey cannot be used here, or not any more.")


class PasskeyNotFound(NotFound):
    code = "passkey_not_found"

    def __init__(self, passkey_id: int) -> None:
        super().__init__(f"You have no passkey {passkey_id}.", passkey_id=passkey_id)


class NoSingleSignOn(NotFound):
    code = "no_single_sign_on"

    def __init__(self) -> None:
        super().__init__("No provider of accounts is set up here.")


class SignOnRefused(Forbidden):
    """One answer for every reason; the log has it."""

    code = "sign_on_refused"

    def __init__(self) -> None:
        super().__init__("The provider did not say who this is, or nobody here is.")


class ProviderAway(Unavailable):
    code = "provider_away"

    def __init__(self) -> None:
        super().__init__("The provider of accounts does not answer.")


class RefreshRefused(Unauthenticated):
    code = "refresh_refused"

    def __init__(self) -> None:
        super().__init__("This refresh token is not valid: sign in again.")


class ForeignOrigin(Forbidden):
    code = "foreign_origin"

    def __init__(self, origin: str) -> None:
        super().__init__(
            "A page of another origin may not use this cookie.", origin=origin
        )


class RoleNotAllowed(Forbidden):
    code = "role_not_allowed"

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Only an admin can create an account with the role {role}.", role=role
        )


class RegistrationByInvitation(Forbidden):
    code = "registration_by_invitation"

    def __init__(self) -> None:
        super().__init__("Who wants an account here is invited by an admin.")


class RegistrationClosed(Forbidden):
    code = "registration_closed"

    def __init__(self) -> None:
        super().__init__("Only an admin makes accounts here.")


class WeakPassword(Invalid):
    """``reason``: ``common``, ``address`` or ``shop``, which is what it contains."""

    code = "weak_password"

    def __init__(self, reason: str, *, field: str) -> None:
        why = {
            "common": "it is among the first that are guessed",
            "address": "it contains the e-mail address",
            "shop": "it contains the shop's name",
        }
        super().__init__(
            f"This password is too weak: {why[reason]}.", field=field, reason=reason
        )


class SetupTokenNeeded(Forbidden):
    code = "setup_token_needed"

    def __init__(self) -> None:
        super().__init__("The first admin must show the setup token in X-Setup-Token.")


class EmailTaken(Conflict):
    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("There is an account with this e-mail address.", field="email")


class UserErased(Conflict):
    code = "user_erased"

    def __init__(self) -> None:
        super().__init__("This person was erased: nothing is left to change.")


class LinkRefused(NotFound):
    """One answer for every reason."""

    code = "link_refused"

    def __init__(self) -> None:
        super().__init__("This link was used, was withdrawn, or is too old.")


class MailNotConfigured(Conflict):
    code = "mail_not_configured"

    def __init__(self) -> None:
        super().__init__("No mail server is set up here: ask an admin for a link.")


class InvitationNotFound(NotFound):
    code = "invitation_not_found"

    def __init__(self, invitation_id: int) -> None:
        super().__init__(
            f"There is no invitation {invitation_id}.", invitation_id=invitation_id
        )


class SessionNotFound(NotFound):
    code = "session_not_found"

    def __init__(self, session_id: int) -> None:
        super().__init__(f"There is no session {session_id}.", session_id=session_id)


class LastAdmin(Conflict):
    code = "last_admin"

    def __init__(self) -> None:
        super().__init__("The last admin can be neither demoted nor deactivated.")


class UserNotFound(NotFound):
    code = "user_not_found"

    def __init__(self, user_id: int) -> None:
        super().__init__(f"There is no user {user_id}.", user_id=user_id)


class ShopChangedMeanwhile(PreconditionFailed):
    code = "shop_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            "Somebody changed the shop's settings since they were read.",
            version=version,
        )


class UnknownTimeZone(Invalid):
    code = "unknown_time_zone"

    def __init__(self, zone: str) -> None:
        super().__init__(
            f"The database knows no time zone {zone!r}.", field="time_zone", zone=zone
        )
