"""Numbers, days and texts as people of each language read them. Pure."""

from datetime import date
from typing import Literal

Language = Literal["en", "fr"]

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
           "septembre", "octobre", "novembre", "décembre"),
}  # fmt: skip
_SEPARATORS: dict[Language, tuple[str, str]] = {
    "en": (",", "."),
    "fr": ("\N{NARROW NO-BREAK SPACE}", ","),
}
_LEAST, _MOST = 0.01, 0.99
"""Shares that are told as less than, or more than, a hundredth."""


def number(value: float, language: Language) -> str:
    """As it stands, without zeros at its end: 1,234.5 and 1 234,5."""
    thousands, point = _SEPARATORS[language]
    whole, _, parts = f"{abs(value):,.3f}".partition(".")
    parts = parts.rstrip("0")
    told = whole.replace(",", thousands) + (point + parts if parts else "")
    return f"\N{MINUS SIGN}{told}" if value < 0 and told != "0" else told


def day(value: date, language: Language) -> str:
    month = _MONTHS[language][value.month - 1]
    first = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{first} {month} {value.year}"


def percent(share: float, language: Language) -> str:
    """Of a probability: never a certainty that is none."""
    sign = "%" if language == "en" else "\N{NO-BREAK SPACE}%"
    if 0 < share < _LEAST:
        told = "< 1"
    elif _MOST < share < 1:
        told = "> 99"
    else:
        told = str(round(share * 100))
    return told + sign


QUANTITY: dict[Language, dict[str, str]] = {
    "en": {
        "order": "Order {quantity}.",
        "none": "Order nothing.",
        "stock": "On {a} there will be {stock} in stock: {on_hand} on hand + {arrivals}"
        " arriving − {demand} expected demand + {lost} that cannot be met.",
        "need": "Until {b} the need is {need}: {demand} expected demand − {arrivals}"
        " arriving − {stock} in stock + {safety} safety stock.",
        "minimum_stock": "{limit} short of the minimum stock of {minimum_stock}:"
        " {quantity}.",
        "minimum_quantity": "Minimum quantity {limit}: {quantity}.",
        "order_multiple": "In multiples of {limit}: {quantity}.",
        "least_cost": "In multiples of {multiple}, the lowest expected cost is at {quantity}.",
        "shelf_life": "Only {limit} sell before they expire: {quantity}.",
        "storage": "There is only room for {limit}: {quantity}.",
        "price_break": "The lower price from {limit} is worth it: {quantity}.",
        "budget": "The budget allows {quantity}.",
        "topped_up": "Topped up for the supplier’s minimum order value: {quantity}.",
        "transfers": "Of what arrives, {units} still have to be sent by another location.",
    },
    "fr": {
        "order": "Commander {quantity}.",
        "none": "Ne rien commander.",
        "stock": "Le {a}, il restera {stock}\N{NO-BREAK SPACE}: {on_hand} en stock + {arrivals} à recevoir"
        " − {demand} de demande + {lost} qui ne pourra être servie.",
        "need": "Jusqu’au {b}, le besoin est de {need}\N{NO-BREAK SPACE}: {demand} de demande prévue −"
        " {arrivals} à recevoir − {stock} en stock + {safety} de stock de sécurité.",
        "minimum_stock": "Il manque {limit} pour atteindre le stock minimal de"
        " {minimum_stock}\N{NO-BREAK SPACE}: {quantity}.",
        "minimum_quantity": "Quantité minimale {limit}\N{NO-BREAK SPACE}: {quantity}.",
        "order_multiple": "Par colisage de {limit}\N{NO-BREAK SPACE}: {quantity}.",
        "least_cost": "Par colisage de {multiple}, le coût attendu est le plus bas à"
        " {quantity}.",
        "shelf_life": "Seuls {limit} se vendent avant leur date limite\N{NO-BREAK SPACE}: {quantity}.",
        "storage": "Il n’y a de place que pour {limit}\N{NO-BREAK SPACE}: {quantity}.",
        "price_break": "Le palier de prix à partir de {limit} est avantageux\N{NO-BREAK SPACE}: {quantity}.",
        "budget": "Le budget permet {quantity}.",
        "topped_up": "Complété pour le montant minimal du fournisseur\N{NO-BREAK SPACE}: {quantity}.",
        "transfers": "Dans ce qui est à recevoir, {units} sont d’abord à envoyer par un autre"
        " lieu.",
    },
}

