"""Install the wheel in an empty environment and build where things are not as usual.

``python benchmarks/any_machine.py [SOFFICE]``: makes the wheel, installs it in a new environment,
then builds the Loire 2019 as a user without rights would (as « nobody » where this is run by root):
no display, LANG=C, a home that cannot be written in, a workspace whose path has spaces and accents,
on another file system (/dev/shm). The bytes must be those of an ordinary build by the checkout.
With SOFFICE, all is done once more with that LibreOffice, and veraPDF judges the bundle.
"""

import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_build import copy_workspace

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
COMMANDS = (
    ("--version",),
    ("check", "--year", "2019"),
    ("status",),
    ("missing",),
    ("explain", "R-DATE-02"),
    ("doctor",),
    ("init", "{new}", "--example", "loire"),
)
ALLOWED = {"missing": 15}


def installed(folder: Path) -> Path:
    """The command of the wheel, in an environment that has what the lock says and no more."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True)
    [wheel] = folder.glob("*.whl")
    environment = folder / "environnement"
    venv.create(environment, with_pip=True)
    python = environment / "bin/python"
    subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", "-q", "install", wheel], check=True
    )
    return environment / "bin/avenant"


def run(command: list[str | Path], *, home: Path, soffice: str = "") -> tuple[int, str]:
    """Run as somebody without rights or a home of their own, in the poorest of locales."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C"}
    if soffice:
        environment["AVENANT_SOFFICE"] = soffice
    whose = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    answer = subprocess.run(
        [str(part) for part in command],
        env=environment,
        cwd="/",
        capture_output=True,
        encoding="utf-8",
        **whose,  # type: ignore[call-overload]
    )
    return answer.returncode, answer.stdout + answer.stderr


def hashes(workspace: Path) -> dict[str, str]:
    target = workspace / "output" / "2019"
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(target.iterdir())}


def given_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def told(what: str, good: bool, detail: str = "") -> bool:
    print(f"{'ok' if good else 'KO':3} {what} {'' if good else detail}", flush=True)
    return good


def main() -> None:
    other = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    with TemporaryDirectory() as name, TemporaryDirectory(dir=other) as far:
        folder, away = Path(name), Path(far)
        folder.chmod(0o755)
        away.chmod(0o755)
        command = installed(folder)
        home = folder / "maison"
        home.mkdir()
        home.chmod(0o555)
        usual = copy_workspace(folder / "usuel")
        build = ["-m", "avenant_builder", "--workspace", usual, "build", "--year", "2019"]
        subprocess.run([sys.executable, *map(str, build)], check=True, capture_output=True)
        odd = away / "L’espace d’été & cœur"
        copy_workspace(odd)
        given_away(odd)
        good = True
        for arguments in COMMANDS:
            spelt = [part.format(new=odd / "neuf") for part in arguments]
            code, said = run([command, "--workspace", odd, *spelt], home=home)
            wanted = ALLOWED.get(arguments[0], 0)
            good &= told(f"avenant {arguments[0]}", code == wanted and "Trace" not in said, said)
        code, said = run([command, "--workspace", odd, "build", "--year", "2019"], home=home)
        good &= told("avenant build, elsewhere, without rights", code == 0, said)
        good &= told("the same bytes as the checkout", hashes(odd) == hashes(usual))
        left = [path.name for path in home.iterdir()]
        good &= told("nothing left in the home", not left, str(left))
        for soffice in sys.argv[1:]:
            code, said = run(
                [command, "--workspace", odd, "build", "--year", "2019"], home=home, soffice=soffice
            )
            good &= told(f"avenant build with {soffice}", code == 0, said)
            good &= told("it says what is not claimed", "PDF/UA-1" in said, said)
            good &= told("PDF/A-2b by veraPDF", not vera(odd / "output/2019/dossier.pdf"))
    sys.exit(not good)


def vera(pdf: Path) -> list[str]:
    code = "import sys, json; from pathlib import Path; from verapdf import failures\n"
    code += "if __name__ == '__main__': print(json.dumps(failures(Path(sys.argv[1]), 'PDFA_2_B')))"
    with TemporaryDirectory() as folder:
        script = Path(folder) / "juge.py"
        script.write_text(code, "utf-8")
        answer = subprocess.run(
            [sys.executable, script, pdf],
            env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
    found: list[str] = json.loads(answer.stdout)
    return found


if __name__ == "__main__":
    main()
