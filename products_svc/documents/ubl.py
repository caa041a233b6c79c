"""An order as UBL 2.1, for the systems of suppliers.

With the electronic addresses and countries of both sides it is an order of Peppol's
BIS Ordering 3; where one is missing it is plain UBL and does not claim more.
"""

from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from products_svc.documents.rules import DocumentLine, OrderDocument, Party
from shared.quantities import Units

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
ORDER = f"{_UBL}Order-2"
CAC = f"{_UBL}CommonAggregateComponents-2"
CBC = f"{_UBL}CommonBasicComponents-2"
CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:order:3"
PROFILE = "urn:fdc:peppol.eu:poacc:bis:order_only:3"
PURCHASE_ORDER = "220"
UNITS = {"piece": "H87", "kg": "KGM", "g": "GRM", "l": "LTR", "m": "MTR"}
"""By UN/ECE recommendation 20."""

for _prefix, _space in (("", ORDER), ("cac", CAC), ("cbc", CBC)):
    ElementTree.register_namespace(_prefix, _space)


def order_ubl(document: OrderDocument) -> bytes:
    root = Element(f"{{{ORDER}}}Order")
    if is_peppol(document):
        _basic(root, "CustomizationID", CUSTOMIZATION)
        _basic(root, "ProfileID", PROFILE)
    _basic(root, "ID", document.number)
    _basic(root, "IssueDate", document.issued_on.isoformat())
    _basic(root, "OrderTypeCode", PURCHASE_ORDER)
    if document.note:
        _basic(root, "Note", document.note)
    _basic(root, "DocumentCurrencyCode", document.currency)
    if document.reference:
        _basic(root, "CustomerReference", document.reference)
    buyer = _aggregate(root, "BuyerCustomerParty")
    _party(buyer, document.buyer, known_as=document.account_number)
    _party(_aggregate(root, "SellerSupplierParty"), document.seller)
    _delivery(root, document)
    total = _aggregate(root, "AnticipatedMonetaryTotal")
    _amount(total, "LineExtensionAmount", document.total, document.currency)
    _amount(total, "PayableAmount", document.total, document.currency)
    for place, line in enumerate(document.lines, start=1):
        _line(root, place, line, document.currency)
    written: bytes = ElementTree.tostring(root, "UTF-8", xml_declaration=True)
    return written


def is_peppol(document: OrderDocument) -> bool:
    """Whether everything is there that an order of the network says."""
    return all(
        party.electronic_address and party.country
        for party in (document.buyer, document.seller)
    )


def _party(parent: Element, party: Party, *, known_as: str | None = None) -> None:
    here = _aggregate(parent, "Party")
    if party.electronic_address:
        scheme, _, address = party.electronic_address.partition(":")
        _basic(here, "EndpointID", address, schemeID=scheme)
    if known_as:
        _basic(_aggregate(here, "PartyIdentification"), "ID", known_as)
    _basic(_aggregate(here, "PartyName"), "Name", party.name)
    _address(here, "PostalAddress", party.address, party.country)
    _basic(_aggregate(here, "PartyLegalEntity"), "RegistrationName", party.name)


def _address(parent: Element, name: str, address: str, country: str | None) -> None:
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if not lines and not country:
        return
    here = _aggregate(parent, name)
    for tag, line in zip(("StreetName", "AdditionalStreetName"), lines, strict=False):
        _basic(here, tag, line)
    if lines[2:]:
        _basic(_aggregate(here, "AddressLine"), "Line", ", ".join(lines[2:]))
    if country:
        _basic(_aggregate(here, "Country"), "IdentificationCode", country)


def _delivery(root: Element, document: OrderDocument) -> None:
    delivery = _aggregate(root, "Delivery")
    place = _aggregate(delivery, "DeliveryLocation")
    _basic(place, "Name", document.location_name)
    _address(place, "Address", document.location_address, document.buyer.country)
    if document.expected_on:
        period = _aggregate(delivery, "RequestedDeliveryPeriod")
        _basic(period, "EndDate", document.expected_on.isoformat())


def _line(root: Element, place: int, line: DocumentLine, currency: str) -> None:
    item_line = _aggregate(_aggregate(root, "OrderLine"), "LineItem")
    _basic(item_line, "ID", str(place))
    unit = UNITS[line.unit]
    _basic(item_line, "Quantity", _plain(line.quantity), unitCode=unit)
    _amount(item_line, "LineExtensionAmount", line.amount, currency)
    if line.expected_on:
        period = _aggregate(
            _aggregate(item_line, "Delivery"), "RequestedDeliveryPeriod"
        )
        _basic(period, "EndDate", line.expected_on.isoformat())
    price = _aggregate(item_line, "Price")
    _amount(price, "PriceAmount", line.unit_cost, currency)
    item = _aggregate(item_line, "Item")
    _basic(item, "Name", line.name)
    _basic(_aggregate(item, "BuyersItemIdentification"), "ID", line.sku)
    if line.supplier_sku:
        _basic(_aggregate(item, "SellersItemIdentification"), "ID", line.supplier_sku)
    # Quantity and price are of units; how they are packed is said beside them.
    for name, packed in (("Cases", line.cases), ("UnitsPerCase", line.units_per_case)):
        if packed is not None:
            about = _aggregate(item, "AdditionalItemProperty")
            _basic(about, "Name", name)
            _basic(about, "Value", _plain(packed))


def _amount(parent: Element, name: str, amount: Decimal, currency: str) -> None:
    _basic(parent, name, _plain(amount), currencyID=currency)


def _plain(value: Units | Decimal) -> str:
    return f"{Decimal(value).normalize():f}"


def _aggregate(parent: Element, name: str) -> Element:
    return ElementTree.SubElement(parent, f"{{{CAC}}}{name}")


def _basic(parent: Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text
