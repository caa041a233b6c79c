"""Sentences on suggestions: read by a stranger with a pencil, in both languages."""

import re
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given, settings, strategies as st

from forecast_svc.replenishment import words
from forecast_svc.replenishment.calculation import (
    Arrival,
    Costs,
    LeadTime,
    recomputed,
)
from forecast_svc.replenishment.calculation.state import WhyNot
from forecast_svc.replenishment.calculation.terms import Step
from forecast_svc.replenishment.sentences import sentences
from forecast_svc.replenishment.words import day, number, percent
from forecast_svc.tests.advising import (
    AS_OF,
    advised,
    after,
    demands,
    paths,
    state,
    states,
    steady,
)

NUMBER = {
    "en": r"−?\d[\d,]*(?:\.\d+)?",
    "fr": "−?\\d[\\d\N{NARROW NO-BREAK SPACE}]*(?:,\\d+)?",
}


def numbers(text, language):
    """As a reader takes them off the page; days, which have letters, are left out."""
    without_days = re.sub(r"\b\d{1,2}(?:er)? \D{3,10} \d{4}\b", "", text)
    return [
        float(
            found.replace("−", "-")
            .replace("\N{NARROW NO-BREAK SPACE}", "")
            .replace(",", "" if language == "en" else ".")
        )
        for found in re.findall(NUMBER[language], without_days)
    ]


@settings(max_examples=120, deadline=None)
@given(states, demands, st.sampled_from(["en", "fr"]))
def test_the_sentence_of_a_quantity_recomputes_to_the_unit(known, mean, language):
    advice = advised(known, paths(mean), seed=5)
    said = sentences(advice, language).quantity
    if said is None or advice.quantity == 0:
        return
    told = numbers(said, language)
    quantity, stock, on_hand, arriving, demand, lost = told[:6]
    need, wanted, credited, left, safety = told[6:11]

    assert on_hand + arriving - demand + lost == pytest.approx(stock, abs=1e-6)
    assert left == stock
    assert wanted - credited - left + safety == pytest.approx(need, abs=1e-6)
    # Each step ends with the quantity that it leaves; the last one is what is ordered.
    assert quantity == advice.quantity == recomputed(advice.terms)
    assert (told[11:] or [quantity])[-1] == quantity
    if not advice.terms.adjustments:
        assert -(-need // 1) == quantity


def test_a_suggestion_in_words():
    known = state(
        on_hand=10.0,
        arrivals=(Arrival(5.0, after(2)),),
        lead_time=LeadTime(4),
        review_days=7,
        order_multiple=6.0,
    )
    said = sentences(advised(known, steady(2.0)), "en")
    assert said.quantity == (
        "Order 12. On 6 March 2026 there will be 7 in stock: 10 on hand + 5 arriving"
        " − 8 expected demand + 0 that cannot be met. Until 13 March 2026 the need is 7:"
        " 14 expected demand − 0 arriving − 7 in stock + 0 safety stock."
        " In multiples of 6: 12."
    )
    assert said.date == (
        "Order by 5 March 2026; an order of 2 March 2026 arrives on 6 March 2026."
        " Without an order, stock most likely runs out on 9 March 2026."
        " From 6 March 2026 to 13 March 2026 the chance of running out is 100% without the"
        " order and 0% with it."
    )
    assert said.why_not is None


def test_late_and_not_needed_in_french():
    late = advised(state(lead_time=LeadTime(4), review_days=7), steady(2.0))
    assert str(sentences(late, "fr").date).startswith(
        "À commander le 2 mars 2026\N{NO-BREAK SPACE}: même ainsi, le risque de rupture avant l’arrivée du"
        " 6 mars 2026 est de 100\N{NO-BREAK SPACE}%."
    )
    enough = advised(state(on_hand=31.0), steady(1.0))
    assert sentences(enough, "fr").why_not == (
        "Le stock et les commandes en cours couvrent la demande jusqu’au 1er avril 2026."
    )
    waits = advised(
        state(on_hand=20.0, lead_time=LeadTime(0), order_multiple=200.0,
              target=Costs(1.0, 0.2 / 7)),
        paths(3.0),
    )  # fmt: skip
    assert "colis de 200" in str(sentences(waits, "fr").why_not)


def test_numbers_and_shares_as_each_language_has_them():
    assert number(1234.5, "en") == "1,234.5"
    assert number(-1234.5, "fr") == "−1\N{NARROW NO-BREAK SPACE}234,5"
    assert (number(12.0, "en"), number(-0.0, "fr")) == ("12", "0")
    assert [percent(s, "en") for s in (0, 0.004, 0.5, 0.996, 1)] == [
        "0%", "< 1%", "50%", "> 99%", "100%",
    ]  # fmt: skip
    assert day(AS_OF, "fr") == "1er mars 2026"


def test_every_reason_has_words():
    assert set(get_args(WhyNot)) <= words.WHY_NOT["en"].keys()
    assert set(get_args(Step)) <= words.QUANTITY["fr"].keys()


@pytest.mark.parametrize("texts", [words.QUANTITY, words.DATES, words.WHY_NOT])
def test_both_languages_say_the_same(texts):
    def fields(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english, french = texts["en"], texts["fr"]
    assert {key: fields(text) for key, text in english.items()} == {
        key: fields(text) for key, text in french.items()
    }
