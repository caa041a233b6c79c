"""What a mail with a link says; nothing here needs a computer.

Nobody has told us the reader's language, so each letter says it in both.
"""

from auth_svc.tables import Link
from shared.mail.message import Letter

_SUBJECTS = {
    "invitation": "{shop}: invitation",
    "reset": "{shop}: new password / nouveau mot de passe",
}
_TEXTS = {
    "invitation": (
        "You are invited to {shop}. Choose a name and a password here,"
        " until {until} (UTC):",
        "Vous êtes invité chez {shop}. Choisissez un nom et un mot de passe ici,"
        " jusqu'au {until} (UTC) :",
    ),
    "reset": (
        "Choose a new password for {shop} here, until {until} (UTC). If you did not"
        " ask for it, there is nothing to do: your password stays as it is.",
        "Choisissez un nouveau mot de passe pour {shop} ici, jusqu'au {until} (UTC)."
        " Si vous ne l'avez pas demandé, il n'y a rien à faire : votre mot de passe"
        " reste le même.",
    ),
}


def letter_with(link: Link, address: str, shop_name: str) -> Letter:
    """``address`` is where the link leads."""
    kind = "invitation" if link.user_id is None else "reset"
    said = {"shop": shop_name, "until": f"{link.expires_at:%Y-%m-%d %H:%M}"}
    english, french = (text.format(**said) for text in _TEXTS[kind])
    return Letter(
        recipient=link.email,
        subject=_SUBJECTS[kind].format(**said),
        text=f"{english}\n\n{address}\n\n{french}\n\n{address}\n",
        sender_name=shop_name,
    )
