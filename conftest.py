"""What every test process needs before any service is imported."""

import os

from tests.support import SECRET

os.environ.setdefault("JWT_SECRET", SECRET)
os.environ.setdefault("BUSINESS_TZ", "UTC")

pytest_plugins = ["tests.support.fixtures"]