DATES: dict[Language, dict[str, str]] = {
    "en": {
        "by": "Order by {order_by}; an order of {order_on} arrives on {a}.",
        "late": "Order on {order_on}: even so, the chance of running out before it arrives"
        " on {a} is {before}.",
        "beyond": "Nothing has to be ordered within the forecast horizon.",
        "stock_out": "Without an order, stock most likely runs out on {p50}.",
        "chances": "From {a} to {b} the chance of running out is {without} without the order"
        " and {with_order} with it.",
    },
    "fr": {
        "by": "À commander avant le {order_by} inclus\N{NO-BREAK SPACE}; une commande du {order_on} arrive"
        " le {a}.",
        "late": "À commander le {order_on}\N{NO-BREAK SPACE}: même ainsi, le risque de rupture avant"
        " l’arrivée du {a} est de {before}.",
        "beyond": "Rien n’est à commander sur l’horizon de la prévision.",
        "stock_out": "Sans commande, la rupture est attendue le {p50}.",
        "chances": "Du {a} au {b}, le risque de rupture est de {without} sans la commande et"
        " de {with_order} avec elle.",
    },
}

WHY_NOT: dict[Language, dict[str, str]] = {
    "en": {
        "covered_until": "What is in stock and on order covers the demand until {covered}.",
        "covered": "What is in stock covers the demand as far as the forecast reaches.",
        "on_order": "What is already on order covers the demand until {covered}.",
        "on_order_covered": "What is already on order covers the demand as far as the"
        " forecast reaches.",
        "no_demand": "No demand is expected.",
        "new_without_history": "The product is new, and there is nothing to forecast from.",
        "no_supplier": "No supplier is known for this product.",
        "no_margin": "It sells for no more than it costs; set a service level to order it"
        " anyway.",
        "stock_unknown": "The stock has not been entered yet.",
        "snoozed": "The suggestion is snoozed.",
        "archived": "The product is archived.",
        "bundle": "A bundle is not ordered; its components are.",
        "beyond_horizon": "An order would arrive on {a}, later than forecasts reach.",
        "shelf_life": "What would have to be ordered expires before it sells.",
        "storage": "There is no room for more.",
        "waiting_costs_less": "Waiting costs less than holding a multiple of {multiple}.",
        "over_budget": "The budget is spent on what is worth more.",
        "transfer": "Another location has enough to send.",
    },
    "fr": {
        "covered_until": "Le stock et les commandes en cours couvrent la demande jusqu’au"
        " {covered}.",
        "covered": "Le stock couvre la demande aussi loin que porte la prévision.",
        "on_order": "Ce qui est déjà en commande couvre la demande jusqu’au {covered}.",
        "on_order_covered": "Ce qui est déjà en commande couvre la demande aussi loin que"
        " porte la prévision.",
        "no_demand": "Aucune demande n’est prévue.",
        "new_without_history": "Le produit est nouveau, sans ventes sur lesquelles fonder une"
        " prévision.",
        "no_supplier": "Aucun fournisseur n’est connu pour ce produit.",
        "no_margin": "Il se vend sans marge\N{NO-BREAK SPACE}; fixez un taux de service pour le commander"
        " quand même.",
        "stock_unknown": "Le stock n’a pas encore été saisi.",
        "snoozed": "La suggestion est mise en veille.",
        "archived": "Le produit est archivé.",
        "bundle": "Un lot composé ne se commande pas\N{NO-BREAK SPACE}; ses composants, oui.",
        "beyond_horizon": "Une commande arriverait le {a}, au-delà de la prévision.",
        "shelf_life": "Ce qu’il faudrait commander périmerait avant d’être vendu.",
        "storage": "Il n’y a plus de place.",
        "waiting_costs_less": "Attendre coûte moins cher que de détenir un colis de {multiple}.",
        "over_budget": "Le budget est dépensé pour ce qui rapporte davantage.",
        "transfer": "Un autre lieu en a assez à envoyer.",
    },
}
