"""Columns that are found by their names and by what stands in them."""

import pytest

from etl_svc.files.matching import match_columns
from etl_svc.tests.headers import HEADERS
from etl_svc.tests.reading import read


def matched_columns(
    header: str, *rows: str, mark: str = "~"
) -> dict[str, tuple[str, ...]]:
    found = match_columns(header.split(mark), [row.split(mark) for row in rows])
    return {match.field: match.columns for match in found}


@pytest.mark.parametrize("name", HEADERS)
def test_columns_of_tills_shops_and_tools_are_found(name):
    header, row, expected = HEADERS[name]

    found = matched_columns(header, row)

    assert {f: found.get(f, ("",))[0] for f in expected} == expected


@pytest.mark.parametrize(
    "name",
    [
        "Prix unitaire", "prix_unitaire", "PRIX UNITAIRE", "Prix unitaire (TTC)", "prixUnitaire", "PRIXUNITAIRE",
        "tbl.prix_unitaire", "Unit Price", "UnitPrice", "price_each", "Einzelpreis", "Stückpreis", "Precio unitario",
        "Prezzo unitario", "P.U.", "PU TTC", "Unit price [EUR]",
    ],
)  # fmt: skip
def test_a_price_is_one_however_it_is_spelled(name):
    assert matched_columns(f"Date~Article~Qté~{name}", "13/02/2026~TEA~2~4,50")[
        "price"
    ] == (name,)


@pytest.mark.parametrize(
    "name",
    [
        "Quantité", "QTE", "qté vendue", "Quantité vendue", "Nb vendus", "transaction_qty", "QUANTITYORDERED",
        "Units Sold", "Menge", "Verkaufte Menge", "Anzahl", "Stück", "Cantidad", "Unidades vendidas", "Quantità",
        "pezzi", "Net quantity", "Items sold", "quantity (units)", "line_items.quantity", "Quantité\u00a0",
    ],
)  # fmt: skip
def test_a_quantity_is_one_however_it_is_spelled(name):
    assert matched_columns(f"Date~Produit~{name}~Total", "13/02/2026~TEA~2~9,00")[
        "quantity"
    ] == (name,)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Sales", "45.06"),
        ("Ventes", "1 204,50"),
        ("Sales", "$12.00"),
        ("Refunded quantity", "1"),
        ("Sold", "2026-02-12"),
        ("Stock quantity", "12"),
        ("Quantity discount", "0.10"),
    ],
)
def test_what_looks_like_money_or_is_another_quantity_is_no_quantity(name, cell):
    assert "quantity" not in matched_columns(
        f"Date~Product~{name}", f"2026-02-13~TEA~{cell}"
    )


def test_words_are_set_apart_by_their_capitals():
    found = matched_columns(
        "idArticle~dateVente~qteVendue~puTTC", "7~2026-02-13~2~4,50"
    )

    assert found == {
        "sku": ("idArticle",),
        "sold_at": ("dateVente",),
        "quantity": ("qteVendue",),
        "price": ("puTTC",),
    }


def test_units_stand_beside_money_of_the_same_name():
    found = matched_columns("Date~Item~Sales~Quantity", "2026-02-13~TEA~45.06~2")

    assert (found["quantity"], found["amount"]) == (("Quantity",), ("Sales",))


def test_a_number_of_an_order_is_one_whatever_its_column_is_called():
    found = matched_columns(
        "Name~Created at~Lineitem name", "#1001~2026-02-13~Blue mug"
    )

    assert (found["id"], found["name"]) == (("Name",), ("Lineitem name",))


async def test_each_field_says_how_sure_it_is_and_what_else_there_is(tmp_path):
    found = await read(
        tmp_path, "Date;Code;Produit;Barcode;Qté\n13/02/2026;T1;Thé;376;2\n"
    )

    by_field = {match.field: match for match in found.layout.matches}
    sku = by_field["sku"]
    assert (sku.columns, sku.reason) == (("Barcode",), "name_and_contents")
    assert [other.columns for other in sku.alternatives] == [("Code",), ("Produit",)]
    assert sku.certainty > sku.alternatives[0].certainty > 0.5
    assert "columns" in found.layout.unsure


async def test_a_mapping_that_was_asked_for_is_certain(tmp_path):
    columns = {"sku": ["Code"], "sold_at": ["Jour"], "quantity": ["N"]}
    found = await read(
        tmp_path, "Jour;Code;N\n13/02/2026;T1;2\n", columns=columns, dry_run=False
    )

    assert {
        m.field: (m.certainty, m.reason) for m in found.layout.matches
    } == dict.fromkeys(columns, (1.0, "asked"))


async def test_days_are_found_below_a_word_that_nobody_knows(tmp_path):
    found = await read(tmp_path, "Quand;Article;Qté\n13/02/2026;TEA;2\n")

    day = next(m for m in found.layout.matches if m.field == "sold_at")
    assert (day.columns, day.reason) == (("Quand",), "contents")
    assert "columns" in found.layout.unsure


@pytest.mark.parametrize(
    ("titles", "price", "amount"),
    [
        ("PU HT;PU TTC;Total HT;Total TTC", "PU TTC", "Total TTC"),
        ("PU HT;Total TTC;Total HT", "PU HT", "Total HT"),
        ("PU TTC;Total HT", "PU TTC", "Total HT"),
    ],
)
def test_amounts_are_with_tax_where_prices_are(titles, price, amount):
    header = ["Date", "Article", "Qté", *titles.split(";")]
    rows = [["13/02/2026", "CUP", "2", *["3,60"] * (len(header) - 3)]]

    found = {match.field: match.columns for match in match_columns(header, rows)}

    assert (found["price"], found["amount"]) == ((price,), (amount,))
