"""Whatever a shop does with its goods in whatever order: every law holds after each step.

Buying, selling, moving and counting, by the API; the model is what the answers said.
"""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.goods.buying import Buying
from tests.goods.moving import Moving
from tests.goods.selling import Selling

SETTINGS = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Everything(Buying, Selling, Moving):
    """All that may happen, in one shop."""


def test_no_unit_and_no_cent_is_lost_or_invented(databases):
    machine = type("OnThisDatabase", (Everything,), {"databases": databases})
    run_state_machine_as_test(machine, settings=SETTINGS)
