"""The system as the terminal command uses it: through its front, like any other
client.
"""

import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

OVER = {"unmapped", "checked", "done", "failed", "cancelled", "undone"}
RETRY_S = 0.2
AWAY_S = 60.0
"""How long a service may be away while its job is watched."""
SEND_BYTES = 256 * 1024
BOUNDARY = "previstock-upload"


class Refused(Exception):
    """The system said no; the message says why, in the system's own words: what the
    status means, the sentence, and each field that cannot be accepted."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        title, detail = problem.get("title", ""), problem.get("detail", "")
        fields = [
            f"  {error['field']}: {error['message']}"
            for error in problem.get("errors", ())
            if error["message"] not in detail
        ]
        said = f"{status} {title}".strip()
        super().__init__("\n".join([f"{said}: {detail}", *fields]))
        self.code = problem.get("code", "")


class Account(httpx.Auth):
    """A token, or the account that gets one: again when it has run out, since an
    import may take longer than a token lasts."""

    requires_response_body = True

    def __init__(self, token: str, email: str, password: str) -> None:
        self._token = token
        self._email = email
        self._password = password

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._token:
            yield from self._sign_in(request.url)
        request.headers["Authorization"] = f"Bearer {self._token}"
        answer = yield request
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._email:
            yield from self._sign_in(request.url)
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request

    def _sign_in(
        self, url: httpx.URL
    ) -> Generator[httpx.Request, httpx.Response, None]:
        account = {"email": self._email, "password": self._password}
        answer = yield httpx.Request("POST", url.join("/api/auth/login"), json=account)
        self._token = checked(answer)["access_token"]


def upload(
    http: httpx.Client,
    file: Path,
    options: Mapping[str, str | list[str]],
    on_sent: Callable[[int], None],
) -> dict[str, Any]:
    """The job of the file, once all of it has arrived. It is read as it is sent."""
    head, tail = _form(file.name)

    def body() -> Iterator[bytes]:
        yield head
        with file.open("rb") as content:
            while piece := content.read(SEND_BYTES):
                yield piece
                on_sent(len(piece))
        yield tail

    size = len(head) + file.stat().st_size + len(tail)
    answer = http.post(
        "/api/etl/uploads",
        params=options,
        content=body(),
        headers={
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(size),
        },
    )
    return checked(answer)


def _form(name: str) -> tuple[bytes, bytes]:
    """What stands around a file in a form; httpx would read it whole into memory."""
    plain = "".join(c if c.isprintable() and c not in '"\\' else "_" for c in name)
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{plain}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


def changes(http: httpx.Client, job_id: int) -> Iterator[dict[str, Any]]:
    """The job at each change until it is over, from as many streams as it takes: a
    service that restarts goes on with it."""
    away_since: float | None = None
    while True:
        try:
            with http.stream("GET", f"/api/etl/jobs/{job_id}/events") as answer:
                if answer.is_error and answer.status_code < 500:
                    answer.read()
                    checked(answer)
                for job in _jobs_in(answer):
                    away_since = None
                    yield job
                    if job["status"] in OVER:
                        return
        except httpx.TransportError:
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > AWAY_S:
                raise
        # Neither a stream that ended nor a service that is away is asked in haste.
        time.sleep(RETRY_S)


def _jobs_in(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    for line in answer.iter_lines():
        if line.startswith("data: "):
            job: dict[str, Any] = json.loads(line.removeprefix("data: "))
            yield job


def checked(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        try:
            problem = answer.json()
        except ValueError:
            problem = None
        if not isinstance(problem, dict):
            # Of something in between, such as a front whose service is away.
            problem = {"title": answer.reason_phrase, "detail": answer.text[:200]}
        raise Refused(answer.status_code, problem)
    body: dict[str, Any] = answer.json()
    return body
