"""What came back, and what its state says was never sold."""

import pytest

from etl_svc.files.states import is_below_zero, state_of
from etl_svc.tests.driver import ORDER, ORDERS, codes, counts, tickets


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *((w, "nothing") for w in ("ANNULE", "Annulé", "annulée", "Échouée", "Devis")),
        *((w, "nothing") for w in ("cancelled", "Canceled", "wc-cancelled", "Void")),
        *((w, "nothing") for w in ("Storniert", "ENTWURF", "Angebot", "abgebrochen")),
        *((w, "nothing") for w in ("Cancelado", "anulada", "Presupuesto", "borrador")),
        *((w, "nothing") for w in ("Annullato", "preventivo", "Rimborsato", "BOZZA")),
        *((w, "nothing") for w in ("refunded", "Remboursé", "erstattet", "Quote")),
        *((w, "sold") for w in ("paid", "Payé", "bezahlt", "pagado", "pagato", "")),
        *((w, "sold") for w in ("wc-completed", "partially_refunded", "Shipped")),
        *((w, "sold") for w in ("En cours de préparation", "In Process", "On Hold")),
        *((w, None) for w in ("zurückgestellt-x", "42", "???x", "Blorp")),
    ],
)
def test_a_state_is_read_in_five_languages(word, state):
    assert state_of(word) == state


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *((w, "returned") for w in ("Return", "REFUND", "Retour", "Avoir")),
        *((w, "returned") for w in ("Gutschrift", "Rückgabe", "Devolución", "Reso")),
        *((w, "sold") for w in ("Sale", "Vente", "Verkauf", "Venta", "Vendita")),
        *((w, "sold") for w in ("Exchange", "Échange", "Payment")),
        *((w, "nothing") for w in ("Void", "Devis", "No sale")),
    ],
)
def test_a_type_tells_sales_from_returns(word, state):
    assert state_of(word, is_type=True) == state


async def test_only_what_was_sold_is_sold(imported):
    job, units = await imported(
        tickets(
            "1;13/03/2026;CUP;2;ANNULE",
            "2;13/03/2026;CUP;2;Échouée",
            "3;13/03/2026;CUP;2;Devis",
            "4;13/03/2026;CUP;1;payé",
            header=ORDER,
        ),
        **ORDERS,
    )

    assert units == {("03-13", "CUP"): 1}
    assert job["rows_zero"] == 3
    assert job["states"] == {"ANNULE": 1, "Échouée": 1, "Devis": 1, "payé": 1}


STRANGE = tickets(
    "1;13/03/2026;CUP;2;blorp",
    "2;13/03/2026;CUP;3;Blorp",
    "3;13/03/2026;CUP;1;payé",
    header=ORDER,
)


async def test_a_word_that_nobody_knows_is_asked_about_first(imported):
    job, units = await imported(STRANGE, **ORDERS)

    assert (job["status"], job["error_code"]) == ("failed", "unknown_states")
    assert "'blorp' (1)" in job["error"]
    assert units == {}


async def test_a_dry_run_lists_words_that_nobody_knows(imported, client):
    job, _ = await imported(STRANGE, dry_run=True, **ORDERS)

    assert job["status"] == "checked"
    assert job["states"] == {"blorp": 1, "Blorp": 1, "payé": 1}
    assert [(p["field"], p["code"], p["value"]) for p in job["problems"]] == [
        ("Statut", "unknown_state", "blorp"),
        ("Statut", "unknown_state", "Blorp"),
    ]
    assert codes(job) == ["unknown_states"]


@pytest.mark.parametrize(("says", "units"), [("sold", 6), ("nothing", 1)])
async def test_what_a_word_says_can_be_told_and_is_kept(
    imported,
    client,
    says,
    units,
):
    job, recorded = await imported(
        STRANGE, source="shop", states=[f"Blorp:{says}"], **ORDERS
    )
    assert sum(recorded.values()) == units
    assert codes(job) == []

    later, recorded = await imported(
        tickets("9;20/03/2026;CUP;5;BLORP", header=ORDER), source="shop"
    )

    assert later["layout"]["known"] == "saved"
    assert sum(recorded.values()) == units + (5 if says == "sold" else 0)


