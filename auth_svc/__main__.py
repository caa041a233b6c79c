"""``python -m auth_svc create-admin``: make an admin from a shell;
``python -m auth_svc reset-password``: a new password for who has lost theirs;
``python -m auth_svc remove-second-factor``: for who has lost their phone.

Reads what is not given: name and e-mail address from the terminal, the
password without showing it, or all three as lines of standard input. Doing it
again is harmless: an account that exists becomes (or stays) an active admin
and keeps its password.
"""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from auth_svc import audit, queries
from auth_svc.accounts.operations.create_admin import create_admin
from auth_svc.accounts.operations.reset_password import reset_password
from auth_svc.passwords.hashing import Passwords
from auth_svc.passwords.weak import refuse_weak
from auth_svc.schemas import Email, Name, NewPassword
from auth_svc.second_factors.operations.remove import remove_second_factor
from auth_svc.settings import Settings
from shared.clock import utc_now
from shared.db.database import Database
from shared.db.failures import is_disconnect
from shared.db.shop import first_values
from shared.errors import ServiceError
from shared.settings import load

M = TypeVar("M", bound=BaseModel)


class ForgottenPassword(BaseModel):
    email: Email
    password: NewPassword


class LostPhone(BaseModel):
    email: Email


class NewAdmin(BaseModel):
    name: Name
    email: Email
    password: NewPassword


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m auth_svc")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("create-admin", help="make an admin")
    command.add_argument("--name")
    command.add_argument("--email")
    reset = commands.add_parser("reset-password", help="a new password for an account")
    reset.add_argument("--email")
    remove = commands.add_parser("remove-second-factor", help="for a lost phone")
    remove.add_argument("--email")
    chosen = parser.parse_args(arguments)
    if chosen.command == "remove-second-factor":
        _run(_without_second_factor(chosen))
    elif chosen.command == "reset-password":
        _run(_new_password(chosen))
    else:
        _run(_new_admin(chosen))


def _new_admin(chosen: argparse.Namespace) -> Coroutine[None, None, str]:
    admin = _typed(
        NewAdmin,
        {
            "name": lambda: chosen.name or _ask("Name: "),
            "email": lambda: chosen.email or _ask("E-mail: "),
            "password": _ask_for_password,
        },
    )
    return _create(load(Settings), admin)


def _new_password(chosen: argparse.Namespace) -> Coroutine[None, None, str]:
    typed = _typed(
        ForgottenPassword,
        {
            "email": lambda: chosen.email or _ask("E-mail: "),
            "password": _ask_for_password,
        },
    )
    return _reset(load(Settings), typed)


def _without_second_factor(chosen: argparse.Namespace) -> Coroutine[None, None, str]:
    typed = _typed(LostPhone, {"email": lambda: chosen.email or _ask("E-mail: ")})
    return _remove(load(Settings), typed)


def _typed(kind: type[M], questions: Mapping[str, Callable[[], str]]) -> M:
    try:
        return kind.model_validate({name: ask() for name, ask in questions.items()})
    except ValidationError as error:
        sys.exit("\n".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors()))
    except EOFError:
        sys.exit(f"{', '.join(questions)} are needed, a line each")


def _run(work: Coroutine[None, None, str]) -> None:
    try:
        sys.stdout.write(asyncio.run(work) + "\n")
    except ServiceError as error:
        sys.exit(error.detail)
    except Exception as error:
        if not is_disconnect(error):
            raise
        sys.exit(f"the database cannot be reached: {error}")


async def _reset(settings: Settings, typed: ForgottenPassword) -> str:
    password = typed.password.get_secret_value()
    passwords = Passwords(rounds=settings.bcrypt_rounds, threads=1, queue=1)
    database = Database(settings, application_name="reset-password")
    try:
        async with database.transaction() as db:
            user = await queries.user_by_email(db, typed.email)
            if user is None:
                sys.exit(f"There is no account with the address {typed.email}.")
            shop = await queries.shop_of(db, first_values(settings))
            refuse_weak(
                password, email=user.email, shop_name=shop.name, field="password"
            )
            hashed = await passwords.hash(password)
            await reset_password(db, user, hashed, actor=audit.NOBODY, now=utc_now())
    finally:
        await database.close()
    closed = "" if user.active else " It is deactivated: `create-admin` opens it."
    return f"{user.email} signs in with the new password from now on.{closed}"


async def _remove(settings: Settings, typed: LostPhone) -> str:
    database = Database(settings, application_name="remove-second-factor")
    try:
        async with database.transaction() as db:
            user = await queries.user_by_email(db, typed.email)
            if user is None:
                sys.exit(f"There is no account with the address {typed.email}.")
            removed = await remove_second_factor(db, user.id, actor=audit.NOBODY)
    finally:
        await database.close()
    if not removed:
        return f"{user.email} has no second factor."
    return f"{user.email} signs in with the password alone, or sets up another factor."


async def _create(settings: Settings, admin: NewAdmin) -> str:
    passwords = Passwords(rounds=settings.bcrypt_rounds, threads=1, queue=1)
    password_hash = await passwords.hash(admin.password.get_secret_value())
    database = Database(settings, application_name="create-admin")
    try:
        async with database.transaction() as db:
            user, is_new = await create_admin(
                db, name=admin.name, email=admin.email, password_hash=password_hash
            )
    finally:
        await database.close()
    if is_new:
        return f"{user.email} is an admin now (user {user.id})."
    return f"{user.email} was known and is an admin; the password is as it was."


def _ask(prompt: str) -> str:
    return input(prompt if sys.stdin.isatty() else "")


def _ask_for_password() -> str:
    return _ask_secretly("Password (8 to 128 characters): ")


def _ask_secretly(prompt: str) -> str:
    return getpass.getpass(prompt) if sys.stdin.isatty() else _ask(prompt)


if __name__ == "__main__":
    main()
