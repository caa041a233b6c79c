"""A release on a host: `ops/deploy/release.sh`, with the real system in containers.

`make test-containers` runs it. Images stand for releases by their tags; what makes
a release a bad one is an image that is not the service it should be.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ports import free_port

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1500)]

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    "compose.yaml",
    "ops/docker/front.yaml",
    "ops/redpanda/bootstrap.yaml",
    "ops/deploy/release.sh",
)
PREFIX = "previstock-release-test/"
PORTS = ("AUTH", "PRODUCTS", "SALES", "FORECAST", "ETL", "POSTGRES", "KAFKA", "WEB")


class Server:
    """A host with a folder for deployments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        settings = {f"{name}_PORT": str(free_port()) for name in PORTS}
        (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in settings.items()))
        self.environment = os.environ | {
            "COMPOSE_PROJECT_NAME": "previstock-release-test",
            "WAIT_S": "120",
        }

    def release(self, tag: str) -> tuple[int, str]:
        """Exit status and what was said, as over SSH by deploy.sh."""
        for file in FILES:
            target = self.folder / "releases" / tag / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, target)
        done = subprocess.run(
            ["sh", f"releases/{tag}/ops/deploy/release.sh", tag, PREFIX],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def compose(self, *arguments: str) -> str:
        done = subprocess.run(
            [
                *("docker", "compose", "--project-directory", "current"),
                *("--env-file", ".env", "--env-file", "current/release.env"),
                *arguments,
            ],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def running(self) -> str:
        """The tag of sales_svc's image, when it is healthy."""
        return self.compose(
            *("ps", "--format", "{{.Image}} {{.Health}}", "sales_svc")
        ).strip()


def images() -> list[str]:
    done = subprocess.run(
        ["docker", "compose", "config", "--images"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in done.stdout.split() if name.startswith("previstock/")]


def tag(image: str, release: str, *, service: str = "") -> None:
    package = image.removeprefix("previstock/").removesuffix(":latest")
    target = f"{PREFIX}{service or package}:{release}"
    subprocess.run(["docker", "tag", image, target], check=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    subprocess.run(["docker", "compose", "build", "-q"], cwd=ROOT, check=True)
    for image in images():
        for release in ("one", "two", "bad"):
            tag(image, release)
    tag("previstock/setup:latest", "bad", service="sales_svc")
    made = Server(tmp_path_factory.mktemp("server"))
    try:
        yield made
    finally:
        made.compose("down", "--volumes")


def test_a_first_release_starts(server):
    status, said = server.release("one")

    assert status == 0, said
    assert server.running() == f"{PREFIX}sales_svc:one healthy"


def test_the_next_one_takes_its_place_after_a_backup(server):
    broker = server.compose("ps", "--quiet", "kafka")

    status, said = server.release("two")

    assert status == 0, said
    assert server.running() == f"{PREFIX}sales_svc:two healthy"
    backup = server.folder / "backups" / "before-two.tar"
    assert backup.stat().st_size > 0
    assert backup.stat().st_mode & 0o077 == 0
    # What did not change goes on.
    assert server.compose("ps", "--quiet", "kafka") == broker


def test_one_that_does_not_become_healthy_is_taken_back(server):
    status, said = server.release("bad")

    assert status == 1, said
    assert "two runs again; bad does not" in said
    assert server.running() == f"{PREFIX}sales_svc:two healthy"
    assert (server.folder / "current").readlink() == Path("releases/two")


def test_images_that_cannot_be_had_change_nothing(server):
    status, said = server.release("never-published")

    assert status == 1
    assert "nothing was changed" in said
    assert server.running() == f"{PREFIX}sales_svc:two healthy"


def test_without_a_backup_nothing_is_changed(server):
    tag("previstock/setup:latest", "two", service="backup")

    status, said = server.release("one")

    assert status == 1
    assert "No backup could be made; nothing was changed" in said
    assert (server.folder / "current").readlink() == Path("releases/two")
