"""Whose request it is that comes by the front."""

import pytest

from shared.http.front import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("a-socket", "a-socket"),
    ],
)
def test_an_ipv6_customer_is_counted_as_one(address, network):
    assert network_of(address) == network
