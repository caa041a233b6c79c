"""``python -m ops.web SCRIPT …``: run the web client's npm scripts with the right Node."""

import subprocess
import sys

from ops.local import node
from ops.local.errors import LocalError


def main() -> None:
    try:
        node.install(node.WEB)
        command = [
            str(node.binary()),
            str(node.npm_script()),
            "run",
            "--silent",
            *sys.argv[1:],
        ]
    except LocalError as error:
        sys.exit(str(error))
    done = subprocess.run(command, cwd=node.WEB, env=node.environment(), check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
