"""Fits by the names that textbooks have: std, cumulative std, method."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = {"deviation": "std", "together": "cumulative_std"}
_KEYS = {"made": "method", "searched_on": "order_searched_on"}


def _rename(columns: dict[str, str], keys: dict[str, str]) -> None:
    for old, new in columns.items():
        op.execute(f"ALTER TABLE fits RENAME COLUMN {old} TO {new}")
    for old, new in keys.items():
        op.execute(
            f"UPDATE fits SET details = details - '{old}'"  # noqa: S608
            f" || jsonb_build_object('{new}', details -> '{old}')"
            f" WHERE details ? '{old}'"
        )


def upgrade() -> None:
    _rename(_COLUMNS, _KEYS)


def downgrade() -> None:
    _rename(
        {new: old for old, new in _COLUMNS.items()},
        {new: old for old, new in _KEYS.items()},
    )
