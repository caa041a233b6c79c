"""Lines of receipts that are no goods: gift cards, postage, fees, tips, deposits.

They are sold, but no stock is kept of them and nothing is to be forecast. Told by
their words alone, in the languages of the tills: the whole text for words that goods
may have in their names too (``Tip``), its beginning or end for those that mean nothing
else (``Gift Card - $50.00``); ``Gift card holder`` is an article.
"""

import re
from functools import lru_cache

from etl_svc.files.cells import CACHED

_ALONE = (
    "tip|tips|gratuity|fee|fees|shipping|delivery|freight|postage|carriage|discount"
    "|coupon|voucher|donation|deposit|rounding|surcharge"
    "|pourboire|livraison|transport|remise|réduction|rabais|acompte|arrondi"
    "|consigne|avoir|frais|trinkgeld|versand|fracht|lieferung|rabatt|gutschein"
    "|spende|pfand|anzahlung|rundung|gebühr|propina|envío|envio|descuento"
    "|donación|depósito|redondeo|mancia|spedizione|sconto|donazione|acconto"
    "|arrotondamento|cauzione"
)
_ANYWHERE = (
    r"e?-?gift ?cards?|gift ?(?:certificate|voucher)s?|store credit|custom amount"
    r"|(?:dotcom )?postage|(?:shipping|delivery|handling|service|booking|bank|amazon"
    r"|transaction|eco|bag)[ -]?(?:fees?|charges?|costs?)|shipping (?:& |and )?handling"
    r"|carte[s-]? ?cadeaux?|chèques?[ -]cadeaux?|bon (?:d['’ ]?achat|cadeau)"
    r"|frais (?:de )?(?:port|livraison|envoi|dossier|service)|montant personnalisé"
    r"|éco[- ]?participation|geschenk(?:karten?|gutscheine?)|wertgutscheine?"
    r"|versandkosten|liefergebühr|servicegebühr|gutschein(?:karte|code)"
    r"|tarjetas? (?:de )?regalo|vales? (?:de )?(?:regalo|compra)|gastos de envío"
    r"|buon[oi] (?:regalo|acquisto)|carte? regalo|spese di (?:spedizione|trasporto)"
)
# What may stand behind the words: an amount, a price point.
_VALUE = (
    r"(?:[\s\d.,:;#%()\[\]/€£$¥+-]|regular|standard|express|eur|usd|gbp|chf"
    r"|euros?|custom|montant|betrag|libre|variable)*"
)
_no_goods = re.compile(
    rf"\W*(?:(?:{_ALONE})|(?:[^\W\d]+ )?(?:{_ANYWHERE})){_VALUE}", re.IGNORECASE
)


@lru_cache(CACHED)
def is_no_goods(name: str) -> bool:
    """Whether a line of this name, or code, is something else than goods."""
    return _no_goods.fullmatch(name) is not None
