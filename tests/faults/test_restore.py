"""A database that goes back in time, with a broker that does not."""

import os
import subprocess
import sys
import time

import pytest

from ops.local.programs import ROOT, SERVICES
from tests.faults.scenario import scenario


def host(story, folder, *arguments):
    """What `make backup` and `make restore` call; its backups land in ``folder``."""
    ports = {
        f"{name.upper()}_PORT": str(getattr(story.stack.ports, name))
        for name in (*SERVICES, "postgres", "kafka", "web")
    }
    done = subprocess.run(
        [sys.executable, "-m", "ops.backup.host", "local", *map(str, arguments)],
        cwd=folder,
        env=os.environ
        | ports
        | {"PREVISTOCK_HOME": str(story.stack.home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-1500:]


@pytest.fixture
def stack_of_its_own(house):
    """Another scenario takes stock for baskets that are no sales, and a restore says
    so: here the ledger is to hold what the services themselves wrote."""
    house.close()


@scenario("database restored, the broker ahead of it", seconds=600)
def test_a_restored_database_with_the_broker_ahead(stack_of_its_own, story, tmp_path):
    products = story.products()
    sell_for_a_while(story, products)
    story.converges()
    before = story.sql("SELECT count(*) FROM sales.sales")
    host(story, tmp_path, "backup")
    (backup,) = (tmp_path / "backups").glob("*.tar")

    # Sold after the backup: gone with the restore, though the broker knows them.
    sell_for_a_while(story, products)
    highest = story.sql("SELECT max(id) FROM sales.sales")
    begun = time.monotonic()
    host(story, tmp_path, "restore", backup, "--yes")
    repaired = time.monotonic()
    restored = story.sql("SELECT count(*) FROM sales.sales")
    story.forget_last_sales()
    outcomes = story.sell(rate=20, products=products)
    story.converges(repaired)

    again = [s.sale_id for s in outcomes.recorded.values() if s.sale_id <= highest]
    assert restored == before
    assert not again, f"ids were given twice: {again[:5]}"
    story.note(f"restored in {repaired - begun:.0f} s")


def sell_for_a_while(story, products):
    story.sell(rate=20, products=products)
    time.sleep(3)
    story.stop_selling()
