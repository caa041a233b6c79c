"""Sentences on a suggestion, built from its terms alone: for the quantity, for the date,
and why nothing is suggested. Pure."""

from dataclasses import dataclass

from forecast_svc.replenishment.calculation.advice import Advice
from forecast_svc.replenishment.calculation.terms import Terms
from forecast_svc.replenishment.words import (
    DATES,
    QUANTITY,
    WHY_NOT,
    Language,
    day,
    number,
    percent,
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """``quantity`` is ``None`` where nothing could be computed; ``why_not`` where
    something is suggested."""

    quantity: str | None
    date: str | None
    why_not: str | None


def sentences(advice: Advice, language: Language) -> Sentences:
    return Sentences(
        quantity=None
        if advice.terms is None
        else _quantity(advice, advice.terms, language),
        date=_date(advice, language),
        why_not=_why_not(advice, language),
    )


def _quantity(advice: Advice, terms: Terms, language: Language) -> str:
    """Every number is one of the terms, as shown."""

    def of(units: float) -> str:
        return number(units, language)

    words, a = QUANTITY[language], day(advice.dates.arrives_on, language)
    told = [
        words["order"].format(quantity=of(advice.quantity))
        if advice.quantity > 0
        else words["none"],
        words["stock"].format(
            a=a,
            stock=of(terms.stock_at_a),
            on_hand=of(terms.on_hand),
            arrivals=of(terms.arrivals_to_a),
            demand=of(terms.demand_to_a),
            lost=of(terms.lost_to_a),
        ),
        words["need"].format(
            b=day(advice.dates.next_arrives_on, language),
            need=of(terms.need),
            demand=of(terms.demand_a_b),
            arrivals=of(terms.arrivals_a_b),
            stock=of(terms.stock_at_a),
            safety=of(terms.safety),
        ),
    ]
    told += [
        words[each.step].format(
            limit=of(each.limit),
            quantity=of(each.quantity),
            multiple=of(terms.multiple),
            minimum_stock=of(terms.minimum_stock),
        )
        for each in terms.adjustments
    ]
    if advice.transfers:
        sent = sum(transfer.quantity for transfer in advice.transfers)
        told.append(words["transfers"].format(units=of(sent)))
    return " ".join(told)


def _date(advice: Advice, language: Language) -> str | None:
    chances, stock_out, dates = advice.chances, advice.stock_out, advice.dates
    if chances is None or stock_out is None:
        return None
    known = {
        "order_on": day(dates.order_on, language),
        "a": day(dates.arrives_on, language),
        "b": day(dates.next_arrives_on, language),
        "before": percent(chances.before_arrival, language),
        "without": percent(chances.without, language),
        "with_order": percent(chances.with_order, language),
    }
    words, told = DATES[language], []
    if advice.order_by is None:
        told.append(words["beyond"])
    elif advice.late:
        told.append(words["late"].format(**known))
    else:
        told.append(
            words["by"].format(order_by=day(advice.order_by, language), **known)
        )
    if stock_out.p50 is not None:
        told.append(words["stock_out"].format(p50=day(stock_out.p50, language)))
    if advice.quantity > 0:
        told.append(words["chances"].format(**known))
    return " ".join(told)


def _why_not(advice: Advice, language: Language) -> str | None:
    code: str | None = advice.why_not
    if code is None:
        return None
    covered = ""
    if code in {"covered_until", "on_order"} and advice.covered_until is None:
        code = "covered" if code == "covered_until" else "on_order_covered"
    elif advice.covered_until is not None:
        covered = day(advice.covered_until, language)
    multiple = advice.terms.multiple if advice.terms else 1.0
    return WHY_NOT[language][code].format(
        covered=covered,
        a=day(advice.dates.arrives_on, language),
        multiple=number(multiple, language),
    )
