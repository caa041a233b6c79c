"""From which role on the shop asks for a second factor."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import SecondFactorMissing
from auth_svc.second_factors.queries import factors_of
from auth_svc.tables import SignInRule
from shared.http.auth import Principal, Role


async def ask_from_role(
    db: AsyncSession, lowest: Role | None, *, by: Principal
) -> Role | None:
    """Who asks it of others has one: otherwise nobody could take the rule back."""
    admin = await queries.acting_admin(db, by)
    if lowest is not None and not (await factors_of(db, admin.id)).any:
        raise SecondFactorMissing
    rule = await db.get(SignInRule, 1, with_for_update=True)
    before = rule.second_factor_from if rule else None
    wanted = None if lowest is None else str(lowest)
    if rule is None:
        db.add(SignInRule(id=1, second_factor_from=wanted))
    else:
        rule.second_factor_from = wanted
    if before != wanted:
        await audit.record(
            db,
            "sign_in_rule.changed",
            "shop",
            actor=admin.id,
            changes=audit.differences(
                {"second_factor_from": before}, {"second_factor_from": wanted}
            ),
        )
    return lowest
