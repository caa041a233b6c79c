"""What the relay makes of an outbox row."""

import orjson

from shared.kafka.relay import _expanded


def row(id_, payload, topic="stock.moved"):
    return {"id": id_, "topic": topic, "payload": payload, "correlation_id": None}


def test_a_row_that_holds_no_event_is_set_aside_and_the_others_go():
    event = {"movement_id": 5, "product_id": 7}
    good = orjson.dumps(event).decode()

    rows, unreadable = _expanded(
        [
            row(1, "{}"),
            row(2, good),
            row(3, "7"),
            row(4, good, topic="no.such.topic"),
            row(5, f"[{good}, {good}]"),
        ],
        epoch=None,
    )

    assert [r.id for r in rows] == [2, 5]
    assert [m.key for r in rows for m in r.messages] == [b"7", b"7", b"7"]
    assert [id_ for id_, _ in unreadable] == [1, 3, 4]
    assert "product_id" in unreadable[0][1]
