from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from products_svc.transfers.operations import receive_transfer
from tests.goods.test_goods_in_any_order import Everything

S = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_dbg(databases, monkeypatch):
    monkeypatch.setattr(receive_transfer, "share_of", lambda *a, **k: None)
    machine = type("OnThisDatabase", (Everything,), {"databases": databases})
    run_state_machine_as_test(machine, settings=S)
