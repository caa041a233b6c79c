"""What the pages of the API show: what each group is about, and for every body one that
can be sent as it stands."""

from typing import Any

TAGS = {
    "etl": "History from files and from made-up shops: uploads, checks, imports, undo",
}

EXAMPLES: dict[str, Any] = {
    "start_synthetic": {"products": 5, "days": 60, "profile": "grocery"},
    "start_emitter": {"rate": 30, "minutes": 5},
    # The file itself is chosen on the page.
    "upload_sales": {"file": "series_id,date,quantity\nWGT-1,2026-01-05,3\n"},
    "reparse_job": {"delimiter": ";", "decimal": ",", "dates": "dmy"},
}
