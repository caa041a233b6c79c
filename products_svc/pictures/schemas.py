"""Answers about pictures."""

from pydantic import BaseModel


class PictureOut(BaseModel):
    """``version`` is what the product's ``picture`` says from now on."""

    version: str
