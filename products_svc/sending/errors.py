"""Failures of sending."""

from shared.errors import Conflict, Invalid


class MailNotConfigured(Conflict):
    """``documents``: where the order can be had as a file, to be sent by hand."""

    code = "mail_not_configured"

    def __init__(self, order_id: int) -> None:
        here = f"/api/purchase-orders/{order_id}/document"
        super().__init__(
            "No mail server is set up here: download the order and send it yourself.",
            documents={kind: f"{here}.{kind}" for kind in ("pdf", "csv", "xml")},
        )


class RecipientMissing(Invalid):
    code = "recipient_missing"

    def __init__(self) -> None:
        super().__init__(
            "The supplier has no e-mail address: say where the order goes.", field="to"
        )


class RecipientUnreadable(Invalid):
    code = "recipient_unreadable"

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address!r} is no e-mail address.", field="to", address=address
        )
