"""``build_app``: what is the same in every service, in one place."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.params import ParamTypes
from fastapi.routing import APIRoute
from prometheus_fastapi_instrumentator import Instrumentator, metrics
from starlette.requests import Request
from starlette.responses import Response

from shared import context, telemetry
from shared.background import Background
from shared.db.database import Database
from shared.http import health, problems
from shared.http.bodies import ExactRequest
from shared.http.documents import DescribedApp
from shared.http.front import CallersOfTheFront
from shared.http.limits import RequestLimits
from shared.http.middleware import RequestMiddleware
from shared.http.refusals import Refusals
from shared.http.revalidation import Revalidation
from shared.http.revocation_feed import feeds
from shared.http.tokens import Verifier
from shared.kafka.audit_retention import AuditRetention
from shared.kafka.consumer import Consumer
from shared.kafka.monitor import Monitor
from shared.kafka.relay import Relay
from shared.kafka.shop import ShopFollower, ShopSource, shop_consumer
from shared.process import end_process
from shared.settings import ServiceSettings

log = structlog.get_logger(__name__)

COPIED = ShopSource()
NOTHING: Mapping[str, Any] = {}
ROOT = Path(__file__).resolve().parents[2]

# Rate, errors and duration by route; the library's default measures sizes too
# and costs each request 25 us more. Made once per process: a second application
# in it would find the name taken.
_REQUEST_METRICS = metrics.latency(
    should_include_status=True,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

# With what requests under way may take before, all within the 40 s of a stop.
STOP_TIMEOUT_S = 8
CANCEL_TIMEOUT_S = 4
EXPOSED_HEADERS = [
    "X-Total-Count",
    "Link",
    "ETag",
    "Location",
    context.REQUEST_ID_HEADER,
]


Resource = Callable[[FastAPI], Any]
"""An async context manager around the service's life, such as a process pool."""


class ExactRoute(APIRoute):
    """Reads JSON bodies exactly, and refuses query parameters that nobody knows by
    name: left out, a misspelt filter would answer with everything."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        known = query_parameters(self)

        async def handle_exactly(request: Request) -> Response:
            if not isinstance(request, ExactRequest):
                request = ExactRequest(request.scope, request.receive)
            if request.scope["query_string"]:
                _refuse_unknown(request.query_params.keys() - known)
            return await handle(request)

        return handle_exactly


def query_parameters(route: APIRoute) -> frozenset[str]:
    """Those that the route and all that it depends on know."""
    # Those declared together as a model come as its fields, which name no place.
    return frozenset(
        parameter.alias
        for parameter in get_flat_params(route.dependant)
        if getattr(parameter.field_info, "in_", ParamTypes.query) is ParamTypes.query
    )


def _refuse_unknown(unknown: set[str]) -> None:
    if unknown:
        raise RequestValidationError(
            [
                {
                    "type": "extra_forbidden",
                    "loc": ("query", name),
                    "msg": "There is no such parameter",
                }
                for name in sorted(unknown)
            ]
        )


def operation_id(route: APIRoute) -> str:
    """What generated clients call the function of this route."""
    return route.name


def api_router(prefix: str, tag: str) -> APIRouter:
    """A router whose bodies are read exactly and whose failures are documented."""
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=ExactRoute,
        generate_unique_id_function=operation_id,
        responses=problems.RESPONSES,
    )


def build_app(
    settings: ServiceSettings,
    *,
    title: str,
    description: str,
    routers: Sequence[APIRouter],
    tags: Mapping[str, str] = NOTHING,
    examples: Mapping[str, Any] = NOTHING,
    consumers: Callable[[FastAPI], Sequence[Consumer]] = lambda _app: (),
    background: Callable[[FastAPI], Sequence[Background]] = lambda _app: (),
    resources: Sequence[Resource] = (),
    shop: ShopSource = COPIED,
    follows_revocations: bool = True,
    kept_by_browsers: bool = True,
) -> FastAPI:
    """A service: health, metrics, errors, docs, relay and consumers.

    Order of life: database pool, the shop's row, resources, relay, consumers; the
    end is the reverse. Nothing here waits for the broker: the API serves while it is
    away. ``app.state`` holds ``settings``, ``database``, ``verifier`` and ``shop``.
    Where answers tell of persons, no browser is to keep them.
    """
    telemetry.configure_logs(settings.service, settings.log_level)
    app = DescribedApp(
        title=title,
        tags={**tags, **health.TAGS},
        examples=examples,
        description=description,
        version="1",
        lifespan=_lifespan(
            settings,
            consumers,
            _with_revocations(settings, background)
            if follows_revocations
            else background,
            resources,
            shop,
        ),
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.database = Database(settings, application_name=settings.service)
    app.state.verifier = Verifier(settings)
    app.state.refusals = Refusals(app.state.database, settings.service)
    app.state.shop = ShopFollower(settings, app.state.database, shop)
    app.state.liveness = dict
    app.state.readiness = lambda: {"broker": "not connected"}
    for router in (*routers, health.router):
        _mount_routes(app, router)
    problems.install(app)
    _expose_metrics(app)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=True,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "If-Match",
                "Last-Event-ID",
                "X-Setup-Token",
            ],
            expose_headers=EXPOSED_HEADERS,
        )
    if kept_by_browsers:
        app.add_middleware(Revalidation)
    app.add_middleware(RequestLimits)
    app.add_middleware(RequestMiddleware, log_requests=settings.log_requests)
    # Around all others: what is written down says the caller's address, not the front's.
    if front_secret := settings.front_secret.get_secret_value():
        app.add_middleware(CallersOfTheFront, secret=front_secret)
    return app


def _mount_routes(app: FastAPI, router: APIRouter) -> None:
    """Routes side by side on the application, in order of registration.

    A router that is included instead is matched twice for every request.
    """
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.unique_id = operation_id(route)
        app.router.routes.append(route)


def _expose_metrics(app: FastAPI) -> None:
    measured = Instrumentator(excluded_handlers=["/metrics", "/health.*"])
    measured.add(_REQUEST_METRICS).instrument(app).expose(app, include_in_schema=False)


def _lifespan(
    settings: ServiceSettings,
    consumers: Callable[[FastAPI], Sequence[Consumer]],
    background: Callable[[FastAPI], Sequence[Background]],
    resources: Sequence[Resource],
    shop: ShopSource,
) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database: Database = app.state.database
        async with AsyncExitStack() as stack:
            stack.push_async_callback(database.close)
            follower: ShopFollower = app.state.shop
            await follower.begin()
            stack.callback(follower.end)
            for resource in resources:
                await stack.enter_async_context(resource(app))
            relay = _relay(settings, database)
            members = [*consumers(app), shop_consumer(settings, database, shop)]
            on_broker: list[Relay | Consumer] = [relay, *members]
            monitor = Monitor(
                database, settings.broker, members=on_broker, groups=members
            )
            app.state.liveness = monitor.failures
            app.state.readiness = lambda: _problems(follower, relay, members)
            retention = AuditRetention(database, settings.audit_keep_days)
            tasks = [*on_broker, monitor, follower, retention, *background(app)]
            await stack.enter_async_context(_running(tasks))
            stack.push_async_callback(
                _ended, asyncio.create_task(_warn(database, settings.service))
            )
            # What has been made by now stays: garbage collection need not go
            # through it again and again while requests wait.
            gc.collect()
            gc.freeze()
            log.info("started")
            yield

    return lifespan


def _with_revocations(
    settings: ServiceSettings, background: Callable[[FastAPI], Sequence[Background]]
) -> Callable[[FastAPI], Sequence[Background]]:
    """The service's own tasks, and those that tell which tokens are refused."""
    return lambda app: [
        *background(app),
        *feeds(settings, app.state.verifier.revocations),
    ]


