"""Failures with a name, an HTTP status and a stable code. Imports no framework."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class ServiceError(Exception):
    """A failure that the caller can understand and act on (RFC 9457).

    ``code`` is stable and translated by clients; ``params`` fill its sentence;
    ``headers`` go out with the answer (``Retry-After`` and the like). One that has
    several reasons has each of them among its ``parts``, with the field it is about.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    parts: "Sequence[ServiceError]" = ()

    def __init__(
        self,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        field: str | None = None,
        **params: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.params = params
        self.headers = dict(headers or {})
        self.field = field


class Unauthenticated(ServiceError):
    status, code = 401, "unauthenticated"

    def __init__(self, detail: str = "A valid access token is needed.") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(ServiceError):
    status, code = 403, "forbidden"


class NotFound(ServiceError):
    status, code = 404, "not_found"


class Conflict(ServiceError):
    status, code = 409, "conflict"


class PreconditionFailed(ServiceError):
    status, code = 412, "precondition_failed"


class PreconditionRequired(ServiceError):
    """Without ``If-Match`` a change of somebody else's could be lost."""

    status, code = 428, "precondition_required"

    def __init__(self) -> None:
        super().__init__("Name the version that you have seen in If-Match.")


class Invalid(ServiceError):
    """The request is well formed but one field cannot be accepted."""

    status, code = 422, "invalid"


class TooManyRequests(ServiceError):
    status, code = 429, "too_many_requests"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(
            detail, headers={"Retry-After": str(retry_after)}, retry_after=retry_after
        )
        self.retry_after = retry_after


class Unavailable(ServiceError):
    """Something this service needs does not answer; trying again may help."""

    status, code = 503, "unavailable"

    def __init__(self, detail: str, *, retry_after: int = 1) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class SessionStateUnknown(Unavailable):
    """Neither the broker nor auth_svc has told for a minute who may still act."""

    code = "session_state_unknown"

    def __init__(self) -> None:
        super().__init__(
            "Who may change this cannot be told just now: auth_svc does not answer.",
            retry_after=5,
        )


class DatabaseUnreachable(Unavailable):
    """The driver could not reach the database, or waited too long for it."""

    def __init__(self) -> None:
        super().__init__("The database does not answer.")


class PoisonEvent(Exception):
    """This event can never be applied: it goes to the dead letters."""
