"""What was in stock at the end of past days: told by movements, and by a rebuild."""

import random
from datetime import timedelta

from forecast_svc.tests.factories import YESTERDAY, moved, noon
from forecast_svc.tests.rebuilding import finished, rebuilding, start

DAY = YESTERDAY - timedelta(days=5)
CLOSING = "SELECT product_id, location_id, day, on_hand FROM live_closing_stock ORDER BY 1, 2, 3"


def movements():
    at = noon(DAY)
    return [
        moved(1, 10, delta=10, reason="initial", ts=at),
        moved(2, 7, delta=-3, ts=at + timedelta(hours=2)),
        moved(3, 4, location_id=2, delta=4, ts=at + timedelta(hours=3)),
        moved(4, 2, delta=-5, ts=at + timedelta(days=2)),
        moved(5, 9, product_id=2, delta=9, ts=at + timedelta(days=2)),
    ]


async def closing(inspector):
    return [(p, at, day, float(on_hand)) for p, at, day, on_hand in
            await inspector.fetch(CLOSING)]  # fmt: skip


EXPECTED = [
    (1, 1, DAY, 7),
    (1, 1, DAY + timedelta(days=2), 2),
    (1, 2, DAY, 4),
    (2, 1, DAY + timedelta(days=2), 9),
]


async def test_the_last_movement_of_a_day_counts_in_whatever_order_they_come(
    deliver, inspector
):
    told = movements()
    random.Random(3).shuffle(told)
    for event in told:
        await deliver(event, times=2)

    assert await closing(inspector) == EXPECTED


async def test_a_rebuild_tells_the_same(app, admin, records, inspector):
    records.others["/api/stock/movements/snapshot"] = [
        {
            "movement_id": m.movement_id,
            "product_id": m.product_id,
            "location_id": m.location_id,
            "ts": m.ts.isoformat(),
            "stock": float(m.stock),
        }
        for m in movements()
    ]
    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    assert await closing(inspector) == EXPECTED