def _relay(settings: ServiceSettings, database: Database) -> Relay:
    return Relay(
        database,
        bootstrap=settings.broker,
        service=settings.service,
        poll_ms=settings.outbox_poll_ms,
    )


def _problems(
    follower: ShopFollower, relay: Relay, consumers: Sequence[Consumer]
) -> dict[str, str]:
    """What readiness says of the shop's row, of the broker, and of topics that wait
    at an event."""
    reasons: dict[str, str] = {}
    if follower.current is None:
        reasons["shop"] = "its settings are not read yet"
    waiting = [consumer.group for consumer in consumers if not consumer.connected]
    if not relay.connected:
        reasons["broker"] = "the relay is not connected"
    elif waiting:
        reasons["broker"] = f"not in their group: {', '.join(waiting)}"
    for consumer in consumers:
        reasons |= consumer.held
    return reasons


@asynccontextmanager
async def _running(tasks: Sequence[Background]) -> AsyncIterator[None]:
    """Run tasks beside the service; ask them to stop and wait, then cancel.

    One that ends before it was asked to leaves the service without a part that
    nothing else replaces, so the process ends too.
    """
    stopping = False

    def ended(task: asyncio.Task[None]) -> None:
        outcome = _outcome(task)
        if not stopping:
            end_process(f"{task.get_name()} ended: {outcome}")

    # Strong references: the event loop keeps only weak ones.
    started = [
        asyncio.create_task(task.run(), name=task.run.__qualname__) for task in tasks
    ]
    for each in started:
        each.add_done_callback(ended)
    try:
        yield
    finally:
        stopping = True
        for task in tasks:
            task.stop()
        if started:
            _, late = await asyncio.wait(started, timeout=STOP_TIMEOUT_S)
            for each in late:
                each.cancel()
            await asyncio.wait(started, timeout=CANCEL_TIMEOUT_S)


def _outcome(task: asyncio.Task[None]) -> str:
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    return f"{type(error).__name__}: {error}" if error else "without being asked"


async def _warn(database: Database, service: str) -> None:
    # The database may still be starting; then the readiness check says so.
    with suppress(Exception):
        await database.warn_if_superuser()
        await database.warn_if_newer(known_revisions(service))


def known_revisions(service: str) -> set[str]:
    """By the names of the migrations' files, ``<date>_<revision>_<what>.py``:
    Alembic itself would cost each service memory that it needs no more."""
    versions = ROOT / service / "migrations" / "versions"
    return {file.name.split("_")[1] for file in versions.glob("*_*_*.py")}


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
