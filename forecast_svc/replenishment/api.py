"""Routes of what to order: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from forecast_svc import audit
from forecast_svc.errors import DayNotComplete, ProductNotFound
from forecast_svc.forecasts.dependencies import Forecasting
from forecast_svc.forecasts.operations.store_demand import TOGETHER
from forecast_svc.replenishment import queries
from forecast_svc.replenishment.advisor import Advisor
from forecast_svc.replenishment.calculation import seed_of
from forecast_svc.replenishment.calculation.batch import Question
from forecast_svc.replenishment.calculation.state import WhyNot
from forecast_svc.replenishment.demand import DemandForecasts, Subject
from forecast_svc.replenishment.export import advice_csv
from forecast_svc.replenishment.inputs import load_known
from forecast_svc.replenishment.list_schemas import ListedAdviceOut
from forecast_svc.replenishment.operations.advise_products import advise_products
from forecast_svc.replenishment.plan import make_plan
from forecast_svc.replenishment.plan_schemas import PlanOut
from forecast_svc.replenishment.queries import AdviceFilter, Sort
from forecast_svc.replenishment.schemas import AdviceOut
from forecast_svc.replenishment.stock_facts import Urgency
from forecast_svc.replenishment.summary import SummaryOut, summarise
from forecast_svc.replenishment.what_if import WhatIfIn, WhatIfItemIn
from forecast_svc.replenishment.words import Language
from forecast_svc.rules import last_complete_day
from shared.clock import business_today
from shared.csv_files import dialect_for
from shared.db.database import Database, ReadSession
from shared.http.auth import Manager, Role, Viewer, require
from shared.http.exports import ForSpreadsheet, export_for, paced
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Day, Id

router = api_router("/api/forecast/replenishment", "replenishment")

InLanguage = Annotated[Language, Query(description="Of the sentences: `en` or `fr`")]


async def advisor_of(request: Request) -> Advisor:
    advisor: Advisor = request.app.state.advisor
    return advisor


Advising = Annotated[Advisor, Depends(advisor_of)]


async def filter_of(
    supplier_id: Annotated[Id | None, Query()] = None,
    category: Annotated[
        str | None, Query(max_length=200, description="Empty for those of none")
    ] = None,
    location_id: Annotated[Id | None, Query()] = None,
    order_by_until: Annotated[
        Day | None, Query(description="To be ordered on that day at the latest")
    ] = None,
    urgency: Annotated[Urgency | None, Query(description="At least so urgent")] = None,
    suggested: Annotated[
        bool, Query(description="Only what something is suggested of")
    ] = False,
    why_not: Annotated[
        WhyNot | None, Query(description="Only what nothing is suggested of, for this")
    ] = None,
    dead: Annotated[bool, Query(description="Only dead stock")] = False,
    overstocked: Annotated[bool, Query(description="Only overstock")] = False,
) -> AdviceFilter:
    return AdviceFilter(
        supplier_id=supplier_id,
        category=category,
        location_id=location_id,
        order_by_until=order_by_until,
        least_urgency=urgency,
        suggested=suggested,
        why_not=why_not,
        dead=dead,
        overstocked=overstocked,
    )


Chosen = Annotated[AdviceFilter, Depends(filter_of)]
SortedBy = Annotated[
    Sort,
    Query(
        description="The greatest money or urgency, or the earliest day, first; with a"
        " minus the latest. What has no such day comes last"
    ),
]
ExportPlace = Annotated[Database, Depends(export_for(require(Role.VIEWER)))]


@router.get("", name="list_advice")
async def list_advice(
    request: Request,
    response: Response,
    db: ReadSession,
    viewer: Viewer,
    chosen: Chosen,
    sort: SortedBy = "urgency",
    language: InLanguage = "en",
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[ListedAdviceOut]:
    """What to order of each product and location, or why nothing. It follows within
    seconds what happens: sales, receipts, terms, overrides. Archived products are only
    told of with ``why_not=archived``."""
    pages = Page(page=page, limit=limit)
    rows = await queries.list_advice(
        db, chosen, sort, most=pages.limit, skipped=pages.offset
    )
    describe(request, response, pages, await queries.count_advice(db, chosen))
    money = viewer.may_act_as(Role.MANAGER)
    return [ListedAdviceOut.listed(row, money=money, language=language) for row in rows]


@router.get(
    "/export.csv",
    name="export_advice",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_advice(
    database: ExportPlace,
    viewer: Viewer,
    chosen: Chosen,
    sort: SortedBy = "urgency",
    language: InLanguage = "en",
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """The same as the list, all of it, as a file for spreadsheets."""
    await audit.record_export(database, "advice", actor=viewer.id)
    money = viewer.may_act_as(Role.MANAGER)
    pages = advice_csv(
        database,
        chosen,
        sort,
        money=money,
        language=language,
        dialect=dialect_for(spreadsheet),
    )
    return StreamingResponse(
        paced(pages),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="replenishment.csv"'},
    )


@router.get("/summary", name="summarise_advice")
async def summarise_advice(
    db: ReadSession,
    viewer: Viewer,
    location_id: Annotated[Id | None, Query()] = None,
) -> SummaryOut:
    """How many are to be ordered, what is at risk, and what lies too long."""
    found = await summarise(db, business_today(), location_id=location_id)
    return SummaryOut.of(found, money=viewer.may_act_as(Role.MANAGER))


@router.get("/plan", name="plan_orders")
async def plan_orders(
    db: ReadSession,
    _manager: Manager,
    supplier_id: Annotated[Id | None, Query()] = None,
    location_id: Annotated[Id | None, Query()] = None,
    budget: Annotated[
        float | None, Query(ge=0, le=1e9, description="Money to be spent at the most")
    ] = None,
    carriage: Annotated[
        float | None,
        Query(ge=0, le=1e6, description="What a delivery costs that is not free of it"),
    ] = None,
) -> PlanOut:
    """What to buy in all: an order per supplier and location. A ``budget`` buys the packs
    that are expected to return most for their money; an order below the supplier's
    minimum value is topped up, or waits, whichever costs less."""
    plan = await make_plan(
        db,
        supplier_id=supplier_id,
        location_id=location_id,
        budget=budget,
        carriage=carriage,
    )
    return PlanOut.of(plan, budget)


@router.get("/{product_id}", name="get_advice")
async def get_advice(
    product_id: Id,
    forecaster: Forecasting,
    advisor: Advising,
    viewer: Viewer,
    language: InLanguage = "en",
) -> list[ListedAdviceOut]:
    """What to order of a product, at each of its locations."""
    async with forecaster.database.read() as db:
        rows = await queries.advice_of(db, product_id)
    if not rows:
        # Nobody has come to it yet: now.
        last = last_complete_day(business_today())
        forecasts = DemandForecasts(forecaster)
        await advise_products(forecasts, advisor, [product_id], last)
        async with forecaster.database.read() as db:
            rows = await queries.advice_of(db, product_id)
    if not rows:
        raise ProductNotFound(product_id)
    money = viewer.may_act_as(Role.MANAGER)
    return [ListedAdviceOut.listed(row, money=money, language=language) for row in rows]


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
    for subject in subjects:
        # Its sales may be heard of before it is.
        if subject not in known:
            raise ProductNotFound(subject[0])
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
