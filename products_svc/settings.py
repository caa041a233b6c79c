"""Typed environment of products_svc."""

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    service: str = "products_svc"
