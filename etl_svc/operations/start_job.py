"""Take an import on; a worker does it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import audit, queries
from etl_svc.errors import EmitterRunning
from etl_svc.operations.save_source import FILE_OPTIONS, save_source
from etl_svc.operations.saved_sheets import with_saved_sheets
from etl_svc.rules import EmitterPlan, SyntheticPlan, UploadOptions
from etl_svc.tables import Job
from shared.http.idempotency import IdempotencyKeyReused

_TOLD = (
    "source",
    "path",
    "dry_run",
    "on_error",
    "on_unknown",
    "profile",
    "seed",
    "rate",
)


async def start_synthetic(
    db: AsyncSession, plan: SyntheticPlan, *, user_id: int, key: str | None
) -> Job:
    params = _plain(asdict(plan))
    return await _insert(
        db,
        user_id=user_id,
        key=key,
        kind="synthetic",
        phase="send",
        params=params,
        rows_total=plan.rows,
        digest=_digest(params),
    )


async def start_upload(
    db: AsyncSession,
    options: UploadOptions,
    *,
    file: str | None,
    file_digest: bytes,
    user_id: int,
    key: str | None,
    file_name: str | None = None,
    path: str | None = None,
) -> Job:
    """The job of this file; an earlier one when the ``key`` was used before.
    ``file_name`` is what its uploader called it; ``path`` is where it lies in the
    watched folder, when it was found there."""
    params = _plain(asdict(options) | {"path": path})
    # Under another name it is the same request.
    named = {"file_name": file_name} if file_name else {}
    job = await _insert(
        db,
        user_id=user_id,
        key=key,
        kind="upload" if path is None else "folder",
        # Where the last day is, is only known once everything was read; so is what it
        # changes of earlier files.
        phase="check"
        if options.dry_run
        or options.shift_dates
        or options.on_error == "reject"
        or await queries.is_known_source(db, options.source)
        else "send",
        params=await with_saved_sheets(db, params | named),
        file=file,
        digest=_digest(params, file_digest),
    )
    if options.columns and not options.dry_run:
        reading = {name: params[name] for name in FILE_OPTIONS if name in params}
        await save_source(db, options.source, reading, user_id=user_id)
    return job


async def start_emitter(
    db: AsyncSession, plan: EmitterPlan, *, user_id: int, key: str | None
) -> Job:
    """``EmitterRunning`` unless it is the same request again: there is one at a time."""
    params = _plain(asdict(plan)) | {"start": plan.start.isoformat()}
    # When it starts is no part of what was asked for.
    requested = {name: value for name, value in params.items() if name != "start"}
    try:
        async with db.begin_nested():
            return await _insert(
                db,
                user_id=user_id,
                key=key,
                kind="emitter",
                phase="send",
                params=params,
                rows_total=plan.rows,
                digest=_digest(requested),
            )
    except IntegrityError:
        raise EmitterRunning from None


async def _insert(
    db: AsyncSession, *, user_id: int, key: str | None, **values: Any
) -> Job:
    added: Job | None = await db.scalar(
        insert(Job)
        .values(user_id=user_id, idempotency_key=key, **values)
        .on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"])
        .returning(Job)
    )
    if added is not None:
        await _record_start(db, added)
        return added
    # The other request has committed, or this one would still wait for it.
    query = select(Job).where(Job.user_id == user_id, Job.idempotency_key == key)
    earlier = (await db.scalars(query)).one()
    if earlier.digest != values["digest"]:
        raise IdempotencyKeyReused
    return earlier


async def _record_start(db: AsyncSession, job: Job) -> None:
    """Who had it read; what of its parameters says what it is."""
    said = {name: job.params[name] for name in _TOLD if name in job.params}
    await audit.record(
        db,
        "import.started",
        f"import/{job.id}",
        actor=job.user_id,
        changes={"kind": job.kind} | said,
    )


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON; what was not asked for is left out."""
    return {
        name: value if isinstance(value, int | Mapping | list) else str(value)
        for name, value in params.items()
        if value is not None
    }


def _digest(params: Mapping[str, Any], content: bytes = b"") -> bytes:
    requested = json.dumps(params, sort_keys=True).encode()
    return hashlib.sha256(requested + b"\n" + content).digest()
