"""The file of a backup, which ones stay, and when the next is due."""

import tarfile
from datetime import UTC, datetime, time, timedelta

import pytest

from ops.backup import archive, retention, schedule
from ops.backup.archive import Archive
from ops.backup.errors import BackupError
from ops.backup.manifest import FORMAT, Figures, Manifest
from ops.backup.settings import Settings

NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.fixture
def parts(tmp_path):
    source = tmp_path / "source"
    (source / "secrets").mkdir(parents=True)
    files = {
        "database.dump": source / "database.dump",
        "secrets/jwt": source / "secrets/jwt",
    }
    for name, file in files.items():
        file.write_bytes(name.encode() * 50_000)
    return files


def manifest(parts, **changes):
    usual = {
        "format": FORMAT,
        "made_at": NOON,
        "server_version": "18",
        "epoch": None,
        "heads": {},
        "sequences": {},
        "figures": Figures(tables={}, sums={}),
        "parts": {name: archive.part_of(file) for name, file in parts.items()},
    }
    return Manifest(**usual | changes)


@pytest.fixture
def made(tmp_path, parts):
    file = tmp_path / "backups" / archive.file_name(NOON)
    file.parent.mkdir()
    archive.write(file, manifest(parts), parts)
    return file


def test_what_was_put_in_comes_out(made, parts, tmp_path):
    found = Archive.open(made).unpack(tmp_path / "out")

    assert found.keys() == parts.keys()
    for name, file in found.items():
        assert file.read_bytes() == parts[name].read_bytes()
    assert {oct(f.stat().st_mode & 0o777) for f in [made, *found.values()]} == {"0o600"}


def test_a_backup_that_fails_half_way_leaves_nothing(tmp_path, parts):
    described = manifest(parts)
    parts["secrets/jwt"].unlink()
    target = tmp_path / archive.file_name(NOON)

    with pytest.raises(FileNotFoundError):
        archive.write(target, described, parts)

    assert [f.name for f in tmp_path.iterdir()] == ["source"]


@pytest.mark.parametrize("left", [100, 1_600, 200_000, 0.5, 0.9])
def test_a_file_cut_short_is_told(made, tmp_path, left):
    content = made.read_bytes()
    made.write_bytes(content[: left if left > 1 else int(left * len(content))])
    with pytest.raises(BackupError, match=r"cut short|not whole|no backup"):
        Archive.open(made).unpack(tmp_path / "out")


def test_a_changed_part_is_told_by_its_sum(made, tmp_path):
    content = bytearray(made.read_bytes())
    content[content.index(b"database.dumpdatabase") + 300_000] ^= 1
    made.write_bytes(content)
    with pytest.raises(BackupError, match=r"changed: the sum of database\.dump"):
        Archive.open(made).unpack(tmp_path / "out")


def test_a_changed_manifest_is_told_by_its_sum(made):
    made.write_bytes(
        made.read_bytes().replace(b'"server_version": "18"', b'"server_version": "17"')
    )
    with pytest.raises(BackupError, match=r"sum of manifest\.json"):
        Archive.open(made)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no tar", b"\0" * 20_480])
def test_another_file_is_told(tmp_path, content):
    file = tmp_path / "some.tar"
    file.write_bytes(content)
    with pytest.raises(BackupError, match="no backup"):
        Archive.open(file)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BackupError, match="There is no file"):
        Archive.open(tmp_path / "none.tar")


def test_a_later_format_is_refused(tmp_path, parts):
    file = tmp_path / archive.file_name(NOON)
    archive.write(file, manifest(parts, format=FORMAT + 1), parts)
    with pytest.raises(BackupError, match="newer one"):
        Archive.open(file)


@pytest.mark.parametrize("name", ["../outside", "secrets/extra"])
def test_a_part_that_was_smuggled_in_is_refused(made, parts, tmp_path, name):
    with tarfile.open(made, "a") as tar:
        tar.add(parts["secrets/jwt"], arcname=name)
    with pytest.raises(BackupError, match="does not name"):
        Archive.open(made).unpack(tmp_path / "out")
    assert not (tmp_path / "outside").exists()


def test_a_manifest_cannot_name_a_place_outside(parts, tmp_path):
    parts["../outside"] = parts["secrets/jwt"]
    file = tmp_path / archive.file_name(NOON)
    archive.write(file, manifest(parts), parts)
    with pytest.raises(BackupError, match="outside"):
        Archive.open(file).unpack(tmp_path / "out")


def test_seven_days_and_four_weeks_stay():
    daily = [NOON - timedelta(days=n) for n in range(60)]
    twice_today = [*daily, NOON - timedelta(hours=3)]

    stay = retention.to_retain(twice_today, daily=7, weekly=4)

    # Wednesday the 15th: seven days, then the Sundays that end the weeks before.
    days = {NOON - timedelta(days=n) for n in range(7)}
    sundays = {NOON - timedelta(days=n) for n in (3, 10, 17)}
    assert stay == days | sundays


def test_days_without_a_backup_do_not_count():
    seldom = [NOON - timedelta(days=90 * n) for n in range(10)]
    assert retention.to_retain(seldom, daily=7, weekly=4) == set(seldom[:7])


def test_pruning_touches_backups_only(tmp_path):
    days = [tmp_path / archive.file_name(NOON - timedelta(days=n)) for n in range(30)]
    others = [
        tmp_path / name
        for name in (
            "notes.txt",
            "previstock-x.tar",
            "previstock-20260101T000000Z.tar.partial",
        )
    ]
    for file in (*days, *others):
        file.touch()

    gone = retention.prune(tmp_path, daily=2, weekly=1)

    assert set(gone) == set(days[2:])
    assert set(tmp_path.iterdir()) == {*days[:2], *others}


@pytest.mark.parametrize(
    ("newest", "wait"),
    [
        (None, timedelta(0)),
        (NOON.replace(hour=3, minute=31), timedelta(hours=15, minutes=30)),
        (NOON.replace(hour=3, minute=29), timedelta(0)),
        (NOON - timedelta(days=3), timedelta(0)),
    ],
)
def test_a_missed_backup_is_due_at_once(newest, wait):
    assert schedule.pause(NOON, newest, time(3, 30)) == wait


def test_the_schedule_says_when_a_backup_is_missing(tmp_path):
    settings = Settings(
        admin_db_url="postgresql://x", secrets_dir=tmp_path, backup_dir=tmp_path
    )
    assert schedule.unhealthy(settings, NOON) is not None
    (tmp_path / archive.file_name(NOON - timedelta(hours=6))).touch()
    assert schedule.unhealthy(settings, NOON) is None
    assert schedule.unhealthy(settings, NOON + timedelta(days=1)) is not None
    off = settings.model_copy(update={"backup_at": None})
    assert schedule.unhealthy(off, NOON + timedelta(days=9)) is None


@pytest.mark.parametrize(("text", "at"), [("03:30", time(3, 30)), ("off", None)])
def test_the_time_of_day_is_read(monkeypatch, tmp_path, text, at):
    monkeypatch.setenv("BACKUP_AT", text)
    settings = Settings(admin_db_url="postgresql://x", secrets_dir=tmp_path)
    assert settings.backup_at == at
