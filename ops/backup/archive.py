"""The file: a plain tar, written aside and renamed, with a sum for every part.

``manifest.sha256`` and ``manifest.json`` come first, then the parts that the
manifest names. Anything with ``tar`` and ``sha256sum`` can look into it.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from pydantic import ValidationError

from ops.backup.errors import BackupError
from ops.backup.manifest import FORMAT, Manifest, Part

MANIFEST = "manifest.json"
MANIFEST_SUM = "manifest.sha256"
PREFIX = "previstock-"
SUFFIX = ".tar"
PARTIAL = ".partial"
_TIME = "%Y%m%dT%H%M%SZ"
CHUNK = 1 << 20


def file_name(moment: datetime) -> str:
    return f"{PREFIX}{moment.astimezone(UTC).strftime(_TIME)}{SUFFIX}"


def made_at(file: Path) -> datetime | None:
    """When, by its name; None for files that are no backups."""
    stem = file.name.removeprefix(PREFIX).removesuffix(SUFFIX)
    try:
        moment = datetime.strptime(stem, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if file.name == file_name(moment) else None


def part_of(file: Path) -> Part:
    with file.open("rb") as content:
        return Part(size=file.stat().st_size, sha256=_sum(content))


def write(target: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """``target`` appears whole or not at all; only its owner may read it."""
    partial = target.with_name(target.name + PARTIAL)
    described = manifest.model_dump_json(indent=2).encode()
    digest = hashlib.sha256(described).hexdigest()
    try:
        descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "w+b") as out,
            tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            _add(tar, MANIFEST_SUM, f"{digest}  {MANIFEST}\n".encode())
            _add(tar, MANIFEST, described)
            for name, file in parts.items():
                _add_file(tar, name, file)
            tar.close()
            out.flush()
            os.fsync(out.fileno())
        partial.rename(target)
        _sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


@dataclass(frozen=True)
class Archive:
    """A file that was opened and whose manifest is whole."""

    file: Path
    manifest: Manifest

    @classmethod
    def open(cls, file: Path) -> Self:
        """Raises one line for a file that is none, is cut short, or is too new."""
        with _readable(file) as tar:
            noted = _content(tar, MANIFEST_SUM, file).decode(errors="replace").split()
            described = _content(tar, MANIFEST, file)
        if noted[:1] != [hashlib.sha256(described).hexdigest()]:
            raise BackupError(
                f"{file} was damaged or changed: the sum of {MANIFEST} is not the one noted."
            )
        try:
            manifest = Manifest.model_validate_json(described)
        except ValidationError as error:
            raise BackupError(f"{file}: {MANIFEST} cannot be read: {error}") from None
        if manifest.format > FORMAT:
            raise BackupError(
                f"{file} has format {manifest.format}, this version reads up to {FORMAT}:"
                " use the version of Previstock that made it, or a newer one."
            )
        return cls(file, manifest)

    def unpack(self, folder: Path) -> dict[str, Path]:
        """Every part below ``folder``, after its sum was compared; by name."""
        left = dict(self.manifest.parts)
        unpacked: dict[str, Path] = {}
        with _readable(self.file) as tar:
            for member in tar:
                if member.name in {MANIFEST, MANIFEST_SUM}:
                    continue
                part = left.pop(member.name, None)
                if part is None or not member.isfile():
                    raise BackupError(
                        f"{self.file} holds {member.name}, which its manifest does not name."
                    )
                unpacked[member.name] = self._unpack(tar, member, part, folder)
        if left:
            raise BackupError(f"{self.file} is not whole: {', '.join(left)} missing.")
        return unpacked

    def _unpack(
        self, tar: tarfile.TarFile, member: tarfile.TarInfo, part: Part, folder: Path
    ) -> Path:
        target = folder / member.name
        if not target.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"{self.file} names a file outside: {member.name}.")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = tar.extractfile(member)
        if content is None:
            raise BackupError(f"{self.file}: {member.name} cannot be read.")
        descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with content, os.fdopen(descriptor, "w+b") as out:
            digest = _sum(content, out)
        if (member.size, digest) != (part.size, part.sha256):
            raise BackupError(
                f"{self.file} was damaged or changed: the sum of {member.name} is not"
                " the one in its manifest."
            )
        return target


@contextmanager
def _readable(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:") as tar:
            yield tar
    except FileNotFoundError:
        raise BackupError(f"There is no file {file}.") from None
    except (tarfile.ReadError, EOFError) as error:
        raise BackupError(
            f"{file} is no backup, or is cut short ({error}). Take another one."
        ) from None


def _content(tar: tarfile.TarFile, name: str, file: Path) -> bytes:
    member = tar.next()
    content = tar.extractfile(member) if member and member.name == name else None
    if content is None:
        raise BackupError(f"{file} is no backup of Previstock: it has no {name}.")
    return content.read()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_member(name, len(content)), io.BytesIO(content))


def _add_file(tar: tarfile.TarFile, name: str, file: Path) -> None:
    with file.open("rb") as content:
        tar.addfile(_member(name, file.stat().st_size), content)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    member.mtime = int(datetime.now(UTC).timestamp())
    return member


def _sum(content: IO[bytes], copy: IO[bytes] | None = None) -> str:
    digest = hashlib.sha256()
    while some := content.read(CHUNK):
        digest.update(some)
        if copy is not None:
            copy.write(some)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """The rename itself is on disk before anybody relies on the file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
