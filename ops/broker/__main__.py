"""``python -m ops.broker``: Redpanda asks for accounts from now on, or, with
``KAFKA_ACCOUNTS=false``, no longer. Safe to run at every start; passwords are set again
each time. What each account may do is said with the topics (``ops.topics``).

Reads ``KAFKA_ADMIN_URL`` and ``SECRETS_DIR``, whose files it empties where what answers
as the broker knows no accounts, so that the services go there without.
"""

import asyncio
import os
import sys
from pathlib import Path

import httpx
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from ops import secrets
from ops.broker import redpanda
from shared.broker import BrokerSettings, client_options


def arrange(url: str, bootstrap: str, root: Path, *, wanted: bool) -> str:
    """What was done, in words. Raises BrokerRefuses, httpx.HTTPError."""
    accounts = secrets.write_broker_accounts(root, wanted=wanted)
    try:
        if accounts:
            redpanda.ask_for_accounts(url, accounts)
            return f"asks for accounts: {', '.join(accounts)}"
        redpanda.ask_nobody(url, (root / "kafka" / secrets.OPERATOR).read_text())
    except httpx.ConnectError:
        # What is only away for a moment still asks, and is not gone around.
        if not asyncio.run(_lets_in_anybody(bootstrap)):
            raise
        secrets.write_broker_accounts(root, wanted=False)
        return f"knows no accounts (nothing answers at {url}): whoever reaches it is let in"
    return "asks nobody who they are (KAFKA_ACCOUNTS)"


async def _lets_in_anybody(bootstrap: str) -> bool:
    client = AIOKafkaAdminClient(**client_options(bootstrap), request_timeout_ms=10_000)
    try:
        await client.start()
        await client.list_topics()
    except (KafkaError, OSError):
        return False
    finally:
        await client.close()
    return True


def main() -> None:
    url, root = os.environ["KAFKA_ADMIN_URL"], Path(os.environ["SECRETS_DIR"])
    try:
        address = BrokerSettings().kafka_bootstrap_servers
        done = arrange(url, address, root, wanted=secrets.accounts_wanted())
    except (redpanda.BrokerRefuses, httpx.HTTPError) as error:
        sys.exit(f"broker: {error}")
    print(f"broker: {done}")


if __name__ == "__main__":
    main()
