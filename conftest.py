"""What every test process needs before any service is imported."""

import os

from hypothesis import settings

from tests.support import SECRET

os.environ.setdefault("JWT_SECRET", SECRET)
os.environ.setdefault("BUSINESS_TZ", "UTC")

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = ["tests.support.fixtures"]
