"""The facts that SQL states about sales, for rows aliased ``s``.

Statements that write many sales, or one as fast as can be, write their events
too. A contract test holds these to the models in ``shared.contracts.sales``.
"""

_INSTANT = "to_char(s.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_SALE = (
    "'sale_id', s.id, 'product_id', s.product_id, 'quantity', s.quantity,"
    f" 'price', s.price, 'sold_at', {_INSTANT.format(column='sold_at')},"
    " 'location_id', s.location_id"
)

SALE_CREATED = f"json_build_object({_SALE}, 'user_id', s.user_id)"
SALE_IMPORTED = (
    f"json_build_object({_SALE}, 'user_id', s.user_id, 'import_id', s.import_id)"
)
IMPORTED_SALE_VOIDED = (
    f"json_build_object({_SALE}, 'user_id', s.voided_by, 'import_id', s.import_id,"
    f" 'voided_at', {_INSTANT.format(column='voided_at')})"
)

EVENTS_PER_ROW = 500
"""So many events share an outbox row: some 100 kB, far from the broker's limit."""
