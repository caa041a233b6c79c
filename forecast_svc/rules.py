"""Decisions that need nothing but their arguments."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo


def last_complete_day(today: date) -> date:
    return today - timedelta(days=1)


def days_of(instants: Sequence[datetime], zone: tzinfo) -> list[date]:
    """The calendar day of each instant in a zone."""
    return [instant.astimezone(zone).date() for instant in instants]
