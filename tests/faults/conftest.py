"""A stack for the scenarios, made well again between them, and their summary."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from ops.local.ports import Ports
from ops.local.programs import ROOT, SERVICES
from ops.local.stack import Stack
from tests.faults.faults import Replica
from tests.faults.scenario import Line, markdown, title_of, write
from tests.faults.story import Result, Story, settle, start_again
from tests.shop import ADMIN, Shop
from tests.support.ports import free_port

REPORT = os.environ.get("FAULTS_REPORT", str(ROOT / ".local" / "faults.md"))
SIGN_IN_EVERY_S = 5 * 60

_lines = pytest.StashKey[list[Line]]()
_result = pytest.StashKey[Result]()


class House:
    """The stack that scenarios share, until one leaves it beyond repair."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._stack: Stack | None = None
        self._shop: Shop | None = None
        self._signed_in_at = 0.0
        self.first_admin: Mapping[str, str] = ADMIN

    @property
    def stack(self) -> Stack:
        """As it is; a new one has no account yet."""
        if self._stack is None:
            self._stack = new_stack(self._folders.mktemp("stack"))
            self._stack.up(web=False)
        return self._stack

    def in_order(self) -> tuple[Stack, Shop]:
        """A scenario must not fail because of what another one left behind."""
        stack, shop = self.stack, self._signed_in()
        if settle(stack, shop, within=40):
            start_again(stack)
            if settle(stack, shop, within=60):
                self.close()
        return self.stack, self._signed_in()

    def _signed_in(self) -> Shop:
        """A token lasts for a quarter of an hour: longer than any scenario."""
        if self._shop is None:
            self._shop = Shop(self.stack, self.first_admin)
        elif time.monotonic() - self._signed_in_at > SIGN_IN_EVERY_S:
            self._shop.sign_in()
        else:
            return self._shop
        self._signed_in_at = time.monotonic()
        return self._shop

    def close(self) -> None:
        if self._shop is not None:
            self._shop.http.close()
        if self._stack is not None:
            # Logs stay in pytest's folder, to be read when something failed.
            self._stack.down()
            self._stack.postgres.erase()
        self._shop = self._stack = None
        self.first_admin = ADMIN


def new_stack(home: Path) -> Stack:
    ports = {name: free_port() for name in (*SERVICES, "postgres", "web")}
    return Stack(home, Ports(**ports, kafka=free_port()))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory)
    yield made
    made.close()


@pytest.fixture
def fresh_stack(house: House) -> Stack:
    """A stack on which nobody is registered; only the first scenario can have it."""
    return house.stack


@pytest.fixture
def result(request: pytest.FixtureRequest) -> Result:
    """The scenario's line in the summary."""
    made: Result = request.node.stash.setdefault(_result, Result())
    return made


@pytest.fixture
def story(house: House, result: Result) -> Iterator[Story]:
    stack, shop = house.in_order()
    made = Story(stack, shop, result)
    yield made
    made.close()


@pytest.fixture
def start_replica(story: Story) -> Iterator[Callable[..., Replica]]:
    """One more process of a service, ready; ended after the scenario."""
    started: list[Replica] = []

    def start(name: str, **environment: str) -> Replica:
        started.append(Replica(story.stack, name, **environment))
        started[-1].wait_ready()
        return started[-1]

    yield start
    for replica in started:
        replica.end(signal.SIGKILL)


def pytest_configure(config: pytest.Config) -> None:
    # Connections to servers that are killed end as they may: whether the client's
    # library closes its half in time is not what these stories are about.
    config.addinivalue_line(
        "filterwarnings", "ignore::pytest.PytestUnraisableExceptionWarning"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Only a stack on which nobody is registered has a first admin, and the stack
    # with small disks is another one: no two of them run at once.
    order = ("test_first_admins", "", "test_disks")
    items.sort(key=lambda item: _rank(item.nodeid, order))


def _rank(name: str, order: tuple[str, ...]) -> int:
    """The place of the first word that the name holds; 1 when it holds none."""
    return next((n for n, word in enumerate(order) if word and word in name), 1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:
    report: pytest.TestReport = yield
    title = title_of(item)
    lines = item.config.stash.setdefault(_lines, [])
    if title and (report.when == "call" or not report.passed):
        verdict = {"passed": "PASS", "failed": "FAIL"}.get(report.outcome, "not run")
        found = item.stash.get(_result, None) or Result()
        if report.skipped and isinstance(report.longrepr, tuple):
            found.notes.append(report.longrepr[2].removeprefix("Skipped: "))
        if report.when == "teardown":
            lines.pop()
        lines.append(Line(title, verdict, found, call.duration))
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    lines = config.stash.get(_lines, [])
    if not lines:
        return
    write(lines, Path(REPORT))
    terminalreporter.section(f"faults ({time.strftime('%Y-%m-%d %H:%M')}, {REPORT})")
    terminalreporter.write(markdown(lines))
