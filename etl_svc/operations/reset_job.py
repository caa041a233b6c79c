"""What a job is set to when its file is to be read from the beginning again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, case, literal

from etl_svc.tables import Job
from shared.clock import business_today

RESET_VALUES: dict[str, Any] = {
    "position": 0,
    "line": 0,
    "rows_read": 0,
    "rows_accepted": 0,
    "rows_zero": 0,
    "rows_returned": 0,
    "rows_invalid": 0,
    "months": {},
    "left_out": {},
    "problems": [],
    "rows_added_up": 0,
    "states": {},
    "notices": [],
}


def days_to_yesterday() -> ColumnElement[int | None]:
    """By how much a checked file is moved when it is asked to end yesterday;
    null when it is not."""
    yesterday = literal(business_today() - timedelta(days=1), Date)
    requested = Job.params["shift_dates"].as_boolean()
    return case((requested, yesterday - Job.last_day))
