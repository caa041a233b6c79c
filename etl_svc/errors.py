"""Failures of this service."""

from collections.abc import Sequence

from shared.errors import Conflict, Invalid, NotFound, ServiceError

NAMED_COLUMNS = 20
"""A file may have thousands of wrong columns; an answer names the first."""
NAMED_LENGTH = 60
"""Characters of each."""


class JobNotFound(NotFound):
    code = "job_not_found"

    def __init__(self, job_id: int) -> None:
        super().__init__(f"There is no job {job_id}.", job_id=job_id)


class SourceNotFound(NotFound):
    code = "source_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"Unknown source {name!r}.", source=name)


class NotSynthetic(Conflict):
    code = "not_synthetic"

    def __init__(self, job_id: int) -> None:
        super().__init__(
            f"Job {job_id} is of no synthetic shop: what people wanted is not known.",
            job_id=job_id,
        )


class EmitterRunning(Conflict):
    code = "emitter_running"

    def __init__(self) -> None:
        super().__init__("An emitter is running already: stop it first.")


class NoEmitter(NotFound):
    code = "no_emitter"

    def __init__(self) -> None:
        super().__init__("No emitter was ever started.")


class JobNotCancellable(Conflict):
    code = "job_not_cancellable"

    def __init__(self, job_id: int) -> None:
        super().__init__(
            f"Job {job_id} has nothing left to send: it can be undone, not cancelled.",
            job_id=job_id,
        )


class JobNotChecked(Conflict):
    code = "job_not_checked"

    def __init__(self, job_id: int) -> None:
        super().__init__(
            f"Job {job_id} is no dry run that has come to its end.", job_id=job_id
        )


class PreviewOutdated(Conflict):
    code = "preview_outdated"

    def __init__(self, job_id: int) -> None:
        super().__init__(
            "Another file of this source was imported since this one was checked: check"
            " it again before what it does not tell of is taken back.",
            job_id=job_id,
        )


class TooManyGone(Conflict):
    code = "too_many_gone"

    def __init__(self, gone: int, most: int) -> None:
        super().__init__(
            f"{gone} recorded sales are not in this file, and at most {most} are taken"
            " back: undo the import that brought them.",
            gone=gone,
            most=most,
        )


class FileTooLarge(ServiceError):
    status, code = 413, "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"A file may hold at most {limit} bytes.", field="file", limit=limit
        )


class NotMultipart(Invalid):
    code = "not_multipart"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"A multipart form with one part named file is expected: {why}.",
            field="file",
        )


class EmptyFile(Invalid):
    code = "empty_file"

    def __init__(self) -> None:
        super().__init__("The file is empty.", field="file")


class NotCsv(Invalid):
    code = "not_csv"

    def __init__(self, why: str) -> None:
        super().__init__(f"This is not a CSV file: {why}.", field="file")


class BrokenFile(Invalid):
    code = "broken_file"

    def __init__(self, why: str) -> None:
        super().__init__(why, field="file")


class WrongColumns(Invalid):
    """The header has columns that nobody knows, or lacks some that are needed;
    ``found`` are all of its columns where the others do not tell them, ``hint`` is
    what the file seems to be instead."""

    code = "wrong_columns"

    def __init__(
        self,
        *,
        unknown: Sequence[str],
        missing: Sequence[str],
        found: Sequence[str] = (),
        hint: str = "",
    ) -> None:
        parts = []
        if unknown:
            parts.append(f"Unknown columns: {_named(unknown)}.")
        if missing:
            parts.append(f"Missing columns: {_named(missing)}.")
        if found:
            parts.append(f"The file has: {_named(found)}.")
        if hint:
            parts.append(hint)
        parts.append(
            "Expected are series_id, date, quantity or sku, sold_at, quantity and,"
            " if known, price, an export that is known, or a column mapping;"
            " a dry run shows what the names suggest."
        )
        super().__init__(
            " ".join(parts),
            field="file",
            unknown=[name[:NAMED_LENGTH] for name in unknown[:NAMED_COLUMNS]],
            missing=list(missing),
        )


class DownloadWithoutCodes(Invalid):
    code = "download_without_codes"

    def __init__(self) -> None:
        super().__init__(
            "This is a download of sales of a version before, which tells products by"
            " their numbers only. Download it again: it has their codes now.",
            field="file",
        )


def _named(columns: Sequence[str]) -> str:
    shown = ", ".join(
        name[:NAMED_LENGTH] or "(no name)" for name in columns[:NAMED_COLUMNS]
    )
    more = len(columns) - NAMED_COLUMNS
    return f"{shown} and {more} more" if more > 0 else shown


class JobFailed(Exception):
    """This job can never succeed; ``code`` and the message go onto the job."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ClaimLost(Exception):
    """The job was cancelled, or another worker has taken it over."""
