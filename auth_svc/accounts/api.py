"""Routes of people: parse, one call, answer."""

from fastapi import Request, Response

from auth_svc import queries
from auth_svc.dependencies import Config
from auth_svc.operations.change_user import change_user
from auth_svc.schemas import SignInOptions, UserOut, UserPatch
from shared.clock import utc_now
from shared.db.database import ReadSession, Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin, Viewer
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.get("/sign-in-options")
async def read_sign_in_options(db: ReadSession, config: Config) -> SignInOptions:
    """How people come in here, for a page that nobody has signed in to yet."""
    shop = await queries.shop_of(db, first_values(config))
    return SignInOptions(
        shop_name=shop.name,
        registration=config.registration,
        has_admin=await queries.admin_exists(db),
        single_sign_on=None,
        reset_by_email=config.sends_mail,
    )


@router.get("/me")
async def read_me(db: ReadSession, caller: Viewer) -> UserOut:
    return UserOut.model_validate(await queries.active_user(db, caller))


@router.get("/users")
async def list_users(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Admin,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[UserOut]:
    await queries.acting_admin(db, caller)
    wanted = Page(page=page, limit=limit)
    users, total = await queries.page_of_users(db, wanted)
    describe(request, response, wanted, total)
    return [UserOut.model_validate(user) for user in users]


@router.get("/users/{user_id}")
async def read_user(user_id: Id, db: ReadSession, caller: Admin) -> UserOut:
    await queries.acting_admin(db, caller)
    return UserOut.model_validate(await queries.user_by_id(db, user_id))


@router.patch("/users/{user_id}")
async def update_user(
    user_id: Id, body: UserPatch, db: Transaction, caller: Admin
) -> UserOut:
    """Absent fields stay. The last admin can be neither demoted nor deactivated."""
    user = await change_user(
        db,
        user_id,
        by=caller,
        name=body.name,
        role=body.role,
        active=body.active,
        now=utc_now(),
    )
    return UserOut.model_validate(user)
