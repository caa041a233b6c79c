"""Words in the names of columns, and what each speaks of, in English, French, German,
Spanish and Italian: ``Qté vendue`` and ``verkaufte Menge`` say the same.

Compared without case, accents, marks and the way in which words are joined:
``Prix_unitaire``, ``prixUnitaire``, ``PRIXUNITAIRE`` and ``tbl.prix_unitaire``.
"""

import re
from functools import lru_cache
from unicodedata import normalize

_CONCEPTS = {
    "sku": "sku skus plu",
    "ean": "ean ean13 upc gtin gtin13 barcode barcodes barre barres strichcode isbn",
    "code": "code codes cod cd codigo codice kode ref refs reference references referencia"
    " referenz riferimento stockcode artikelnr artikelnummer asin handle",
    "id": "id ids identifiant identifier key uid uuid identificador kennung",
    "number": "number numero num nr nbr no nummer numeros",
    "product": "product products produit produits article articles artikel item items"
    " articulo articulos producto productos articolo articoli prodotto prodotti variant"
    " variants variante variation medicament medicaments goods ware"
    " produkt produkte produto produtos prod prd pdt art material lineitem dish plat gericht plato piatto menuitem libro book",
    "name": "name names nom nome title titre titulo titolo titel libelle libelles"
    " designation designations bezeichnung beschreibung description descriptions"
    " descripcion denominacion descrizione denominazione detail details label intitule"
    " desc descr lib kurztext text omschrijving naam omschr",
    "name_or_count": "nombre",
    "series": "unique series",
    "quantity": "quantity quantities qty qnty qte qtes quantite quantites quant menge"
    " mengen anzahl stuckzahl stuck stueck stk cantidad cantidades cant quantita qta"
    " pezzi pz pzas piezas units unites unidades unita einheiten pieces pcs nb nbre cnt aantal quantidade"
    " count volume absatz y uds ud volumen",
    "sold": "sold fakturiert fakturierte fakturierter facturee facturees vendu vendus vendue vendues verkauft verkaufte verkaufter vendido"
    " vendidos vendida vendidas venduto venduti venduta vendute ordered"
    " commandee commandees bestellt purchased",
    "sales": "sales ventes vendite ventas verkaufe verkaeufe",
    "price": "price prices prijs preco prix preis preise precio precios prezzo prezzi pu pvp ppu tarif"
    " stuckpreis einzelpreis verkaufspreis vk rate",
    "cost": "cost costs cout couts kosten coste costo einkaufspreis ek compare compared",
    "purchase": "purchase achat achats einkauf compra compras acquisto",
    "measure": "measure measures measurement mesure mesures uom um masseinheit mengeneinheit"
    " medida misura udm",
    "each": "unit unitaire unitaires each per einzel unitario unitaria par pro unite"
    " unidad einheit",
    "amount": "amount amounts amt mt mnt montante tot bedrag total totals totale totaux montant montants betrag summe"
    " importe monto importo revenue revenues turnover ca chiffre umsatz erlos gesamt"
    " gesamtbetrag gesamtpreis value valeur wert ingresos incasso ricavo subtotal"
    " soustotal zwischensumme proceeds",
    "gross": "gross brut brutto bruto lordo ttc incl included inclus incluse iva",
    "net": "net netto neto ht excl excluded hors",
    "date": "date dates dt dttm dte dat datum fecha data datetime timestamp jour day tag dia giorno ds"
    " horodatage zeitpunkt moment zeitstempel",
    "created": "created creation cree placed processed add",
    "paid": "paid paye payee paiement completed closed",
    "time": "time heure heures uhrzeit zeit hora ora orario hour clock",
    "week": "week weekly semaine semaines hebdo woche wochen semana semanas settimana",
    "month": "month monthly mois monat monats mes mese mensuel",
    "year": "year yearly annee annees an jahr ano anno annuel",
    "quarter": "quarter quarters quarterly trimestre trimestres quartal",
    "order": "order orders commande commandes bestellung bestellungen auftrag pedido pedidos ordine"
    " ordini ticket tickets receipt receipts invoice invoices facture factures rechnung"
    " rechnungen factura facturas fattura fatture scontrino scontrini recibo recu beleg"
    " belege bon kassenbon quittung transaction transactions transaktion transaccion"
    " transazione sale vente verkauf venta vendita check bill panier basket cart"
    " document bestell kauf buchung bestellnummer belegnummer rechnungsnummer",
    "line": "line lines ligne lignes zeile zeilen linea lineas riga righe position"
    " selection",
    "status": "status statut etat state estado stato zustand financial void voided",
    "category": "category categories categorie kategorie categoria categorias famille"
    " familles rayon rayons department dept departement familia famiglia reparto"
    " warengruppe gruppe group groupe subgroup section sparte collection",
    "type": "type types typ tipo sort",
    "cancelled": "cancelled canceled annule annulee annulation storniert storno cancelado"
    " anulado annullato",
    "store": "store stores shop shops magasin magasins boutique filiale filialen tienda"
    " tiendas negozio negozi branch outlet location site standort sucursal sede ville"
    " warehouse entrepot lager pos register till kasse caja cassa device terminal",
    "customer": "customer customers client clients kunde kunden cliente clientes clienti"
    " buyer member guest user contact billing acheteur kundennummer",
    "person": "employee staff cashier server vendeur vendeuse caissier serveur mitarbeiter"
    " verkaufer bediener empleado vendedor dipendente cameriere waiter seller owner"
    " operator",
    "address": "address adresse city ort stadt ciudad citta country pays land pais paese"
    " zip postal postcode street rue phone telephone telefon email mail company"
    " province region",
    "supplier": "supplier vendor fournisseur lieferant proveedor fornitore brand marque"
    " marke marca manufacturer fabricant",
    "payment": "payment method mode zahlung zahlungsart pago pagamento moyen tender card"
    " carte reglement",
    "shipping": "shipping shipped ship delivery delivered livraison livre lieferung geliefert"
    " envio entrega spedizione consegna freight port postage fulfillment fulfilled",
    "tax": "tax taxes taxe tva vat mwst ust steuer impuesto impuestos imposta imposte gst",
    "discount": "discount discounts remise remises rabatt rabatte rabais descuento"
    " descuentos sconto sconti coupon promo promotion onpromotion reduction",
    "refund": "refund refunds refunded return returns returned retour retours"
    " rembourse remboursee ruckgabe erstattung erstattet devolucion devuelto reso resi"
    " rimborso",
    "stock": "stock inventory inventaire bestand lagerbestand existencias giacenza"
    " available remaining hand",
    "margin": "margin marge gewinn profit margen margine benefice fee fees tip tips"
    " commission surcharge",
    "note": "note notes comment comments commentaire remark bemerkung nota notas"
    " tags url image",
    "other_date": "updated modified due birth birthday expiry expires expiration echeance"
    " faellig valid start end debut fin",
    "currency": "currency devise wahrung waehrung moneda valuta divisa",
    "percent": "percent percentage pourcentage prozent porcentaje percentuale pct taux"
    " holiday isholiday ferie",
}  # fmt: skip

