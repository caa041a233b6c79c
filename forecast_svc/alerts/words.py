"""What a morning's mail says, in both languages. Pure."""

from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["en", "fr"]

_KINDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "will_run_out": "Will run out before a delivery can arrive",
        "ran_out": "Has run out",
        "late_delivery": "Late delivery",
        "expires_unsold": "Expires before it sells",
        "demand_off": "Demand far off the forecast",
        "bias": "Biased forecasts",
        "dead_stock": "Dead stock",
        "overstock": "Overstock",
    },
    "fr": {
        "will_run_out": "En rupture avant toute livraison possible",
        "ran_out": "En rupture",
        "late_delivery": "Livraison en retard",
        "expires_unsold": "Périmé avant d’être vendu",
        "demand_off": "Demande loin de la prévision",
        "bias": "Prévisions biaisées",
        "dead_stock": "Stock dormant",
        "overstock": "Surstock",
    },
}
"""In the order in which the mail has them."""
_NAMED = 5
"""Of each kind; of the others how many there are."""


def subject(language: Language, shop: str, alerts: int) -> str:
    if language == "fr":
        return f"{shop} : {alerts} {'alertes' if alerts > 1 else 'alerte'}"
    return f"{shop}: {alerts} {'alerts' if alerts > 1 else 'alert'}"


def letter(language: Language, open_: Mapping[str, Sequence[str]], address: str) -> str:
    """``open_``: by kind what each alert is about."""
    words = _KINDS[language]
    lines = [
        f"{text} ({len(open_[kind])})\n{_names(language, open_[kind])}"
        for kind, text in words.items()
        if open_.get(kind)
    ]
    return "\n\n".join([*lines, address]) + "\n"


def _names(language: Language, names: Sequence[str]) -> str:
    shown = [f"  - {name}" for name in names[:_NAMED]]
    if more := len(names) - len(shown):
        shown.append(
            f"  … et {more} de plus" if language == "fr" else f"  … and {more} more"
        )
    return "\n".join(shown)
