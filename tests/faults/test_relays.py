"""The relay dies, stops or hangs, and another one goes on."""

import time

from tests.faults import broker
from tests.faults.faults import frozen
from tests.faults.scenario import scenario


@scenario("relay killed between acknowledgement and delete, four times", seconds=300)
def test_relay_killed_between_acknowledgement_and_delete(story):
    story.execute(
        "CREATE OR REPLACE FUNCTION public.slow_delete() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$"
    )
    story.execute(
        "CREATE TRIGGER slow_delete BEFORE DELETE ON sales.outbox"
        " FOR EACH STATEMENT EXECUTE FUNCTION public.slow_delete()"
    )
    before = message_count(story), sale_count(story)
    try:
        story.sell(rate=30)
        for _ in range(4):
            backend = story.until(lambda: deleting(story), "the relay deletes nothing")
            story.stack.kill("sales_svc")
            # The server would go on for a client that is gone, and delete.
            story.sql("SELECT pg_terminate_backend($1)", backend)
            story.serves_again(time.monotonic(), within=30)
    finally:
        story.execute("DROP TRIGGER slow_delete ON sales.outbox")
    story.converges()

    sent_again = (message_count(story) - before[0]) - (sale_count(story) - before[1])
    assert sent_again > 0, "nothing was delivered twice: this tested nothing"
    story.note(f"{sent_again} messages delivered again, their effects once")


def deleting(story):
    return story.sql(
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DELETE FROM outbox%'"
        " AND application_name = 'sales_svc' AND wait_event = 'PgSleep' LIMIT 1"
    )


def message_count(story):
    return story.loop.run(broker.messages(story.bootstrap, "sales.created"))


def sale_count(story):
    return story.sql("SELECT count(*) FROM sales.sales")


def active(address, story):
    return story.metric(address, "previstock_relay_active") == 1


def second_relay(story, start_replica):
    """A process that stands by: the first one's relay is at work before it starts."""
    first = story.stack.ports.url("sales")
    story.until(lambda: active(first, story), "no relay is active", within=20)
    replica = start_replica("sales")
    assert not active(replica.url, story), "two relays are active"
    return replica


@scenario("two relays: the active one stops", seconds=240)
def test_the_second_relay_takes_over_from_one_that_stops(story, start_replica):
    replica = second_relay(story, start_replica)
    story.addresses.append(replica.url)
    story.sell(rate=40)

    story.stack.stop_program("sales_svc")
    stopped = time.monotonic()
    try:
        story.until(lambda: active(replica.url, story), "no relay", within=10)
        took = time.monotonic() - stopped
    finally:
        story.stack.up(web=False)
    story.serves_again(stopped)
    story.converges()
    story.note(f"taken over after {took:.1f} s")


@scenario("two relays: the active one hangs", seconds=240, quick=True)
def test_the_second_relay_takes_over_from_one_that_hangs(story, start_replica):
    replica = second_relay(story, start_replica)
    story.addresses[:] = [replica.url]
    story.sell(rate=40)

    hung = time.monotonic()
    with frozen(story.stack.pid("sales_svc")):
        story.until(lambda: active(replica.url, story), "no relay", within=20)
        took = time.monotonic() - hung
        story.until(
            lambda: story.sql("SELECT count(*) FROM sales.outbox") < 40,
            "events still wait",
        )
    time.sleep(1)
    both = [
        active(address, story)
        for address in (story.stack.ports.url("sales"), replica.url)
    ]
    story.serves_again(hung)
    story.converges()

    assert took < 17, "a hung relay keeps its lock for more than 15 s"
    assert sum(both) == 1, "after waking up both relays are active"
    story.note(f"taken over after {took:.1f} s")
