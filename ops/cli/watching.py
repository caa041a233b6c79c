"""Bars of what is on its way: a file that is sent, and the job that reads it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx
from rich.console import RenderableType
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from ops.cli import remote
from ops.cli.report import console
from ops.cli.words import t


def sent(
    http: httpx.Client, file: Path, options: Mapping[str, str | list[str]]
) -> dict[str, Any]:
    with Progress(
        TextColumn(t("sending")), BarColumn(), DownloadColumn(), console=console
    ) as progress:
        bar = progress.add_task("", total=file.stat().st_size)
        return remote.upload(
            http, file, options, lambda sent: progress.advance(bar, sent)
        )


class JobProgress(Progress):
    """Bars, and below them what the job is waiting for."""

    note = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        if self.note:
            yield Text(self.note, style="dim")


def watched(http: httpx.Client, begun: dict[str, Any]) -> dict[str, Any]:
    """The job at its end. Read, recorded and folded rows each have a bar."""
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with JobProgress(*columns, console=console) as progress:
        # A dry run records nothing, nor does a file that is refused.
        bars = {
            name: progress.add_task(t(name), total=None, visible=name == "read")
            for name in ("read", "recorded", "in series")
        }
        for job in remote.changes(http, begun["id"]):
            known = job["rows_duplicate"]
            to_send = job["rows_accepted"] or None
            for name, done, total in (
                ("read", job["rows_read"], job["rows_total"]),
                ("recorded", job["rows_recorded"] + known, to_send),
                ("in series", job["rows_folded"] + known, to_send),
            ):
                progress.update(
                    bars[name],
                    completed=done,
                    total=total,
                    visible=name == "read" or job["rows_sent"] > 0,
                )
            # What ended it is in the report.
            progress.note = "" if job["status"] in remote.OVER else job["error"] or ""
    # Events leave out what a report needs.
    return remote.checked(http.get(f"/api/etl/jobs/{begun['id']}"))
