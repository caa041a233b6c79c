"""What strangers may try, and how often."""

from dataclasses import replace

from shared.db.budgets import Budget

FAILED_SIGN_INS = Budget("sign_in", burst=20, per_minute=20)
"""Of one network, over all accounts."""
SIGN_INS_OF_ACCOUNT = replace(FAILED_SIGN_INS, name="sign_in_of_account")
"""Of one account, over all networks where it is not at home. Beyond it guesses take turns:
strangers slow nobody down who is at home, and keep nobody out."""
MOST_TURNS = 10
"""Of one account, that wait at a time."""
REGISTRATIONS = Budget("registration", burst=10, per_minute=1)
"""Of one network, of strangers in a shop that has an admin."""
RESETS = Budget("reset", burst=10, per_minute=1)
"""Of one network: letters with new links that it asks for."""
RESETS_OF_ACCOUNT = Budget("reset_of_account", burst=3, per_minute=0.1)
"""Whoever asks: nobody's letter box is filled by a stranger."""
FAILED_SERVICE_TOKENS = Budget("service_token", burst=20, per_minute=20)
"""Of one network, over all service accounts. Their secrets have 256 bits: nobody is
locked out for a guess."""
SECOND_FACTORS = Budget("second_factor", burst=10, per_minute=0.1)
"""Of one account, over all networks: wrong codes of who knew its password."""
