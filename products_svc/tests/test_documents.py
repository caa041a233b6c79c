"""Documents of orders: PDF in both languages, CSV, UBL."""

import csv
import hashlib
import io
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from saxonche import PySaxonProcessor

from products_svc.app import create_app
from products_svc.documents.rules import day, number
from products_svc.documents.ubl import CAC, CBC
from products_svc.settings import Settings
from products_svc.tests.factories import add_order, add_product, add_supplier, set_terms
from tests.support import client_for

RULES = ("com.helger.phive.rules", "phive-rules-peppol", "4.3.7")
RULES_SHA256 = "c82aaeda5ca16166034421393d160ec6cf77460b16e027eecc4bb5fe67a552ce"
ORDER_RULES = "external/schematron/openpeppol/2025.11/xslt/PEPPOLBIS-T01.xslt"
SUPPLIER = {
    "name": "Thés Réunis", "address": "1 quai du Port\n13002 Marseille\nBâtiment C",
    "country": "FR", "language": "fr", "account_number": "C-17",
    "electronic_address": "0009:73282932000074",
}  # fmt: skip


@pytest.fixture
async def app(databases):
    await databases.clean("products")
    settings = databases.settings(
        Settings,
        shop_name="Épicerie du Midi",
        shop_country="FR",
        shop_electronic_address="0009:55203253400646",
    )
    app = create_app(settings)
    yield app
    await app.state.database.close()


@pytest.fixture
async def order(client):
    north = await add_supplier(client, **SUPPLIER)
    tea = await add_product(client, sku="TEA", name="Thé fumé")
    rice = await add_product(
        client, sku="=RICE", name="Riz", unit="kg", quantity_decimals=3
    )
    await set_terms(
        client,
        north,
        {
            "product_id": tea["id"],
            "sku": "N-1",
            "unit_cost": 1234.567891,
            "units_per_case": 12,
        },
    )
    return await add_order(
        client, north,
        {"product_id": tea["id"], "quantity": 1200},
        {"product_id": rice["id"], "quantity": 2.125, "unit_cost": 3.333},
        expected_on="2031-03-04", reference="R-9", note="Sonner deux fois", location_id=1,
    )  # fmt: skip


async def document(client, order, kind, **params):
    answer = await client.get(
        f"/api/purchase-orders/{order['id']}/document.{kind}", params=params
    )
    assert answer.status_code == 200, answer.text
    assert f"PO{order['id']:06d}.{kind}" in answer.headers["Content-Disposition"]
    return answer


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_pdf_is_in_the_language_that_is_asked_for(client, order, language):
    answer = await document(client, order, "pdf", language=language)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert f"/Lang ({language})".encode() in answer.content


async def test_a_pdf_is_in_the_suppliers_language_by_itself(client, order):
    assert b"/Lang (fr)" in (await document(client, order, "pdf")).content


async def test_a_csv_runs_nothing_in_a_spreadsheet(client, order):
    answer = await document(client, order, "csv")

    first, second = csv.DictReader(io.StringIO(answer.text))
    assert (first["supplier_sku"], first["name"], first["quantity"]) == (
        "N-1",
        "Thé fumé",
        "1200",
    )
    assert (first["unit_cost"], first["amount"]) == ("1234.567891", "1481481.47")
    assert (second["sku"], second["quantity"], second["unit"]) == (
        "'=RICE",
        "2.125",
        "kg",
    )
    assert second["expected_on"] == "2031-03-04"


def texts(root, *path):
    return [node.text for node in root.findall("/".join(path))]


async def test_ubl_says_what_the_order_says(client, order):
    root = ElementTree.fromstring((await document(client, order, "xml")).content)

    assert texts(root, f"{{{CBC}}}ID") == [order["number"]]
    item = f"{{{CAC}}}OrderLine/{{{CAC}}}LineItem"
    quantities = root.findall(f"{item}/{{{CBC}}}Quantity")
    assert [(q.text, q.get("unitCode")) for q in quantities] == [
        ("1200", "H87"),
        ("2.125", "KGM"),
    ]
    assert texts(root, item, f"{{{CBC}}}LineExtensionAmount") == ["1481481.47", "7.08"]
    assert texts(
        root, f"{{{CAC}}}AnticipatedMonetaryTotal", f"{{{CBC}}}PayableAmount"
    ) == ["1481488.55"]


@pytest.fixture(scope="session")
def order_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules of the Peppol network for orders, fetched once per machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jgo.maven import MavenContext

        group, artifact, version = RULES
        project = MavenContext().project(group, artifact)
        jar = Path(project.at_version(version).artifact().resolve())
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == RULES_SHA256
    rules: Path = tmp_path_factory.mktemp("rules") / "order.xslt"
    rules.write_bytes(ZipFile(jar).read(ORDER_RULES))
    return rules


def broken_rules(rules: Path, written: bytes, folder: Path) -> list[str]:
    """What the schematron refuses; what it would only like to see is left out."""
    source = folder / "order.xml"
    source.write_bytes(written)
    with PySaxonProcessor(license=False) as processor:
        compiled = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(rules)
        )
        report = ElementTree.fromstring(
            compiled.transform_to_string(source_file=str(source))
        )
    svrl = "{http://purl.oclc.org/dsdl/svrl}"
    return [
        f"{failed.get('id')}: {failed.findtext(f'{svrl}text')}"
        for failed in report.iter(f"{svrl}failed-assert")
        if failed.get("flag") == "fatal"
    ]


async def test_ubl_keeps_the_rules_of_peppol(client, order, order_rules, tmp_path):
    written = (await document(client, order, "xml")).content

    assert b"urn:fdc:peppol.eu:poacc:trns:order:3" in written
    assert broken_rules(order_rules, written, tmp_path) == []


async def test_the_rules_notice_what_is_wrong(client, order, order_rules, tmp_path):
    written = (await document(client, order, "xml")).content

    wrong = written.replace(b">1481488.55<", b">1481488.99<")

    assert any("total" in each for each in broken_rules(order_rules, wrong, tmp_path))


async def test_an_order_without_electronic_addresses_claims_no_network(client, order):
    supplier = await add_supplier(client, name="Plain")
    tea = await add_product(client)
    line = {"product_id": tea["id"], "quantity": 1, "unit_cost": 1}
    plain = await add_order(client, supplier, line, placed=False)

    written = (await document(client, plain, "xml")).content

    assert b"peppol" not in written
    assert b"EndpointID schemeID" in written


async def test_documents_are_for_managers(app, order):
    async with client_for(app, "user") as user:
        for kind in ("pdf", "csv", "xml"):
            answer = await user.get(
                f"/api/purchase-orders/{order['id']}/document.{kind}"
            )
            assert answer.status_code == 403


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (1200, "1\u202f200,00", "1,200.00"),
        (Decimal("1234.567891"), "1\u202f234,567891", "1,234.567891"),
        (Decimal("0.5"), "0,50", "0.50"),
    ],
)
def test_numbers_have_the_marks_of_the_language(value, french, english):
    assert number(value, "fr", least=2) == french
    assert number(value, "en", least=2) == english


def test_days_are_written_as_each_language_does():
    assert day(date(2026, 3, 4), "fr") == "04/03/2026"
    assert day(date(2026, 3, 4), "en") == "4 Mar 2026"
