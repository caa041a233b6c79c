"""Days far above the others, cut before a model sees them. Pure, on numpy."""

from dataclasses import dataclass

import numpy as np

from forecast_svc.engine.seasonality import Floats

_MADS = 4.0
_LEAST_MAD = 0.5
_MOST_OUTLIERS = 0.01


@dataclass(slots=True)
class OutlierCap:
    """Cuts outliers, and counts them: ``capped_days``. What it cuts is not put back:
    nobody knows when it comes again."""

    capped_days: int = 0

    def fit_transform(self, values: Floats) -> Floats:
        """Far above is four deviations (MAD) above the median, on logarithms of days
        with sales. When many days are that far, they are no outliers but another
        level.
        """
        sold = np.log(values[values > 0])
        middle = np.median(sold)
        deviation = max(1.4826 * float(np.median(np.abs(sold - middle))), _LEAST_MAD)
        cap = float(np.exp(middle + _MADS * deviation))
        count = int((values > cap).sum())
        if count > max(1, _MOST_OUTLIERS * len(values)):
            return values
        self.capped_days = count
        return np.minimum(values, cap)
