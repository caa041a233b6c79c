"""What the pages of the API show: what each group is about, and for every body one that
can be sent as it stands."""

from typing import Any

TAGS = {
    "auth": "Accounts, sign-in and sessions, second factors, invitations, and the shop's"
    " own settings",
    "audit": "Who did what, and when",
}

_PASSWORD = "three green lamps"  # noqa: S105 - of nobody
_EMAIL = "sam@example.com"
_LINK_TOKEN = "the-end-of-the-address-in-the-letter"  # noqa: S105 - of no letter
_SIGNED = {
    "id": "AQIDBA",
    "rawId": "AQIDBA",
    "type": "public-key",
    "response": {"clientDataJSON": "e30", "attestationObject": "o2NmbXRkbm9uZQ"},
}

EXAMPLES: dict[str, Any] = {
    "register": {"name": "Sam", "email": _EMAIL, "password": _PASSWORD},
    "log_in": {"email": _EMAIL, "password": _PASSWORD},
    "log_in_by_form": {
        "grant_type": "password",
        "username": _EMAIL,
        "password": _PASSWORD,
    },
    # Without a token in it the cookie of the sign-in is read.
    "refresh_tokens": {},
    "log_out": {},
    "change_my_password": {
        "current_password": _PASSWORD,
        "new_password": "four yellow doors",
    },
    "update_shop": {
        "name": "Corner shop",
        "address": "1 Market Square",
        "currency": "EUR",
        "time_zone": "Europe/Paris",
        "country": "FR",
        "prices_include_tax": True,
        "default_target": 0.95,
        "opening_days": [1, 2, 3, 4, 5, 6],
        "short_stock": "refuse",
        "open_role": "user",
        "weight_code_layout": None,
    },
    "issue_service_token": {"client_id": "etl_svc", "client_secret": "its own secret"},
    "update_me": {"name": "Sam"},
    "ask_for_new_address": {
        "email": "sam.new@example.com",
        "current_password": _PASSWORD,
    },
    "confirm_new_address": {"token": _LINK_TOKEN},
    "set_up_totp": {"current_password": _PASSWORD},
    "confirm_totp": {"code": "123456"},
    "renew_codes": {"current_password": _PASSWORD, "code": "123456"},
    "remove_my_second_factor": {"current_password": _PASSWORD, "code": "123456"},
    "update_sign_in_rule": {"second_factor_from": None},
    "create_passkey": {"name": "Phone", "credential": _SIGNED},
    "offer_passkey": {"current_password": _PASSWORD},
    "sign_in_with_passkey": {"credential": _SIGNED},
    "update_user": {"role": "manager"},
    "forgot_password": {"email": _EMAIL},
    "choose_new_password": {"token": _LINK_TOKEN, "new_password": "four yellow doors"},
    "create_invitation": {"email": "kim@example.com", "role": "user", "days": 7},
    "accept": {"token": _LINK_TOKEN, "name": "Kim", "password": _PASSWORD},
}
