"""Searching, sorting and paging the catalogue and the ledger."""

import re

import pytest

from products_svc.tests.factories import add_product, adjust


async def names(client, query=""):
    answer = await client.get(f"/api/products{query}")
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()]


async def walk(client, address):
    """All rows of a list, following its ``next`` links."""
    rows = []
    while address:
        answer = await client.get(address)
        assert answer.status_code == 200, answer.text
        rows += answer.json()
        found = re.search(r'<([^>]*)>; rel="next"', answer.headers.get("Link", ""))
        address = found[1] if found else ""
    return rows


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["apple", "Blue mug", "Éclair au café", "Zebra mug"]),
        ("-name", ["Zebra mug", "Éclair au café", "Blue mug", "apple"]),
        ("sku", ["apple", "Éclair au café", "Zebra mug", "Blue mug"]),
        ("price", ["apple", "Éclair au café", "Zebra mug", "Blue mug"]),
        ("-price", ["Blue mug", "Zebra mug", "Éclair au café", "apple"]),
        ("stock", ["Éclair au café", "Zebra mug", "Blue mug", "apple"]),
        ("-stock", ["apple", "Blue mug", "Zebra mug", "Éclair au café"]),
        ("created_at", ["Éclair au café", "apple", "Zebra mug", "Blue mug"]),
        ("-created_at", ["Blue mug", "Zebra mug", "apple", "Éclair au café"]),
    ],
)
async def test_pages_and_cursors_walk_a_sorted_list_without_gaps_or_repeats(
    client, shelf, sort, expected
):
    by_page = await walk(client, f"/api/products?sort={sort}&limit=2")
    by_cursor = await walk(client, f"/api/products?sort={sort}&limit=1&cursor=")

    assert [item["name"] for item in by_page] == expected
    assert by_cursor == by_page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?archived=true", ["Old mug"]),
        ("?archived=any&q=mug", ["Blue mug", "Old mug", "Zebra mug"]),
        ("?low_stock=5", ["Éclair au café", "Zebra mug"]),
        ("?category=fruit", ["apple"]),
        ("?ids=1&ids=3&ids=99", ["Éclair au café", "Zebra mug"]),
        ("?ids=5&archived=any", ["Old mug"]),
    ],
)
async def test_filters_narrow_the_list(client, shelf, query, found):
    assert await names(client, query) == found


async def test_a_page_says_how_many_there_are_and_where_the_others_stand(client, shelf):
    answer = await client.get("/api/products?q=mug&limit=1&page=2")

    assert answer.headers["X-Total-Count"] == "2"
    assert 'q=mug&page=1&limit=1>; rel="prev"' in answer.headers["Link"]
    assert 'rel="next"' not in answer.headers["Link"]
    assert await names(client, "?page=1000000&limit=100") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("limit=101", "limit"),
        ("sort=colour", "sort"),
        ("cursor=nonsense", "cursor"),
        ("cursor=WyJ4IiwxXQ&sort=price", "cursor"),
        ("cursor=WyJcdTAwMDAiLDFd", "cursor"),
        ("cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OSwxXQ&sort=stock", "cursor"),
        ("low_stock=-1", "low_stock"),
        ("ids=0", "ids.0"),
        ("q=%00", "q"),
        ("archived=maybe", "archived"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_by_field(
    client, shelf, query, field
):
    answer = await client.get(f"/api/products?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_the_ledger_is_read_newest_first_by_page_and_by_cursor(client, till):
    tea, mug = await add_product(client), await add_product(client)
    await till.take(1, [(tea["id"], 1), (mug["id"], 1)])
    await adjust(client, tea["id"], delta=4, reason="found")

    by_page = await walk(client, f"/api/products/{tea['id']}/movements?limit=2")
    by_cursor = await walk(
        client, f"/api/stock/movements?product_id={tea['id']}&cursor=&limit=1"
    )

    assert [line["reason"] for line in by_page] == ["found", "sale", "initial"]
    assert [line["stock"] for line in by_page] == [13, 9, 10]
    assert by_cursor == by_page


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("", ["damage", "sale", "initial", "initial"]),
        ("product_id=2", ["initial"]),
        ("reason=damage", ["damage"]),
        ("reference=sale:1", ["sale"]),
        ("user_id=3", ["sale"]),
        ("location_id=2", []),
        ("from=2000-01-01&to=2000-12-31", []),
        ("from=2000-01-01&to=2999-12-31&reason=sale", ["sale"]),
    ],
)
async def test_movements_are_found_by_what_is_known_of_them(
    client, till, query, reasons
):
    tea, _ = await add_product(client), await add_product(client)
    await till.take(1, [(tea["id"], 1)])
    await adjust(client, tea["id"], delta=-1, reason="damage")

    answer = await client.get(f"/api/stock/movements?{query}")

    assert [line["reason"] for line in answer.json()] == reasons
    assert answer.headers["X-Total-Count"] == str(len(reasons))
