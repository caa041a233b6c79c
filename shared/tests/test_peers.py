"""What a service tells another of the request that it acts for."""

import httpx
import pytest

from shared import context
from shared.http.peers import ServiceAccount
from shared.tests.toys import ToySettings
from tests.support.http import SECRET


@pytest.fixture
def asked(monkeypatch):
    """The headers of a request to a peer."""

    async def token(_self):
        return "a token"

    monkeypatch.setattr(ServiceAccount, "_current", token)
    settings = ToySettings(jwt_secret=SECRET, database_url="postgresql://db/toys")

    async def asked():
        async with httpx.AsyncClient(
            auth=ServiceAccount(settings),
            transport=httpx.MockTransport(lambda _: httpx.Response(200)),
        ) as client:
            return (await client.get("http://peer/")).request.headers

    return asked


async def test_a_peer_is_told_which_request_it_is_and_where_it_came_from(asked):
    context.start_request("till-7:42", address="198.51.100.7")
    headers = await asked()

    assert headers["X-Request-ID"] == "till-7:42"
    assert headers["X-Acting-Address"] == "198.51.100.7"


@pytest.mark.parametrize("address", ["", "not an address", "1" * 61])
async def test_what_a_service_does_by_itself_came_from_nowhere(asked, address):
    context.start_request("import:7", address=address)

    assert "X-Acting-Address" not in await asked()
