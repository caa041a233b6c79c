"""Many products at once, as a worker process does them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replenishment.calculation.advice import Advice
from forecast_svc.replenishment.calculation.advising import advise
from forecast_svc.replenishment.calculation.cycle import days_needed
from forecast_svc.replenishment.calculation.path_cache import PathCache
from forecast_svc.replenishment.calculation.state import StockState

PATHS = 1_000
_PATHS = PathCache()
_LITTLE = {"no_history", "short_history", "few_sales"}


@dataclass(frozen=True, slots=True)
class Question:
    """``quantity``: one whose consequences are asked for. ``prediction`` begins on
    ``state.today``; what it does not reach goes on as it does."""

    state: StockState
    prediction: Prediction
    seed: int
    quantity: float | None = None


def advise_all(questions: Sequence[Question]) -> list[Advice]:
    """In the order of the questions."""
    return [_advice(question) for question in questions]


def _advice(question: Question) -> Advice:
    days = days_needed(question.state)
    prediction = question.prediction.extended(days).head(days)
    paths = _PATHS.draw(prediction, PATHS, question.seed)
    advice = advise(
        question.state, paths, seed=question.seed, quantity=question.quantity
    )
    return _with_history(advice, prediction)


def _with_history(advice: Advice, prediction: Prediction) -> Advice:
    """What is said where there is little to forecast from."""
    if prediction.reason == "no_history" and advice.why_not == "no_demand":
        return replace(advice, why_not="new_without_history")
    if prediction.reason in _LITTLE:
        return replace(advice, notes=(*advice.notes, "few_sales"))
    return advice
