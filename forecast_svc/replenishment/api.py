"""Routes of what to order: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Query, Request

from forecast_svc.errors import DayNotComplete
from forecast_svc.forecasts.dependencies import Forecasting
from forecast_svc.forecasts.operations.keep_demand import TOGETHER
from forecast_svc.replenishment.advisor import Advisor
from forecast_svc.replenishment.calculation import seed_of
from forecast_svc.replenishment.calculation.batch import Question
from forecast_svc.replenishment.demand import DemandForecasts, Subject
from forecast_svc.replenishment.inputs import load_known
from forecast_svc.replenishment.schemas import AdviceOut
from forecast_svc.replenishment.what_if import WhatIfIn, WhatIfItemIn
from forecast_svc.replenishment.words import Language
from forecast_svc.rules import last_complete_day
from shared.clock import business_today
from shared.http.auth import Role, Viewer
from shared.http.service import api_router

router = api_router("/api/forecast/replenishment", "replenishment")

InLanguage = Annotated[Language, Query(description="Of the sentences: `en` or `fr`")]


async def advisor_of(request: Request) -> Advisor:
    advisor: Advisor = request.app.state.advisor
    return advisor


Advising = Annotated[Advisor, Depends(advisor_of)]


@router.post("/what-if", name="what_if")
async def what_if(
    forecaster: Forecasting,
    advisor: Advising,
    viewer: Viewer,
    body: WhatIfIn,
    language: InLanguage = "en",
) -> list[AdviceOut]:
    """Advice on any states of stock, in the order of the items, exactly as the list would
    give it; with ``quantity`` also what becomes of ordering so many.

    Nothing after ``as_of`` is used. What an item does not say is as it stands in the
    shop; of a past day, only the terms of buying are.
    """
    last = last_complete_day(business_today())
    as_of = body.as_of or last
    if as_of > last:
        raise DayNotComplete(last)
    subjects = [_subject(item) for item in body.items]
    demand = await DemandForecasts(forecaster).of(subjects, as_of)
    async with forecaster.database.read() as db:
        known = await load_known(db, subjects, as_of, now=as_of == last)
    asked = zip(body.items, subjects, strict=True)
    questions = [
        Question(
            item.applied(known[subject].state),
            demand[subject],
            seed_of(*subject, as_of),
            None if item.quantity is None else float(item.quantity),
        )
        for item, subject in asked
    ]
    answers = await advisor.advise(questions)
    return [
        AdviceOut.of(
            advice,
            product_id=item.product_id,
            location_id=item.location_id,
            as_of=as_of,
            money=viewer.may_act_as(Role.MANAGER),
            language=language,
        )
        for item, advice in zip(body.items, answers, strict=True)
    ]


def _subject(item: WhatIfItemIn) -> Subject:
    return item.product_id, item.location_id or TOGETHER
