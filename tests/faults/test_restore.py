"""A database that goes back in time, with a broker that does not."""

import time

from tests.faults.scenario import scenario
from tests.faults.test_broker import make


@scenario("database restored, the broker ahead of it", seconds=300)
def test_a_restored_database_with_the_broker_ahead(story, tmp_path):
    products = story.products()
    story.sell(rate=20, products=products)
    time.sleep(3)
    story.stop_selling()
    story.converges()
    before = story.sql("SELECT count(*) FROM sales.sales")
    highest = story.sql("SELECT max(id) FROM sales.sales")
    backup = tmp_path / "backup.tar"
    make(story, "backup", file=backup)

    # Sold after the backup: gone with the restore, though the broker knows them.
    story.sell(rate=20, products=products)
    time.sleep(3)
    story.stop_selling()
    ghosts = story.sql("SELECT max(id) FROM sales.sales")
    assert ghosts > highest
    make(story, "restore", file=backup, yes=1)
    repaired = time.monotonic()
    assert story.sql("SELECT count(*) FROM sales.sales") == before
    story.forget_last_sales()
    outcomes = story.sell(rate=20, products=products)
    story.converges(repaired)

    again = [s.sale_id for s in outcomes.recorded.values() if s.sale_id <= ghosts]
    assert not again, f"ids were given twice: {again[:5]}"
