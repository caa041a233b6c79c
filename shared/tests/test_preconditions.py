"""What ``If-Match`` names."""

import pytest

from shared.http.preconditions import precondition_holds


@pytest.mark.parametrize(
    ("if_match", "holds"),
    [
        (None, True),
        ("*", True),
        ('"3"', True),
        ('"2", "3"', True),
        ('"2"', False),
        ("3", False),
        ('W/"3"', False),
        ("", False),
    ],
)
def test_a_precondition_holds_for_the_version_it_names(if_match, holds):
    assert precondition_holds(if_match, 3) is holds
