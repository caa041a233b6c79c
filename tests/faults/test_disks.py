"""Disks that are full, with both servers on small file systems of their own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from ops.local.postgres import SYSTEM_USER
from ops.local.programs import SERVICES
from tests.faults.conftest import new_stack
from tests.faults.scenario import scenario
from tests.faults.story import Story
from tests.shop import Shop

POSTGRES_MIB = 500
KAFKA_MIB = 300


@contextmanager
def small_file_system(folder: Path, mib: int, owner: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={mib}m,uid={owner},gid={owner},mode=700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "previstock-faults", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small file system can be mounted: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def small_disks(tmp_path_factory, house):
    """A stack, and the folders that can be filled to the last byte."""
    if os.geteuid() != 0:
        pytest.skip("small file systems can be mounted by root only")
    house.close()
    stack = new_stack(tmp_path_factory.mktemp("small"))
    folders = {
        "postgres": stack.postgres.log_file.parent,
        "kafka": stack.home / "kafka",
    }
    with ExitStack() as disks:
        disks.enter_context(
            small_file_system(folders["postgres"], POSTGRES_MIB, SYSTEM_USER)
        )
        disks.enter_context(small_file_system(folders["kafka"], KAFKA_MIB, "root"))
        try:
            stack.up(web=False)
            yield stack, folders
        finally:
            stack.down()
    stack.postgres.erase()


@pytest.fixture
def story(small_disks, result):
    stack, _ = small_disks
    shop = Shop(stack)
    made = Story(stack, shop, result)
    yield made
    made.close()
    shop.http.close()


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Not a byte is left on the file system of this folder."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(65_536))
            except OSError:
                pass
        yield
    finally:
        ballast.unlink()


@scenario("PostgreSQL's disk is full for 20 s", seconds=400)
def test_the_disk_of_postgresql_is_full(story, small_disks):
    _, folders = small_disks
    begun = time.monotonic()
    outcomes = story.sell(rate=60)
    with full(folders["postgres"]):
        filled = time.monotonic()
        story.until(lambda: outcomes.count()["503"] > 20, "sales go on")
        time.sleep(20)
    room = time.monotonic()
    told = story.watch.said_degraded("sales", "database", filled, room)
    story.serves_again(room)
    story.converges(room)

    assert set(outcomes.count()) <= {"201", "503"}, outcomes.count()
    for name in SERVICES:
        assert story.watch.lived(name, begun), f"liveness of {name}_svc failed"
    assert told is not None, "readiness is content while nothing can be written"
    story.note(f"{outcomes.count()['503']} × 503")


@scenario("broker's disk is full for 20 s", seconds=400)
def test_the_disk_of_the_broker_is_full(story, small_disks):
    _, folders = small_disks
    begun = time.monotonic()
    outcomes = story.sell(rate=60)
    with full(folders["kafka"]):
        filled = time.monotonic()
        story.until(
            lambda: story.watch.said_degraded("sales", "broker", filled),
            "readiness is content while no event can be sent",
        )
        time.sleep(20)
        waiting = story.sql("SELECT count(*) FROM sales.outbox")
    room = time.monotonic()
    story.serves_again(room)
    story.converges(room)

    assert set(outcomes.count()) == {"201"}, outcomes.count()
    for name in SERVICES:
        assert story.watch.lived(name, begun), f"liveness of {name}_svc failed"
    story.note(f"{waiting} events waited")
