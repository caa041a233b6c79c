"""Two codes that look the same are the same."""

import pytest

from shared.codes import normal_code


@pytest.mark.parametrize(
    "spelling",
    [
        "TH\u00c9 1",
        "THE\u0301 1",
        "\ufeffTH\u00c9 1",
        "TH\u00c9\u200b 1",
        "\u202aTH\u00c9 1\u202c",
        "TH\u00c9  1 ",
        "TH\u00c9\u00a01",
        "\uff34\uff28\u00c9\u3000\uff11",
        "TH\u00c9\u00ad 1\ufe0f",
    ],
    ids=ascii,
)
def test_spellings_that_look_the_same_are_one_code(spelling):
    assert normal_code(spelling) == "TH\u00c9 1"


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3164", "\ufeff\u2060 "])
def test_nothing_to_be_seen_is_no_code(text):
    assert normal_code(text) == ""


@pytest.mark.parametrize("code", ["0012", "ab-1", "AB-1", "½-inch", "№ 5", "x²"])
def test_what_can_be_told_apart_stays_apart(code):
    assert normal_code(code) == code
