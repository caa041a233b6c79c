"""``python -m ops.probe URL``: exit 0 when it answers 200, for health checks.

Only the standard library, so that a check every few seconds costs little.
"""

import sys
from urllib.error import URLError
from urllib.request import urlopen


def main() -> None:
    try:
        with urlopen(sys.argv[1], timeout=4):  # noqa: S310
            return
    except URLError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
