"""Searching, sorting and paging the catalogue and the ledger."""

import importlib
import re

import pytest

from products_svc.tests.factories import add_product, adjust
from products_svc.tests.test_stored_functions import FUNCTIONS


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


@pytest.fixture
async def shelf(client):
    """Five products, one of them archived."""
    for name, sku, price, stock, category in [
        ("Éclair au café", "ECL-1", 3, 0, "sweet"),
        ("apple", "APP-1", 1, 50, "fruit"),
        ("Zebra mug", "MUG-1", 9, 5, None),
        ("Blue mug", "MUG-2", 9, 7, None),
        ("Old mug", "MUG-0", 2, 1, None),
    ]:
        await add_product(
            client, name=name, sku=sku, price=price, stock=stock, category=category
        )
    await client.delete("/api/products/5")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("eclair", ["Éclair au café"]),
        ("ÉCLAIR CAFE", ["Éclair au café"]),
        ("mug", ["Blue mug", "Zebra mug"]),
        ("mug blue", ["Blue mug"]),
        ("mug-2", ["Blue mug"]),
        ("app-1 apple", ["apple"]),
        ("%", []),
        ("_", []),
        ("", ["apple", "Blue mug", "Éclair au café", "Zebra mug"]),
    ],
)
async def test_a_search_finds_words_of_sku_and_name_case_and_accents_aside(
    client, shelf, query, found
):
    answer = await client.get("/api/products", params={"q": query})

    assert [item["name"] for item in answer.json()] == found


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Pain d'épices", "d’épices"),
        ("Pain d’épices", "D'EPICES"),
        ("Pain dʼépices", "d‘epices"),
        ("Pain d´épices", "d`épices"),
        ("Cœur de bœuf", "coeur boeuf"),
        ("COEUR DE BOEUF", "Cœur Bœuf"),
        ("CŒUR", "cœur"),
        ("Nævus", "NAEVUS"),
        ("Weißbier", "WEISSBIER"),
        ("Smørrebrød", "smorrebrod"),
        ("Żółw", "zolw"),
        ("Eau‑de‑vie", "eau-de-vie"),
        ("Thé – vert", "-"),
        ("Carré «Noir»", '"noir"'),
        ("Fil 12 mm", "ﬁl"),
        ("Café\u00a0noir", "café noir"),
        ("Sou\u00adcoupe", "sou\u200bcoupe"),
        ("Cafe\u0301", "caf\u00e9"),
    ],
)
async def test_a_search_goes_by_what_is_meant_however_it_is_typed(client, name, query):
    await add_product(client, name="Something else", sku="S")
    await add_product(client, name=name, sku="X")

    answer = await client.get("/api/products", params={"q": query})

    assert [item["sku"] for item in answer.json()] == ["X"]


async def test_products_of_before_are_found_by_it_too(inspector, client):
    """Their keys were folded by the function as it was before."""
    path = "products_svc.migrations.versions.20261126_0012_search"
    fold = importlib.import_module(path).FOLD
    found = "SELECT name_key FROM products WHERE sku = 'X'"
    change = inspector.transaction()
    await change.start()
    try:
        await inspector.execute(
            "CREATE OR REPLACE FUNCTION fold_text(value text) RETURNS text"
            " LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN lower(value)"
        )
        await inspector.execute(
            "INSERT INTO products (sku, name, price) VALUES ('X', 'D’Œuf', 1)"
        )
        assert await inspector.fetchval(found) == "d’œuf"
        await inspector.execute((FUNCTIONS / "fold_text.sql").read_text())
        await inspector.execute(fold)

        assert await inspector.fetchval(found) == "d'oeuf"
    finally:
        await change.rollback()


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