_FILLERS = frozenset(
    [
        "of",
        "the",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "del",
        "der",
        "die",
        "das",
        "den",
        "di",
        "da",
        "al",
        "a",
        "au",
        "aux",
        "et",
        "and",
        "und",
        "y",
        "e",
        "in",
        "en",
        "on",
        "von",
        "vom",
        "for",
        "pour",
        "fur",
        "por",
        "at",
        "am",
        "um",
        "to",
        "custom",
        "system",
        "own",
        "internal",
        "interne",
        "base",
        "s",
        "p",
        "t",
        "o",
        "x",
        "f",
        "current",
        "applied",
    ]
)
CONCEPT_OF = {
    word: concept for concept, words in _CONCEPTS.items() for word in words.split()
}
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MOMENT = re.compile(
    r"\b(sold|ordered|purchased|created|placed|cancell?ed|vendu|verkauft)[ _]?(?:at|on|le|am)\b"
)
"""``sold_at`` is no quantity that was sold."""
_UMLAUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "№": "no "})
_SHORTEST_PART = 3
UNKNOWN = "?"


@lru_cache(4096)
def concepts(name: str) -> tuple[str, ...]:
    """What each word of a column's name speaks of; ``UNKNOWN`` where nobody knows."""
    found: list[str] = []
    for word in _words(name):
        found += [CONCEPT_OF.get(part, UNKNOWN) for part in _parts(word)]
    return tuple(found)


def _words(name: str) -> list[str]:
    # What stands in brackets is a unit or a note; a name of nothing else keeps it.
    bare = _BRACKETS.sub(" ", name)
    text = bare if re.search(r"\w", bare) else name
    text = re.sub(r"(?i)\bn\s*[°º]|#", " no ", text)
    text = re.sub(r"\b(\w)\.\s?(\w)\.?(?!\w)", r"\1\2", text)
    text = _CAMEL.sub(" ", text).casefold().translate(_UMLAUT)
    text = _MOMENT.sub(r"\1 date ", text)
    plain = "".join(c for c in normalize("NFKD", text) if not "\u0300" <= c <= "\u036f")
    words = re.findall(r"[^\W_]+", plain)
    kept = [w for w in words if w in CONCEPT_OF or not (w in _FILLERS or w.isdigit())]
    return kept or words


def _parts(word: str) -> list[str]:
    """A word as it is known; else the known ones that it is put together of, as
    ``quantityordered``; else itself."""
    for known in (word, word.removesuffix("s"), word.removesuffix("n")):
        if known in CONCEPT_OF:
            return [known]
    return _put_together(word) or [word]


def _put_together(word: str) -> list[str] | None:
    if not word:
        return []
    for size in range(len(word), _SHORTEST_PART - 1, -1):
        if word[:size] in CONCEPT_OF or (size > 3 and word[:size] in _FILLERS):
            # German joins with an ``s``: ``verkaufsdatum``.
            for left in {word[size:], word[size:].removeprefix("s")}:
                rest = _put_together(left)
                if rest is not None:
                    return [word[:size], *rest]
    # Short ones at the end only: ``productid``.
    return [word] if word in {"id", "no", "nr", "pu", "at"} else None


_total = re.compile(
    r"(?:(?:sub|sous|grand|zwischen|gesamt|end|general)[ -]?)?"
    r"(?:total[eis]?|totaux|totaal|summe|sum|somm[ae]|suma|gesamt|insgesamt)\b",
    re.IGNORECASE,
)


def says_total(cell: str) -> bool:
    """Whether a cell names sums, in the languages of the columns' names."""
    return _total.match(cell.strip()) is not None
