"""The stored functions of the database are those of ``products_svc/sql``."""

from pathlib import Path

FUNCTIONS = Path(__file__).resolve().parent.parent / "sql"
_DEFINITIONS = """
SELECT proname, pg_get_functiondef(oid) AS definition FROM pg_proc
WHERE pronamespace = 'products'::regnamespace AND prokind = 'f'
    AND proname NOT IN ('forget_acts', 'try_lock', 'lock_in_turn')
"""
"""Every service has those, from ``shared.kafka.audit`` and ``shared.db.locks``."""


def as_in_a_file(definition: str) -> str:
    """Without what belongs to this installation: the schema, and who may log."""
    for here, anywhere in (
        ("FUNCTION products.", "FUNCTION "),
        (
            "SET search_path TO 'products', 'pg_temp'",
            "SET search_path TO {schema}, pg_temp",
        ),
        ("SET log_min_messages TO 'fatal'", "{quietly}"),
        ("$function$", "$$"),
    ):
        definition = definition.replace(here, anywhere)
    return "\n".join(line.rstrip() for line in definition.strip().split("\n")) + "\n"


def below_its_reasons(file: Path) -> str:
    content = file.read_text()
    return content[content.index("CREATE OR REPLACE FUNCTION") :]


async def test_each_function_is_what_its_file_says(inspector):
    rows = await inspector.fetch(_DEFINITIONS)
    found = {row["proname"]: as_in_a_file(row["definition"]) for row in rows}
    assert found == {
        file.stem: below_its_reasons(file) for file in FUNCTIONS.glob("*.sql")
    }
