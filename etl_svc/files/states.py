"""What the words of a state or a type say of a row: sold, come back, or neither.

English, French, German, Spanish and Italian, compared without case, accents and the
marks between words. A word that is in no list is never guessed: it is asked about.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from etl_svc.files.cells import BadCell

State = Literal["sold", "returned", "nothing"]
"""A ``returned`` row tells of goods that came back, whatever the sign of its units."""

_NOTHING = """
cancelled, canceled, cancel, cancellation, canceled by customer, failed, failure, declined,
denied, rejected, refused, error, expired, abandoned, void, voided, deleted, removed, trash,
test, draft, checkout draft, auto draft, quote, quotation, quotation sent, estimate, proposal,
offer, pro forma, proforma, inactive, no sale, not paid, unpaid and cancelled, reversed, chargeback,
refunded, fully refunded, full refund, restocked,
annule, annulee, annules, annulation, commande annulee, abandonne, abandonnee, echoue, echouee,
echec, echec de paiement, paiement echoue, erreur de paiement, refuse, refusee, rejete, rejetee,
expire, expiree, supprime, supprimee, brouillon, devis, devis envoye, proposition, offre, corbeille, nul, nulle,
rembourse, remboursee, rembourses, remboursement complet,
storniert, storno, stornierung, abgebrochen, abgelehnt, fehlgeschlagen, fehler, entwurf, angebot,
kostenvoranschlag, verworfen, geloscht, abgelaufen, ungultig, annulliert, erstattet, ruckerstattet,
zuruckerstattet,
cancelado, cancelada, anulado, anulada, anulacion, fallido, fallida, rechazado, rechazada,
error de pago, borrador, presupuesto, cotizacion, oferta, vencido, caducado, eliminado, papelera,
reembolsado, reembolsada, devuelto, devuelta,
annullato, annullata, annullamento, cancellato, cancellata, fallito, fallita, rifiutato, rifiutata,
bozza, preventivo, offerta, scaduto, scaduta, eliminato, eliminata, rimborsato, rimborsata,
stornato, stornata
"""
_SOLD = """
sold, sale, sales, sell, purchase, order, paid, fully paid, payment, partially paid, partial, partly paid, unpaid,
complete, completed, complete order, done, finished, closed, close, settled, success, successful, succeeded,
ok, yes, valid, validated, approved, accepted, confirmed, captured, authorized, authorised, processed, processing, in process, in progress,
pending, pending payment, awaiting payment, on hold, onhold, hold, open, new, placed, active, posted,
invoiced, billed, shipped, shipping, partially shipped, dispatched, delivered, delivering, out for delivery, in transit, fulfilled, partially fulfilled, unfulfilled,
ready, ready for pickup, picked up, picked, packed, received, preparing, awaiting fulfillment, awaiting shipment, awaiting pickup,
resolved, disputed, partially refunded, partial refund, backordered, cash sale, transaction, receipt, invoice, invoice paid,
payment accepted, remote payment accepted, normal, standard, regular, sales order,
vendu, vendue, vente, ventes, achat, commande, paye, payee, payes, paiement accepte, paiement a distance accepte, encaisse,
encaissee, encaissement, regle, reglee, solde, termine, terminee, complete, completee, valide, validee, confirme, confirmee, accepte, acceptee, cloture, cloturee, cloturer,
ferme, fermee, en cours, en cours de preparation, preparation en cours, en preparation, en attente, en attente de paiement, en attente du paiement par cheque, en attente de virement bancaire, nouveau, nouvelle,
expedie, expediee, envoye, envoyee, livre, livree, en cours de livraison, facture, facturee, traite, traitee, partiellement rembourse, partiellement remboursee, remboursement partiel, recu, ticket, pret, prete, oui,
verkauft, verkauf, bezahlt, bezahlung, teilweise bezahlt, abgeschlossen, fertig, erledigt, offen, neu, bestatigt, akzeptiert, genehmigt,
in bearbeitung, wartend, ausstehend, versandt, versendet, verschickt, geliefert, zugestellt, abgeholt, erfasst, gebucht, rechnung, berechnet, teilweise erstattet, bestellung, barverkauf, zahlung, ja, in wartestellung,
vendido, vendida, venta, ventas, pagado, pagada, pago, pago aceptado, cobrado, cobrada, completado, completada, terminado, terminada, finalizado, finalizada, cerrado, cerrada,
confirmado, confirmada, aceptado, aceptada, aprobado, aprobada, en proceso, procesando, procesado, pendiente, pendiente de pago, en espera, abierto, nuevo, enviado, enviada, entregado, entregada, facturado, facturada, factura, pedido, parcialmente reembolsado, si,
venduto, venduta, vendita, vendite, pagato, pagata, pagamento, pagamento accettato, incassato, completato, completata, concluso, conclusa, chiuso, chiusa, confermato, confermata,
accettato, accettata, approvato, in lavorazione, in elaborazione, in attesa, in attesa di pagamento, aperto, nuovo, spedito, spedita, consegnato, consegnata, fatturato, fattura, ordine, scontrino, parzialmente rimborsato,
exchange, exchanged, echange, echangee, umtausch, cambio, scambio
"""
_RETURNED = """
return, returns, returned, refund, refunds, sale return, sales return, return sale, item return,
customer return, credit, credit note, credit memo, creditnote, money back, return receipt, refund receipt,
retour, retours, retourne, retournee, retour client, retour article, remboursement, avoir, note de credit,
ruckgabe, rucknahme, retoure, rucksendung, retourniert, zuruckgegeben, erstattung, ruckerstattung, gutschrift, warenrucknahme,
devolucion, devoluciones, reembolso, abono, nota de credito, retorno,
reso, resi, restituzione, rimborso, nota di credito, nota credito, storno vendita
"""
_marks = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """A word as it is compared."""
    letters = normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(c for c in letters if not "\u0300" <= c <= "\u036f")
    return _marks.sub(" ", plain).strip().removeprefix("wc ")


def _words(listed: str) -> list[str]:
    return [bare(word) for word in listed.split(",")]


STATES: Mapping[str, State] = {
    **dict.fromkeys(_words(_RETURNED), "returned"),
    **dict.fromkeys(_words(_SOLD), "sold"),
    **dict.fromkeys(_words(_NOTHING), "nothing"),
}
_AS_TYPES: Mapping[str, State] = {
    **dict.fromkeys(
        ("storno", "storniert", "chargeback", "reversed", "refunded", "rembourse"),
        "returned",
    ),
    # Of a whole order the words say that nothing is left of it; of a line, what it is.
    **dict.fromkeys(
        ("remboursee", "devuelto", "devuelta", "reembolsado", "rimborsato"), "returned"
    ),
}


@lru_cache(4096)
def state_of(text: str, *, is_type: bool = False) -> State | None:
    """What a cell says; ``sold`` when it is empty, None when nobody knows."""
    word = bare(text)
    if not word:
        return "sold"
    if is_type and word in _AS_TYPES:
        return _AS_TYPES[word]
    found = STATES.get(word)
    # An order in state "returned" came back whole; its units are those that were sold.
    return "nothing" if found == "returned" and not is_type else found


def said_state(
    text: str, title: str, told: Mapping[str, State], is_type: bool
) -> State:
    """``BadCell`` when no list knows the word and nobody ``told`` what it says."""
    found = told.get(bare(text)) or state_of(text, is_type=is_type)
    if found is None:
        why = "is a word that nobody knows: say whether it was sold"
        raise BadCell(title, "unknown_state", text, why)
    return found


# A dash right behind the mark of decimals, as in "12.-", stands for no cents.
_below_zero = re.compile(
    r"\(.*\d.*\)|[^\d]*[-\u2212][^\d]*\d.*|.*\d[^\d.,]*[-\u2212]", re.DOTALL
)
_SIGNS = str.maketrans("", "", "-\u2212()")


def is_below_zero(text: str) -> bool:
    """As people write it: with a minus on either side, or in brackets."""
    if not ("-" in text or "(" in text or "\u2212" in text):
        return False
    return _below_zero.fullmatch(text.strip()) is not None


def unsigned(text: str) -> str:
    return text.translate(_SIGNS) if is_below_zero(text) else text
