"""What a mail with an order says; nothing here needs a computer."""

from products_svc.documents.rules import Language, OrderDocument, day

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "subject": "Purchase order {number} from {shop}",
        "greeting": "Hello,",
        "body": "Please find attached our order {number} of {day}.",
        "expected": "We expect it on {day}.",
        "reference": "Our reference: {reference}",
        "farewell": "Kind regards",
    },
    "fr": {
        "subject": "Commande {number} de {shop}",
        "greeting": "Bonjour,",
        "body": "Veuillez trouver ci-joint notre commande {number} du {day}.",
        "expected": "Nous l’attendons pour le {day}.",
        "reference": "Notre référence\N{NO-BREAK SPACE}: {reference}",
        "farewell": "Cordialement",
    },
}


def subject_of(order: OrderDocument, language: Language) -> str:
    words = _WORDS[language]
    return words["subject"].format(number=order.number, shop=order.buyer.name)


def text_of_mail(order: OrderDocument, language: Language, message: str | None) -> str:
    """``message`` stands in the place of ours."""
    words = _WORDS[language]
    issued = day(order.issued_on, language)
    said = [words["body"].format(number=order.number, day=issued)]
    if order.expected_on is not None:
        said.append(words["expected"].format(day=day(order.expected_on, language)))
    parts = [words["greeting"], " ".join(said)] if message is None else [message]
    if order.reference:
        parts.append(words["reference"].format(reference=order.reference))
    parts.append(f"{words['farewell']}\n{order.buyer.name}\n{order.buyer.address}")
    return "\n\n".join(part.strip() for part in parts) + "\n"
