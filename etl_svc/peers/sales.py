"""sales_svc, as imports need it: taking back what was recorded."""

import httpx

from shared.errors import Unavailable


class RecordedSales:
    """What sales_svc has recorded of imports."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def undo(self, import_id: int, *, user_id: int) -> None:
        """From now on no chunk of it is recorded, and its sales are voided one after
        another; once more changes nothing. ``Unavailable`` when nobody answers."""
        try:
            answer = await self._client.post(
                f"/api/sales/imports/{import_id}/undo",
                headers={"X-Acting-User": str(user_id)},
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable("sales_svc cannot undo it now.") from error