async def test_a_dry_run_is_read_again_with_the_words_told(
    imported,
    client,
    driver,
    working,
):
    job, _ = await imported(STRANGE, dry_run=True, **ORDERS)
    columns = {
        "sku": ["Article"],
        "sold_at": ["Jour"],
        "quantity": ["Nb"],
        "status": ["Statut"],
    }

    answer = await client.put(
        f"/api/etl/jobs/{job['id']}/layout",
        json={"columns": columns, "states": {"blorp": "nothing"}},
    )
    assert answer.status_code == 202
    async with working():
        again = await driver.until(job["id"], "checked")

    assert (again["rows_zero"], again["rows_rejected"]) == (2, 0)
    assert codes(again) == []


MONEY = {
    "map": ["sku:Article", "sold_at:Jour", "quantity:Nb", "amount:Montant"],
    "on_negative": "return",
}


@pytest.mark.parametrize(
    "returned",
    [
        "1;-4,50",
        "-1;-4,50",
        "-1;4,50",
        "(1);4,50",
        "1;(4,50)",
        "1-;4,50",
        "1;4,50-",
        "1;-4,50 €",
    ],
)
async def test_a_minus_or_brackets_in_any_cell_is_a_return(imported, returned):
    job, units = await imported(
        tickets(
            "13/03/2026;CUP;3;13,50",
            f"14/03/2026;CUP;{returned}",
            header="Jour;Article;Nb;Montant",
        ),
        **MONEY,
    )

    assert units == {("03-13", "CUP"): 2}
    assert (job["rows_returned"], job["rows_rejected"]) == (1, 0)


async def test_unless_asked_for_it_is_refused_with_the_cell_that_says_it(imported):
    job, units = await imported(
        tickets(
            "13/03/2026;CUP;3;13,50",
            "14/03/2026;CUP;1;-4,50",
            header="Jour;Article;Nb;Montant",
        ),
        map=MONEY["map"],
    )

    assert units == {("03-13", "CUP"): 3}
    assert [(p["field"], p["code"], p["value"]) for p in job["problems"]] == [
        ("Montant", "negative", "-4,50")
    ]


async def test_a_type_column_tells_what_came_back(imported):
    job, units = await imported(
        tickets(
            "Sale;13/03/2026;CUP;5",
            "Return;14/03/2026;CUP;2",
            "Refund;14/03/2026;CUP;-1",
            "Void;14/03/2026;CUP;1",
            "Exchange;15/03/2026;POT;1",
            header="Kind;Jour;Article;Nb",
        ),
        map=["type:Kind", "sku:Article", "sold_at:Jour", "quantity:Nb"],
        on_negative="return",
    )

    assert units == {("03-13", "CUP"): 2, ("03-15", "POT"): 1}
    assert (job["rows_returned"], job["rows_zero"], job["rows_rejected"]) == (2, 1, 0)


LINES = "sku,sold_at,quantity,price\n"


async def test_what_an_earlier_file_sold_comes_back_once(imported):
    await imported(LINES + "CUP,2026-03-13 10:00,3,4.50\n", on_negative="return")
    later = LINES + "CUP,2026-03-20 10:00,-1,4.50\nCUP,2026-03-20 11:00,2,4.50\n"

    job, units = await imported(later, on_negative="return")
    again, after = await imported(later, on_negative="return")

    assert units == after == {("03-13", "CUP"): 2, ("03-20", "CUP"): 2}
    assert (job["rows_returned"], job["rows_rejected"], codes(job)) == (1, 0, [])
    assert counts(again) == {"duplicate": 2}


async def test_what_nobody_sold_is_said(imported):
    await imported(LINES + "CUP,2026-03-13 10:00,3,4.50\n", on_negative="return")

    job, units = await imported(
        LINES + "CUP,2026-03-20 10:00,-4,4.50\n", on_negative="return"
    )

    assert units == {("03-13", "CUP"): 3}
    assert (counts(job), codes(job)) == ({"rejected": 1}, ["returns_refused"])


async def test_a_row_with_a_day_of_its_own_inherits_nothing(imported):
    _, units = await imported(
        tickets(
            "1;13/03/2026;CUP;2;annulé",
            ";14/03/2026;POT;3;",
            ";;CUP;1;",
            "2;15/03/2026;CUP;1;annulé",
            ";;POT;9;",
            header=ORDER,
        ),
        **ORDERS,
    )

    assert units == {("03-14", "POT"): 3, ("03-14", "CUP"): 1}


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("12.-", False),
        ("1'200,-", False),
        ("12-", True),
        ("4,50 -", True),
        ("(3)", True),
    ],
)
def test_a_dash_for_no_cents_is_no_minus(text, below):
    assert is_below_zero(text) is below
