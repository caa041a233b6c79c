"""``python -m auth_svc create-admin``: make an admin from a shell.

Reads what is not given: name and e-mail address from the terminal, the
password without showing it, or all three as lines of standard input. Doing it
again is harmless: an account that exists becomes (or stays) an active admin
and keeps its password.
"""

import argparse
import asyncio
import getpass
import sys

from pydantic import BaseModel, ValidationError

from auth_svc.operations.create_admin import create_admin
from auth_svc.passwords import Passwords
from auth_svc.schemas import Email, Name, NewPassword
from auth_svc.settings import Settings
from shared.db.database import Database
from shared.db.failures import is_disconnect
from shared.settings import load


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
    chosen = parser.parse_args(arguments)
    try:
        admin = NewAdmin.model_validate(
            {
                "name": chosen.name or _ask("Name: "),
                "email": chosen.email or _ask("E-mail: "),
                "password": _ask_secretly("Password (8 to 128 characters): "),
            }
        )
    except ValidationError as error:
        sys.exit("\n".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors()))
    except EOFError:
        sys.exit("name, e-mail address and password are needed, a line each")
    try:
        sys.stdout.write(asyncio.run(_create(load(Settings), admin)) + "\n")
    except Exception as error:
        if not is_disconnect(error):
            raise
        sys.exit(f"the database cannot be reached: {error}")


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


def _ask_secretly(prompt: str) -> str:
    return getpass.getpass(prompt) if sys.stdin.isatty() else _ask(prompt)


if __name__ == "__main__":
    main()
