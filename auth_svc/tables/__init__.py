"""The rows of this service."""

from auth_svc.tables.attempts import Budget, SignInFailure
from auth_svc.tables.audit import AuditEntry
from auth_svc.tables.base import Base
from auth_svc.tables.links import Link
from auth_svc.tables.passkeys import Passkey, PasskeyChallenge
from auth_svc.tables.people import User
from auth_svc.tables.second_factors import Authenticator, RecoveryCode, SignInRule
from auth_svc.tables.sessions import RefreshToken, Revocation, Session
from auth_svc.tables.single_sign_on import ProviderAccount, SignOnAttempt

__all__ = [
    "AuditEntry",
    "Authenticator",
    "Base",
    "Budget",
    "Link",
    "Passkey",
    "PasskeyChallenge",
    "ProviderAccount",
    "RecoveryCode",
    "RefreshToken",
    "Revocation",
    "Session",
    "SignInFailure",
    "SignInRule",
    "SignOnAttempt",
    "User",
]
