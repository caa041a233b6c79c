"""What can be wrong with a scanned code."""

from shared.errors import Invalid


class CodeUnreadable(Invalid):
    code = "code_unreadable"

    def __init__(self) -> None:
        super().__init__(
            "This is no GTIN, no label of the shop's scales and no GS1 code with one, or"
            " its check digit is wrong.",
            field="code",
        )
