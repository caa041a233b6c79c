"""What a body says is read exactly, or it is said where and why not."""

import json

import pytest
from pydantic import BaseModel

from shared.http.bodies import PutBody
from tests.support import client_for

GOOD = '{"id":1,"price":1'


async def post(app, content, kind="application/json"):
    async with client_for(app) as client:
        return await client.post(
            "/api/toys", content=content, headers={"Content-Type": kind}
        )


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        (GOOD, 1, 18, "Expecting ',' delimiter"),
        ('{\n  "id": 1,\n  price: 2}', 3, 3, "property name"),
        ("{'id': 1}", 1, 2, "property name"),
        ('{"id": 1,}', 1, None, "property name"),
        (GOOD + "} }", 1, 20, "Extra data"),
        ('{"id":1,\n"price":NaN}', 2, 9, "NaN"),
        ('{"name":"NaN \\" NaN","price":-Infinity}', 1, 30, "-Infinity"),
        ('{"id":1,\n "price":1e999}', 2, 10, "out of all bounds"),
        ('{"id":' + "9" * 5000 + "}", 1, 7, "out of all bounds"),
        ("[" * 100_000, 1, 1, "nested too deep"),
        (b'{"id":1,\n"x":"caf\xe9"}', 2, 9, "UTF-8"),
        (b'{"x":"\xed\xa0\x80"}', 1, 7, "UTF-8"),
        ('{"x":"a\tb"}', 1, 8, "control character"),
    ],
)  # fmt: skip
async def test_what_is_no_json_is_said_by_its_place_and_reason(
    app, content, line, column, reason
):
    answer = await post(app, content)

    assert answer.status_code == 422
    body = answer.json()
    (error,) = body["errors"]
    assert (error["field"], error["code"]) == ("body", "json_invalid")
    assert error["params"]["line"] == line
    # Where a comma too many stands is told otherwise by later versions of Python.
    assert column in (None, error["params"]["column"])
    assert reason in body["detail"]
    assert f"line {line}, column" in body["detail"]


@pytest.mark.parametrize("inside", [False, True])
async def test_a_field_that_is_named_twice_is_not_read_as_the_last_one(app, inside):
    content = '{"price":1,"id":2,"price":3}'
    answer = await post(app, f'{{"id":{content}}}' if inside else content)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("price", "named_twice")


async def test_a_body_with_a_mark_of_its_encoding_is_read(app):
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        answer = await post(app, json.dumps({"id": 1, "price": 2}).encode(encoding))
        assert answer.status_code == 200, encoding


class Kettle(BaseModel):
    id: int
    name: str
    version: int


class KettlePut(PutBody):
    answer = Kettle

    name: str


def test_of_what_was_read_the_rest_is_ignored_when_it_comes_back():
    kettle = Kettle(id=4, name="Old", version=7).model_dump()

    assert KettlePut.model_validate(kettle).model_dump() == {"name": "Old"}
    with pytest.raises(ValueError, match="versoin"):
        KettlePut.model_validate(kettle | {"versoin": 7})
