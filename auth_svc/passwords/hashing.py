"""Hashing passwords, which is slow on purpose, without slowing anything else."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeVar

from passlib.context import CryptContext

from auth_svc.passwords.admission import AdmissionQueue, Standing
from auth_svc.passwords.refusals import Refusals
from shared.codes import normal_text

NICENESS = {Standing.KNOWN: 2, Standing.UNSUSPECTED: 5, Standing.SUSPECT: 10}
"""By how much hashing steps back. The system shares the processor by it: who is known
here gets six times as much of it as a suspect."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``better_hash`` replaces the stored one when that is out of date."""

    matches: bool
    better_hash: str | None = None


@dataclass(frozen=True, slots=True)
class NewHash:
    """Of a new password; ``weak`` is one that only a fresh system lets pass."""

    hash: str
    weak: bool = False


class Passwords:
    """bcrypt over SHA-256, so that no password is cut at its 72nd byte. In NFC, since
    keyboards differ in whether they compose a letter with its accent.

    A hash costs a quarter of a second of one core at 12 rounds, so ``slot``
    lets a few of each standing in and bounded queues wait; the rest is told to come
    back.
    """

    def __init__(self, *, rounds: int, threads: int, queue: int) -> None:
        self._context = CryptContext(
            schemes=["bcrypt_sha256", "bcrypt"],
            deprecated=["bcrypt"],
            bcrypt_sha256__default_rounds=rounds,
            bcrypt_sha256__min_rounds=rounds,
        )
        # More at once than there are processors for would only make each slower.
        at_once = min(threads, processors())
        self._admission = {each: AdmissionQueue(at_once, queue) for each in Standing}
        self._pools = {
            each: ThreadPoolExecutor(
                at_once, "hash", initializer=_step_back, initargs=(NICENESS[each],)
            )
            for each in Standing
        }
        self.refusals = Refusals()

    def slot(
        self, network: str, standing: Standing = Standing.UNSUSPECTED
    ) -> AbstractAsyncContextManager[None]:
        """Wait for a thread; ``hash`` and ``verify`` are called inside, with the same
        standing."""
        return self._admission[standing].slot(network)

    @property
    def waiting(self) -> int:
        """How many wait for a thread."""
        return sum(queue.waiting for queue in self._admission.values())

    async def hash(
        self, password: str, standing: Standing = Standing.UNSUSPECTED
    ) -> str:
        hashed: str = await self._run(
            standing, self._context.hash, normal_text(password)
        )
        return hashed

    async def verify(
        self,
        password: str,
        stored: str | None,
        standing: Standing = Standing.UNSUSPECTED,
    ) -> Verdict:
        """Takes as long without a stored hash, which then matches nothing."""
        return await self._run(standing, self._verify, password, stored)

    async def _run(
        self, standing: Standing, work: Callable[..., T], *arguments: object
    ) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pools[standing], work, *arguments)

    def _verify(self, password: str, stored: str | None) -> Verdict:
        if stored is None:
            self._context.dummy_verify()
            return Verdict(matches=False)
        normal = normal_text(password)
        matches, better = self._context.verify_and_update(normal, stored)
        if matches or normal == password:
            return Verdict(matches, better)
        # Hashes were once made of passwords as they were typed.
        if not self._context.verify(password, stored):
            return Verdict(matches=False)
        return Verdict(matches=True, better_hash=self._context.hash(normal))

    async def warm_up(self) -> None:
        """Load the backend and make the dummy hash, which takes two hashes."""
        await self._run(Standing.KNOWN, self._context.dummy_verify)


def processors() -> int:
    """How many this process may use; a container sees those of the whole machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _step_back(by: int) -> None:
    """Hashing yields the processor to requests, here and in other services."""
    if sys.platform == "linux":  # Elsewhere this is the whole process's priority.
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), own + by)
