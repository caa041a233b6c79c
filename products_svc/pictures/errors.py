"""What can be wrong with a picture."""

from shared.errors import Invalid, NotFound, ServiceError


class NotAPicture(ServiceError):
    status, code = 415, "not_a_picture"

    def __init__(self) -> None:
        super().__init__("A picture is a JPEG, PNG or WebP file.")


class PictureUnreadable(Invalid):
    code = "picture_unreadable"

    def __init__(self) -> None:
        super().__init__("The picture is damaged or not complete.")


class TooManyPixels(Invalid):
    code = "too_many_pixels"

    def __init__(self, width: int, height: int, limit: int) -> None:
        super().__init__(
            f"The picture has {width} × {height} pixels, more than {limit} in all.",
            width=width,
            height=height,
            limit=limit,
        )


class PictureNotFound(NotFound):
    code = "picture_not_found"

    def __init__(self, product_id: int) -> None:
        super().__init__(
            f"There is no picture of product {product_id}.", product_id=product_id
        )
