"""What ``If-Match`` names."""

import pytest

from shared.http.preconditions import precondition_holds, version_seen


@pytest.mark.parametrize(
    ("if_match", "holds"),
    [
        (None, True),
        ("*", True),
        ('"3"', True),
        ('"2", "3"', True),
        # A front that compresses says so in the tag.
        ('"3-gzip"', True),
        ('"2-zstd", "3-br"', True),
        ('"2"', False),
        ('"2-gzip"', False),
        ('"3-rather"', False),
        ("3", False),
        ('W/"3"', False),
        ("", False),
    ],
)
def test_a_precondition_holds_for_the_version_it_names(if_match, holds):
    assert precondition_holds(if_match, 3) is holds


def test_the_version_seen_is_the_newest_named():
    assert version_seen('"2", "11-gzip", "3"') == 11
    assert version_seen("*") == version_seen(None) == 0
