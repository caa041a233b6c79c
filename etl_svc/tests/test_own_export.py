"""The CSV download of sales comes back in: through the real services, both ways."""

import csv
import io

import pytest

HISTORY = """\
Date;Article;Quantité;Prix;Montant
2025-03-01;MIEL;3;;10,00
2025-03-01;THÉ;2;offert;
2025-03-02;THÉ;4;1,005;
"""
MAPPED = {
    "map": [
        "sold_at:Date", "sku:Article", "quantity:Quantité", "price:Prix",
        "amount:Montant",
    ],
    "source": "till",
}  # fmt: skip


@pytest.fixture
def shop(counter):
    """A manager at the shop's counter: products_svc and sales_svc over HTTP."""
    return Shop(*counter)


class Shop:
    def __init__(self, catalogue, counter):
        self._catalogue = catalogue
        self._counter = counter

    async def add(self, sku, **changes):
        body = {"sku": sku, "name": f"Name of {sku}", "price": 4.2, "stock": 100}
        answer = await self._catalogue.post("/api/products", json=body | changes)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def skus(self):
        listed = await self._catalogue.get("/api/products", params={"sort": "sku"})
        return {item["sku"]: item["name"] for item in listed.json()}

    async def post(self, path, **body):
        answer = await self._counter.post(f"/api/sales{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()["id"]

    async def sell(self, product, quantity=1, day="2026-03-02", **more):
        moment = f"{day}T09:05:00+01:00"
        return await self.post(
            "", product_id=product, quantity=quantity, sold_at=moment, **more
        )

    async def download(self, **query):
        answer = await self._counter.get("/api/sales/export.csv", params=query)
        assert answer.status_code == 200, answer.text
        return answer.text


TOLD = (
    "sold_at", "sku", "name", "quantity", "price", "total", "returned",
    "price_unknown", "location_id",
)  # fmt: skip


def live(download):
    """What a download tells of sales that were not voided, whichever their ids."""
    rows = csv.DictReader(io.StringIO(download))
    return sorted(
        tuple(row[name] for name in TOLD) for row in rows if not row["voided_at"]
    )


@pytest.fixture
async def busy(shop, imported):
    """What a shop has after a while: sales of every kind."""
    await imported(HISTORY, **MAPPED)
    tea = await shop.add("-X1", name="@home, or 'not'")
    zeros = await shop.add("'00123", name="'Tis")
    gift = await shop.add("CARTE", name="Carte cadeau")
    await shop.sell(tea, 3)
    await shop.sell(tea, 2, price=0)
    sale = await shop.sell(zeros, 5, day="2026-03-03", price=3.99)
    await shop.post(f"/{sale}/returns", quantity=2, condition="damaged", reason="=1")
    await shop.post(f"/{await shop.sell(gift)}/void", reason="-mistake")
    await shop.sell(gift, day="2026-03-04")
    return shop


async def test_what_this_shop_sold_is_known_and_stays_as_it_is(
    busy, imported, recorded
):
    download, units = await busy.download(), await recorded()
    products = await busy.skus()

    for source in ("till", "own", "file"):
        job, after = await imported(download, source=source)

        assert (job["layout"]["preset"], job["status"]) == ("previstock", "done")
        assert job["rows_recorded"] == job["rows_rejected"] == 0
        out = job["left_out"]["known_sale"]
        assert (out["rows"], job["rows_zero"]) == (len(live(download)), 1)
        assert out["example"]
        assert after == units
        assert await busy.download() == download
    assert await busy.skus() == products


async def test_an_empty_shop_gets_the_same_sales_and_totals(
    busy, imported, recorded, databases
):
    download, units = await busy.download(), await recorded()
    products = await busy.skus()
    await databases.clean("products", "sales")

    job, after = await imported(download)

    assert job["rows_recorded"] == len(live(download))
    assert (job["rows_zero"], job["rows_rejected"]) == (1, 0)
    assert after == units
    assert live(await busy.download()) == live(download)
    assert await busy.skus() == products


async def test_another_shops_sales_are_no_own_ones_and_count_once(
    busy, imported, databases
):
    """Their ids are taken here; under another source they are the same all the same."""
    download = await busy.download()
    await databases.clean("products", "sales")
    mug = await busy.add("MUG")
    for _ in range(12):
        await busy.sell(mug)
    mine = live(await busy.download())

    for source, new in (("a", len(live(download))), ("a", 0), ("b", 0)):
        job, _ = await imported(download, source=source)
        assert job["rows_recorded"] == new
        assert job["left_out"] == {}

    assert live(await busy.download()) == sorted([*mine, *live(download)])


async def test_as_a_french_spreadsheet_saves_it_it_is_the_same(
    busy, imported, databases
):
    download = await busy.download()
    await databases.clean("products", "sales")
    rows = list(csv.reader(io.StringIO(download)))
    money = [rows[0].index(name) for name in ("price", "total")]
    for row in rows[1:]:
        for at in money:
            row[at] = row[at].replace(".", ",")
    saved = io.StringIO()
    csv.writer(saved, delimiter=";").writerows(rows)

    await imported("\ufeff" + saved.getvalue())

    assert live(await busy.download()) == live(download)


@pytest.mark.parametrize("mark", ["comma", "point"])
async def test_as_a_download_for_spreadsheets_it_is_the_same(
    busy, imported, databases, mark
):
    download, sheet = await busy.download(), await busy.download(spreadsheet=mark)
    await databases.clean("products", "sales")

    job, _ = await imported(sheet)

    assert (job["layout"]["preset"], job["rows_rejected"]) == ("previstock", 0)
    assert live(await busy.download()) == live(download)


async def test_a_sale_that_was_voided_since_is_voided_elsewhere_too(
    busy, imported, databases, recorded
):
    """By a later download of the same source."""
    download = await busy.download()
    await databases.clean("products", "sales")
    await imported(download, source="own")
    rows = list(csv.DictReader(io.StringIO(download)))
    voided = next(row for row in rows if row["sku"] == "CARTE" and not row["voided_at"])
    voided |= {"voided_at": "2026-03-05T10:00:00Z", "void_reason": "later"}
    later = io.StringIO()
    writer = csv.DictWriter(later, rows[0])
    writer.writeheader()
    writer.writerows(rows)

    job, _ = await imported(later.getvalue(), source="own")

    assert job["rows_withdrawn"] == 1
    assert "CARTE" not in {sku for _, sku in await recorded()}


async def test_a_download_of_a_version_before_is_refused_by_its_reason(client):
    header = (
        "id,sold_at,product_id,quantity,price,total,user_id,order_id,import_id,"
        "voided_at,voided_by,void_reason,created_at,returned,price_unknown"
    )
    row = "1,2026-03-02T10:00:00Z,1,1,1.00,1.00,7,,,,,,2026-03-02T10:00:00Z,0,"
    for dry_run in ("true", "false"):
        answer = await client.post(
            "/api/etl/uploads",
            params={"dry_run": dry_run},
            files={"file": ("sales.csv", f"{header}\n{row}\n", "text/csv")},
        )

        assert answer.status_code == 422
        assert answer.json()["code"] == "download_without_codes"
        assert "Download it again" in answer.json()["detail"]
