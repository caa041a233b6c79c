"""Around a restore: it asks first, and the services start again whatever happens."""

import pytest

from ops.backup import archive, host
from ops.local.errors import LocalError


class Recorder(host.Host):
    """Notes what it is asked for, in the place of a running stack."""

    def __init__(self, fails=None):
        self.done = []
        self._fails = fails

    def one_shot(self, act, file=None):
        self.done.append(act)
        if act == self._fails:
            raise LocalError(f"{act} did not succeed")

    def backup(self, target):
        self.one_shot("create")
        target.write_bytes(b"a backup")

    def stop_services(self):
        self.done.append("stop")

    def start_services(self):
        self.done.append("start")


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "previstock-20260715T120000Z.tar"
    made.write_bytes(b"a backup")
    return made


@pytest.mark.parametrize("answer", ["n", "", "yes please"])
def test_nothing_happens_without_a_yes(file, monkeypatch, answer):
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    recorder = Recorder()

    host.restore(recorder, file, yes=False)

    assert recorder.done == ["look"]


def test_the_services_stop_for_a_restore_and_the_end_is_waited_for(file):
    recorder = Recorder()
    host.restore(recorder, file, yes=True)
    assert recorder.done == ["look", "stop", "restore", "start", "settled"]


def test_a_file_that_cannot_be_restored_stops_nothing(file):
    recorder = Recorder(fails="look")
    with pytest.raises(LocalError):
        host.restore(recorder, file, yes=True)
    assert recorder.done == ["look"]


def test_a_restore_that_fails_leaves_the_services_running(file):
    recorder = Recorder(fails="restore")
    with pytest.raises(LocalError):
        host.restore(recorder, file, yes=True)
    assert recorder.done == ["look", "stop", "restore", "start"]


def test_a_backup_is_named_by_its_time(tmp_path):
    made = host.backup(Recorder(), tmp_path / "backups")
    assert archive.made_at(made) is not None
    assert made.parent.stat().st_mode & 0o777 == 0o700
