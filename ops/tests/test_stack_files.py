"""What the local stack writes is its owner's alone."""

import stat

from ops.local.stack import Stack


def test_nobody_else_on_the_machine_gets_into_the_stacks_folder(tmp_path):
    home = tmp_path / "local"
    home.mkdir(mode=0o755)

    Stack(home)

    assert stat.S_IMODE(home.stat().st_mode) == 0o700
