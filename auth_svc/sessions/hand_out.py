"""A pair of tokens as the answer of a sign-in."""

from fastapi import Request, Response

from auth_svc.sessions import cookies
from auth_svc.sessions.operations.open_session import TokenPair
from auth_svc.sessions.schemas import TokensOut
from auth_svc.tokens import Issuer


def hand_out(
    request: Request, response: Response, signing: Issuer, pair: TokenPair
) -> TokensOut:
    """The refresh token goes in the body, for programs, and as a cookie, for pages."""
    cookies.keep(request, response, pair.refresh, max_age_s=signing.refresh_s)
    return tokens_of(signing, pair)


def tokens_of(signing: Issuer, pair: TokenPair) -> TokensOut:
    return TokensOut(
        access_token=pair.access,
        refresh_token=pair.refresh,
        token_type="bearer",  # noqa: S106 - the name of the scheme
        expires_in=signing.access_s,
    )
