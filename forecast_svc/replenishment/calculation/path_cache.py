"""Paths that were drawn lately, kept in the process that drew them: whoever changes a
number of a question asks about the same demand again. Pure."""

import pickle
from collections import OrderedDict
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.prediction import Prediction

Floats = NDArray[np.float64]

MOST_BYTES = 64 * 1024 * 1024


class PathCache:
    """Those used last, up to ``most`` bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held = 0
        self._stored: OrderedDict[bytes, NDArray[np.generic]] = OrderedDict()

    def draw(self, prediction: Prediction, count: int, seed: int) -> Floats:
        """As ``Prediction.paths``, the first time and any other; parts of units are
        rounded to seven digits."""
        asked = pickle.dumps((prediction, count, seed))
        key = blake2b(asked, digest_size=16).digest()
        kept = self._stored.get(key)
        if kept is None:
            kept = _compact(prediction.paths(count, seed))
            self._store(key, kept)
        else:
            self._stored.move_to_end(key)
        return kept.astype(np.float64)

    def _store(self, key: bytes, paths: NDArray[np.generic]) -> None:
        self._stored[key] = paths
        self._held += paths.nbytes
        while self._held > self._most:
            _, oldest = self._stored.popitem(last=False)
            self._held -= oldest.nbytes


def _compact(paths: Floats) -> NDArray[np.generic]:
    """Whole units, which most are sold in, take a byte or two each."""
    largest = paths.max(initial=0.0)
    if largest < np.iinfo(np.uint16).max and (paths == np.rint(paths)).all():
        return paths.astype(np.min_scalar_type(int(largest)))
    return paths.astype(np.float32)
