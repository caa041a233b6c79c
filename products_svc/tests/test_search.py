"""What people type to find a product, and what they find first."""

import importlib

import pytest

from products_svc.tests.factories import add_product
from products_svc.tests.test_lists import walk
from products_svc.tests.test_stored_functions import FUNCTIONS


async def found(client, **params):
    answer = await client.get("/api/products", params=params)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()]


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


@pytest.fixture
async def bakery(client):
    for sku, name, category in [
        ("B-1", "Pain au chocolat", "Pastry"),
        ("B-2", "Croissant", "Pastry"),
        ("B-3", "Chocolate tart", "Cakes"),
        ("B-4", "Baguette", "Bread"),
        ("BREAD", "Rye loaf", "Bread"),
        ("B-6", "Breadcrumbs", None),
    ]:
        await add_product(client, sku=sku, name=name, category=category)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bread", ["Rye loaf", "Breadcrumbs", "Baguette"]),
        ("chocolat", ["Chocolate tart", "Pain au chocolat"]),
        ("b-4", ["Baguette"]),
        ("pastry", ["Croissant", "Pain au chocolat"]),
        ("pastry choco", ["Pain au chocolat"]),
    ],
)
async def test_the_best_match_comes_first_on_every_page(client, bakery, typed, first):
    """All of a code or a name, its start, a part of it, then the category."""
    assert await found(client, q=typed) == first
    walked = await walk(client, f"/api/products?q={typed}&limit=1&cursor=")
    assert [item["name"] for item in walked] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("crosant", ["Croissant"]),
        ("baugette", ["Baguette"]),
        ("choclate", ["Chocolate tart", "Pain au chocolat"]),
        ("chocolote pian", []),
        ("pastri crossant", ["Croissant"]),
        ("pstry", ["Croissant", "Pain au chocolat"]),
        ("CROÎSANT", ["Croissant"]),
    ],
)
async def test_a_mistyped_word_finds_what_is_like_it_most_first(
    client, bakery, typed, first
):
    assert await found(client, q=typed, similar=True) == first
    # Who did not ask for guesses gets none.
    assert await found(client, q=typed) == []


@pytest.mark.parametrize("typed", ["3017620422003", "B-7", "pan", "zzzz"])
async def test_a_code_is_never_guessed(client, bakery, typed):
    assert await found(client, q=typed, similar=True) == []


async def test_what_has_the_words_hides_what_is_only_like_them(client, bakery):
    await add_product(client, sku="B-7", name="Crosant (frozen)")

    assert await found(client, q="crosant", similar=True) == ["Crosant (frozen)"]
