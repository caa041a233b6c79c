"""What products look like."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, Base


class ProductPicture(Base):
    """WebP in two sizes, apart from the product: whoever reads products reads no bytes
    of pictures. ``version`` is of the file that they were made of."""

    __tablename__ = "product_pictures"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[str]
    small: Mapped[bytes] = mapped_column(BYTEA)
    large: Mapped[bytes] = mapped_column(BYTEA)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)
