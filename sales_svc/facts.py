"""The facts that SQL states about sales, for rows aliased ``s``.

Statements that write many sales, or one as fast as can be, write their events
too. A contract test holds these to the models in ``shared.contracts.sales``. Whole
units leave as integers, 2 and not 2.000.
"""

_INSTANT = "to_char(s.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_SALE = (
    "'sale_id', s.id, 'product_id', s.product_id, 'quantity', trim_scale(s.quantity),"
    f" 'price', s.price, 'sold_at', {_INSTANT.format(column='sold_at')},"
    " 'location_id', s.location_id"
)


def _imported(*more: str) -> str:
    """Few rows have an amount of their own or an unknown price; to strip nulls off all
    of them would cost as much as to build them."""
    plain = ", ".join((_SALE, "'import_id', s.import_id", *more))
    return (
        "CASE WHEN s.amount IS NULL AND NOT s.price_unknown"
        f" THEN json_build_object({plain})"
        f" ELSE json_strip_nulls(json_build_object({plain}, 'amount', s.amount,"
        " 'price_unknown', nullif(s.price_unknown, false))) END"
    )


SALE_CREATED = (
    f"CASE WHEN s.amount IS NULL THEN json_build_object({_SALE}, 'user_id', s.user_id)"
    f" ELSE json_build_object({_SALE}, 'user_id', s.user_id, 'amount', s.amount) END"
)
LINE_CREATED = (
    f"json_strip_nulls(json_build_object({_SALE}, 'user_id', s.user_id,"
    " 'order_id', s.order_id, 'amount', s.amount))"
)
"""Of a line of a basket."""
SALE_IMPORTED = _imported("'user_id', s.user_id")
IMPORTED_SALE_VOIDED = _imported(
    "'user_id', s.voided_by",
    "'returned', trim_scale(s.returned)",
    f"'voided_at', {_INSTANT.format(column='voided_at')}",
)
SALE_RETURNED = (
    "json_strip_nulls(json_build_object('return_id', r.id, 'sale_id', s.id, 'product_id', s.product_id,"
    " 'location_id', s.location_id, 'quantity', trim_scale(r.quantity), 'price', s.price,"
    f" 'sold_at', {_INSTANT.format(column='sold_at')}, 'condition', r.condition,"
    " 'user_id', r.user_id, 'import_id', r.import_id, 'amount', r.amount, 'ts',"
    " to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')))"
)
"""Of a return aliased ``r`` of the sale ``s``."""

SALE_CONSUMED = (
    "json_strip_nulls(json_build_object('consumption_id', c.id, 'sale_id', s.id,"
    " 'bundle_id', s.product_id, 'product_id', c.product_id, 'location_id', s.location_id,"
    " 'quantity', trim_scale(c.quantity),"
    f" 'sold_at', {_INSTANT.format(column='sold_at')}, 'return_id', c.return_id, 'ts',"
    " to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')))"
)
"""Of a consumption aliased ``c`` by the sale ``s``."""

EVENTS_PER_ROW = 500
"""So many events share an outbox row: some 100 kB, far from the broker's limit."""
