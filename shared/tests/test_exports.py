"""Long files give way to everything else, and come to an end."""

import asyncio
import time

import pytest

from shared.http import exports
from shared.http.exports import TookTooLong, paced


async def pages():
    for page in "ab":
        await asyncio.to_thread(time.sleep, 0.02)
        yield page


async def test_an_export_leaves_half_of_the_time_to_others(monkeypatch):
    rests = []

    async def rest(seconds):
        rests.append(seconds)

    monkeypatch.setattr(exports, "sleep", rest)

    assert [page async for page in paced(pages())] == ["a", "b"]
    assert len(rests) == 2
    assert min(rests) >= 0.02


async def test_an_export_that_is_read_too_slowly_is_cut_off(monkeypatch):
    monkeypatch.setattr(exports, "LONGEST_S", 0.01)
    some = paced(pages())

    assert await anext(some) == "a"
    with pytest.raises(TookTooLong):
        await anext(some)
