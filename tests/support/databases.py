"""All services' schemas on a real PostgreSQL, made by the real one-shot steps."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from alembic import command

from ops import migrate, secrets
from ops.postgres import roles
from shared.settings import ServiceSettings, normalise_url, plain_dsn

S = TypeVar("S", bound=ServiceSettings)

DATABASE = "previstock"
_EMPTY = """
DO $$
DECLARE
    name text;
    filled text[] := '{{}}';
    found boolean;
BEGIN
    FOR name IN
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ({schemas}) AND c.relkind IN ('r', 'p')
            AND NOT c.relispartition AND c.relname <> 'alembic_version'
            AND (n.nspname, c.relname) <> ('products', 'locations')
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO found;
        IF found THEN
            filled := filled || name;
        END IF;
    END LOOP;
    IF filled <> '{{}}' THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
    END IF;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname IN ({schemas}) AND last_value IS NOT NULL
        AND (schemaname, sequencename) <> ('products', 'locations_id_seq');
END $$
"""
"""Most tables are empty, and emptying one costs more than looking at it."""
_ONLY_THE_MAIN_LOCATION = """
DELETE FROM products.locations WHERE id <> 1;
UPDATE products.locations SET name = 'main', address = '', transfer_days = 1, version = 1;
ALTER TABLE products.locations ALTER id RESTART 2
"""
"""The tables that refer to it are empty by then."""


class Databases:
    """Roles, schemas and migrations as in production; tests use the app roles."""

    def __init__(self, admin_url: str, admin_password: str, secrets_dir: Path) -> None:
        self._admin = normalise_url(admin_url).set(password=admin_password)
        self._secrets = secrets_dir

    async def prepare(self, services: Iterable[str]) -> None:
        secrets.write_missing(self._secrets)
        await roles.ensure(plain_dsn(self._admin), self._secrets)
        with self.migrating():
            for service in services:
                await migrate.migrate(service, _upgrade)

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """The environment in which migrations find these databases, and no others."""
        environment = {
            "MIGRATION_DB_URL": self._address("{schema}_owner"),
            "MIGRATION_PASSWORD_DIR": str(self._secrets / "owners"),
        }
        before = {name: os.environ.get(name) for name in environment}
        os.environ.update(environment)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def settings(self, kind: type[S], **changes: Any) -> S:
        """A service's settings on its own app role."""
        service = kind.model_fields["service"].default
        short = str(service).removesuffix("_svc")
        usual: dict[str, Any] = {
            "db_url": self._address(f"{short}_app"),
            "db_password_file": self._secrets / short / "db_password",
            "db_schema": short,
            "kafka_bootstrap_servers": "127.0.0.1:1",
        }
        return kind(**usual | changes)

    def superuser_dsn(self) -> str:
        """For looking at everything, and for breaking things on purpose."""
        return plain_dsn(self._admin.set(database=DATABASE))

    def role_dsn(self, role: str, schema: str) -> str:
        """``role`` is ``app`` or ``owner``."""
        folder = self._secrets / "owners" / schema
        file = folder if role == "owner" else self._secrets / schema / "db_password"
        url = normalise_url(self._address(f"{schema}_{role}"), file)
        return plain_dsn(url)

    async def clean(self, *schemas: str) -> None:
        """Empty every table of these schemas and start their ids at 1 again."""
        connection = await asyncpg.connect(self.superuser_dsn())
        empty = _EMPTY.format(schemas=", ".join(f"'{each}'" for each in schemas))
        try:
            try:
                await connection.execute(empty)
            except asyncpg.DeadlockDetectedError:
                # Somebody of the test before was still reading.
                await connection.execute(empty)
            if "products" in schemas:
                await connection.execute(_ONLY_THE_MAIN_LOCATION)
        finally:
            await connection.close()

    def _address(self, user: str) -> str:
        return f"postgresql+asyncpg://{user}@{self._admin.host}:{self._admin.port}/{DATABASE}"


def _upgrade(config: Any) -> None:
    command.upgrade(config, "head")
