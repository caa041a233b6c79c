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

from auth_svc.passwords.admission import AdmissionQueue
from shared.codes import normal_text

HASHING_NICENESS = 5

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
    lets a few in and bounded queues wait; the rest is told to come back.
    """

    def __init__(self, *, rounds: int, threads: int, queue: int) -> None:
        self._context = CryptContext(
            schemes=["bcrypt_sha256", "bcrypt"],
            deprecated=["bcrypt"],
            bcrypt_sha256__default_rounds=rounds,
            bcrypt_sha256__min_rounds=rounds,
        )
        self._admission = AdmissionQueue(threads, queue)
        self._pool = ThreadPoolExecutor(threads, "hash", initializer=_step_back)

    def slot(
        self, network: str, *, known: bool = False
    ) -> AbstractAsyncContextManager[None]:
        """Wait for a thread; ``hash`` and ``verify`` are called inside. Who has signed in
        from that ``network`` lately is ``known``, and comes before strangers."""
        return self._admission.slot(network, known=known)

    async def hash(self, password: str) -> str:
        hashed: str = await self._run(self._context.hash, normal_text(password))
        return hashed

    async def verify(self, password: str, stored: str | None) -> Verdict:
        """Takes as long without a stored hash, which then matches nothing."""
        return await self._run(self._verify, password, stored)

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, work, *arguments)

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
        await self._run(self._context.dummy_verify)


def _step_back() -> None:
    """Hashing yields the processor to requests, here and in other services."""
    if sys.platform == "linux":  # Elsewhere this is the whole process's priority.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), HASHING_NICENESS)
