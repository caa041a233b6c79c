"""What a sample of a large shop's products has taught, as bytes: it is told to the worker
processes that forecast the others, some at a time. Never imported by the service itself.
"""

from dataclasses import dataclass
from typing import Any, Self

import lightgbm
import orjson

from forecast_svc.engine.global_model import GlobalModel
from forecast_svc.engine.panel_forecast import ShopModel
from forecast_svc.engine.recursive_model import RecursiveModel


@dataclass(frozen=True, slots=True)
class Taught:
    """``model`` has no backtests: each of the other products has its own."""

    model: ShopModel
    promotes: bool
    """Whether the sample has promotions, and so the trees their columns."""

    def to_bytes(self) -> bytes:
        model = self.model
        trees = {id(of): of for of in (model.model, *model.earlier.values())}
        position = {of: n for n, of in enumerate(trees)}
        return orjson.dumps(
            {
                "trees": [_serialized(of) for of in trees.values()],
                "earlier": [[n, position[id(of)]] for n, of in model.earlier.items()],
                "weight": model.weight,
                "width": model.width,
                "believed": model.believed,
                "promotes": self.promotes,
            }
        )

    @classmethod
    def from_bytes(cls, told: bytes) -> Self:
        said = orjson.loads(told)
        trees = [_trees(of) for of in said["trees"]]
        model = ShopModel(
            trees[0],
            said["weight"],
            said["width"],
            [],
            said["believed"],
            {n: trees[position] for n, position in said["earlier"]},
        )
        return cls(model, said["promotes"])


def _serialized(trees: GlobalModel) -> dict[str, Any]:
    recursive = trees.recursive
    return {
        "direct": trees.direct.model_to_string(),
        "recursive": recursive and recursive.booster.model_to_string(),
        "examples": trees.examples,
    }


def _trees(said: dict[str, Any]) -> GlobalModel:
    recursive = said["recursive"]
    return GlobalModel(
        lightgbm.Booster(model_str=said["direct"]),
        recursive and RecursiveModel(lightgbm.Booster(model_str=recursive)),
        said["examples"],
    )
