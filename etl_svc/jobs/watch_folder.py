"""A folder that is watched for files: each becomes a job, once.

Files are only read, so the folder can be mounted that way: what was taken is known
by the jobs. A file is taken when it has rested, and again when it has changed; rows
that it brought before are recognised. A folder in it names the source of its files.
"""

import asyncio
import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import queries
from etl_svc.errors import FileTooLarge, JobFailed
from etl_svc.files.uploads import Uploads
from etl_svc.operations.fail_job import fail_job
from etl_svc.operations.start_job import start_upload
from etl_svc.rules import UploadOptions
from etl_svc.settings import Settings
from etl_svc.tables import Job
from shared.background import Periodic
from shared.db.database import Database
from shared.errors import ServiceError

log = structlog.get_logger(__name__)

SOURCE = "folder"
"""Of files that lie in no folder of their own."""
_unnameable = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it lies there; ``key`` is another once it has changed."""

    path: Path
    name: str
    source: str
    size: int
    changed_ns: int

    @property
    def key(self) -> str:
        content = f"{self.name}\x00{self.size}\x00{self.changed_ns}"
        return f"folder:{hashlib.sha256(content.encode()).hexdigest()}"


def files_in(folder: Path) -> Iterator[FoundFile]:
    """Plain files, at most one folder deep; links and what begins with a dot are
    passed over."""
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.is_symlink() or path.parent.is_symlink():
            continue
        if path.is_file():
            about = path.stat()
            inside = path.parent != folder
            yield FoundFile(
                path,
                str(path.relative_to(folder)),
                source_name(path.parent.name) if inside else SOURCE,
                about.st_size,
                about.st_mtime_ns,
            )


def source_name(folder: str) -> str:
    """A folder's name as that of a source."""
    return _unnameable.sub("-", folder)[:40] or SOURCE


class FolderWatch(Periodic):
    """Each replica may watch: the first to write a file's job has it."""

    name = "etl_svc.folder"

    def __init__(
        self, folder: Path, *, database: Database, uploads: Uploads, settings: Settings
    ) -> None:
        super().__init__()
        self._folder = folder
        self._database = database
        self._uploads = uploads
        self._settings = settings
        self._resting: set[str] = set()

    async def _round(self) -> None:
        found = await asyncio.to_thread(lambda: list(files_in(self._folder)))
        async with self._database.read() as db:
            known = await queries.known_keys(db, [file.key for file in found])
        new = [file for file in found if file.key not in known]
        for file in new:
            if file.key in self._resting and self._has_rested(file):
                await self._take(file)
            if self._stopping.is_set():
                return
        self._resting = {file.key for file in new}
        await self._wait(self._settings.watch_every_s)

    def _has_rested(self, file: FoundFile) -> bool:
        return time.time() - file.changed_ns / 1e9 >= self._settings.watch_every_s

    async def _take(self, file: FoundFile) -> None:
        """A copy, so that nobody changes it while it is read."""
        if file.size > self._settings.max_upload_bytes:
            await self._refuse(file, FileTooLarge(self._settings.max_upload_bytes))
            return
        copied = await asyncio.to_thread(self._copy, file)
        if copied is None:
            return
        async with self._database.transaction() as db:
            job = await self._start(db, file, *copied)
        log.info("file_taken", file=file.name, job=job.id)

    async def _refuse(self, file: FoundFile, why: ServiceError) -> None:
        """A job that has failed, so that people see what became of their file."""
        async with self._database.transaction() as db:
            job = await self._start(db, file, None, b"")
            await fail_job(db, job, JobFailed(why.code, why.detail))
        log.warning("file_refused", file=file.name, job=job.id, code=why.code)

    async def _start(
        self, db: AsyncSession, file: FoundFile, name: str | None, digest: bytes
    ) -> Job:
        options = UploadOptions(
            on_error="skip",
            on_unknown="create",
            source=file.source,
            default_price=Decimal(0),
        )
        return await start_upload(
            db,
            options,
            file=name,
            file_digest=digest,
            user_id=self._settings.watch_user_id,
            key=file.key,
            path=file.name,
        )

    def _copy(self, file: FoundFile) -> tuple[str, bytes] | None:
        """The copy's name and digest; none when the file changed meanwhile."""
        name, target = self._uploads.fresh()
        try:
            shutil.copyfile(file.path, target, follow_symlinks=False)
            about = file.path.stat()
        except FileNotFoundError:
            about = None
        if about is None or (about.st_size, about.st_mtime_ns) != (
            file.size,
            file.changed_ns,
        ):
            target.unlink(missing_ok=True)
            return None
        with target.open("rb") as content:
            return name, hashlib.file_digest(content, "sha256").digest()
