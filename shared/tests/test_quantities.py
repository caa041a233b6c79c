import json
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import bindparam, func, select

from shared.contracts.imports import ImportRow
from shared.contracts.products import StockMoved
from shared.contracts.sales import SaleVoided
from shared.db.quantities import QUANTITY, STOCK
from shared.quantities import Units
from shared.tests.factories import sale_created, stock_moved
from shared.types import Delta, Quantity, QuantityOrZero, Stock

quantity: TypeAdapter[Units] = TypeAdapter(Quantity)
delta: TypeAdapter[Units] = TypeAdapter(Delta)
THOUSANDTHS = st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-3))


@pytest.mark.parametrize(
    ("json_text", "units"),
    [
        ("2", "2"),
        ("2.0", "2"),
        ("2.000", "2"),
        ("1e2", "100"),
        ("1000000", "1000000"),
        ("0.35", "0.35"),
        ("0.350", "0.35"),
        ("0.001", "0.001"),
        ("999999.999", "999999.999"),
    ],
)
@pytest.mark.parametrize("exactly", [True, False], ids=["bodies", "events"])
def test_a_quantity_has_one_form_however_it_was_written(json_text, units, exactly):
    read = (
        quantity.validate_python(json.loads(json_text, parse_float=Decimal))
        if exactly
        else quantity.validate_json(json_text)
    )

    assert (
        repr(read) == units if "." not in units else repr(read) == f"Decimal('{units}')"
    )
    assert quantity.dump_json(read) == units.encode()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0, "greater_than_equal"),
        (-3, "greater_than_equal"),
        (1_000_001, "less_than_equal"),
        (10**400, "less_than_equal"),
        (Decimal("1e400"), "less_than_equal"),
        (Decimal("1000000.001"), "less_than_equal"),
        (Decimal("0.0001"), "greater_than_equal"),
        (Decimal("1.0005"), "quantity_precision"),
        (Decimal("1.0000000000000000000000000000000000000001"), "quantity_precision"),
        (0.1 + 0.2, "quantity_precision"),
        (Decimal("NaN"), "finite_number"),
        (Decimal("sNaN"), "finite_number"),
        (float("inf"), "finite_number"),
        (True, "number_type"),
        ("2", "number_type"),
        (None, "number_type"),
        ([2], "number_type"),
    ],
    ids=str,
)
def test_what_is_no_quantity_is_refused_with_its_reason(value, code):
    with pytest.raises(ValidationError) as refused:
        quantity.validate_python(value)

    assert [error["type"] for error in refused.value.errors()] == [code]


def test_nothing_is_a_quantity_only_where_it_may_be():
    assert TypeAdapter(QuantityOrZero).validate_python(Decimal("0.0")) == 0
    assert TypeAdapter(Stock).validate_python(0) == 0
    assert delta.validate_python(Decimal("-0.350")) == Decimal("-0.35")
    with pytest.raises(ValidationError):
        TypeAdapter(Stock).validate_python(-1)


@given(THOUSANDTHS)
def test_every_quantity_survives_the_wire(units):
    read = quantity.validate_python(units)

    assert quantity.validate_json(quantity.dump_json(read)) == read == units


def test_an_event_carries_whole_units_as_integers_and_others_as_decimals():
    moved = stock_moved(delta=Decimal("-0.350"), stock=Decimal("2.000"))
    row = {
        "row_key": "till/1",
        "product_id": 1,
        "quantity": 0.35,
        "price": 4,
        "sold_at": "2026-07-01T12:00:00Z",
        "returns": [{"row_key": "till/2", "quantity": 0.2}],
    }

    assert '"delta":-0.35,"stock":2,' in moved.wire()
    assert StockMoved.read(moved.wire().encode()) == moved
    assert '"quantity":2,' in sale_created(quantity=Decimal("2.0")).wire()
    read = ImportRow.model_validate(row)
    assert '"quantity":0.35,' in read.model_dump_json(exclude_none=True)
    assert '"quantity":0.2}' in read.model_dump_json(exclude_none=True)


def test_what_is_left_of_a_voided_sale_is_exact():
    created = sale_created(quantity=Decimal("0.7")).model_dump()
    voided = SaleVoided(
        **created, voided_at=created["sold_at"], returned=Decimal("0.6")
    )

    assert voided.left == Decimal("0.1")


def test_documents_say_that_a_quantity_is_a_number_within_its_limits():
    assert quantity.json_schema() == {
        "type": "number",
        "minimum": 0.001,
        "maximum": 1_000_000,
    }


@pytest.mark.parametrize(
    "units", [2, 0, Decimal("0.35"), Decimal("-0.001"), 2_147_483_647]
)
async def test_a_column_gives_back_what_was_put_in(database, units):
    put = select(bindparam("units", units, type_=STOCK))
    async with database.read() as db:
        got = await db.scalar(put)

    assert (type(got), got) == (type(units), units)


async def test_a_sum_of_a_column_is_whole_again_when_its_parts_make_it_so(database):
    async with database.read() as db:
        total = await db.scalar(
            select(func.sum(bindparam("units", Decimal("2.000"), type_=QUANTITY)))
        )

    assert (type(total), total) == (int, 2)
