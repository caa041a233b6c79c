"""What a mail with a link says; nothing here needs a computer.

Nobody has told us the reader's language, so each letter says it in both.
"""

from auth_svc.tables import Link
from shared.mail.message import Letter

_SUBJECTS = {
    "invitation": "{shop}: invitation",
    "password": "{shop}: new password / nouveau mot de passe",
    "email": "{shop}: new address / nouvelle adresse",
}
_TEXTS = {
    "invitation": (
        "You are invited to {shop}. Choose a name and a password here,"
        " until {until} (UTC):",
        "Vous êtes invité chez {shop}. Choisissez un nom et un mot de passe ici,"
        " jusqu’au {until} (UTC)\N{NO-BREAK SPACE}:",
    ),
    "email": (
        "Confirm your new address here, until {until} (UTC). After that you sign in"
        " at {shop} with it:",
        "Confirmez ici votre nouvelle adresse, jusqu’au {until} (UTC). Vous vous"
        " connecterez ensuite à {shop} avec elle\N{NO-BREAK SPACE}:",
    ),
    "password": (
        "Choose a new password for {shop} here, until {until} (UTC). If you did not"
        " ask for it, ignore this message: your password stays the same.",
        "Choisissez un nouveau mot de passe pour {shop} ici, jusqu’au {until} (UTC)."
        " Si vous ne l’avez pas demandé, ignorez ce message\N{NO-BREAK SPACE}: votre mot de passe"
        " reste le même.",
    ),
}


def letter_with(link: Link, address: str, shop_name: str) -> Letter:
    """``address`` is where the link leads."""
    said = {"shop": shop_name, "until": f"{link.expires_at:%Y-%m-%d %H:%M}"}
    english, french = (text.format(**said) for text in _TEXTS[link.purpose])
    return Letter(
        recipient=link.email,
        subject=_SUBJECTS[link.purpose].format(**said),
        text=f"{english}\n\n{address}\n\n{french}\n\n{address}\n",
        sender_name=shop_name,
    )


def farewell(recipient: str, shop_name: str) -> Letter:
    """What the old address of an account is told. The new one stays untold: whoever
    reads this may be a stranger by now."""
    return Letter(
        recipient=recipient,
        subject=f"{shop_name}: new address / nouvelle adresse",
        text=(
            f"Your account at {shop_name} now has another e-mail address."
            " If you did not change it, tell an administrator of the shop at once.\n\n"
            f"Votre compte chez {shop_name} a désormais une autre adresse e-mail. Si ce"
            " n’est pas vous qui l’avez changée, prévenez aussitôt un administrateur"
            " du magasin.\n"
        ),
        sender_name=shop_name,
    )
