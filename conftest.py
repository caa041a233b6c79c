"""What every test process needs before any service is imported."""

import os

from shared.testing import SECRET

os.environ.setdefault("JWT_SECRET", SECRET)
os.environ.setdefault("BUSINESS_TZ", "UTC")

pytest_plugins = ["shared.testing.fixtures"]
