"""Install the wheel in an empty environment and run every command where things are not as usual.

``python benchmarks/any_machine.py [SOFFICE…]``: makes the wheel, installs it in a new environment,
then follows one invented year of the Loire through every command (``any_machine_story.py``), as a
user without rights would (as « nobody » where this is run by root): no display, LANG=C, a home that
cannot be written in, a workspace whose path has spaces and accents, on another file system
(/dev/shm). Beside it the checkout does the same, as usual: exit codes, names of files and bytes
must be the same, save where the hour of an event shows. Every name made must fit Windows and macOS.
With SOFFICE, the build is done once more by that LibreOffice, and veraPDF judges the bundle.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from any_machine_story import STORY, YEAR, begun

from avenant_builder.naming import same_everywhere, unfit

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
LONGEST_PATH = 160
"""From the workspace on: 100 are left, of the 260 of Windows, for the place where it is."""
SHOW_AN_HOUR = (
    *("data/2019/journal.jsonl", "output/2019/suivi", "suivi.xlsx", "ensemble reçu.zip"),
    *(f"output/2019/{name}/" for name in ("paquets", "relances", "exemplaire-signe")),
    *("output/2019/transmission/", "output/2020/comparaison-"),
)
"""In these are the head of the journal, which follows from hours, or the hour of a comparison."""
OLD_FICHE = re.compile(r"-\d{4}-\d\d-\d\d-\d{6}\b")


def installed(folder: Path) -> Path:
    """The command of the wheel, in an environment that has what it asks for and no more."""
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


def run_usual(command: list[str | Path]) -> tuple[int, str]:
    """Run the checkout as the person at this machine."""
    words = [sys.executable, "-m", "avenant_builder", *map(str, command)]
    answer = subprocess.run(words, capture_output=True, encoding="utf-8")
    return answer.returncode, answer.stdout + answer.stderr


def given_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def told(what: str, good: bool, detail: str = "") -> bool:
    print(f"{'ok' if good else 'KO':3} {what} {'' if good else detail}", flush=True)
    return good


def followed(command: Path, home: Path, odd: Path, usual: Path) -> Iterator[bool]:
    """Every step of the story in both workspaces."""
    for step in STORY:
        for root in (usual, odd):
            step.prepare(root)
        given_away(odd)
        code, said = run([command, "--workspace", odd, *step.args(odd)], home=home)
        code_usual, said_usual = run_usual(["--workspace", usual, *step.args(usual)])
        shown = " ".join(step.args(Path()))
        good = code == code_usual == step.code and "Trace" not in said
        yield told(f"avenant {shown}", good, f"{code}, {code_usual}\n{said}\n{said_usual}")


def hashes(workspace: Path) -> dict[str, str]:
    return {
        OLD_FICHE.sub("", p.relative_to(workspace).as_posix()): hashlib.sha256(
            p.read_bytes()
        ).hexdigest()
        for p in sorted(workspace.rglob("*"))
        if p.is_file() and "evidence" not in p.parts
    }


def compared(odd: Path, usual: Path) -> bool:
    """The same names, and the same bytes save for what shows the hour of an event."""
    here, there = hashes(odd), hashes(usual)
    other = {name for name in here if here[name] != there.get(name)}
    print(f"    {len(here)} files, {len(other)} of them with other bytes, by folder:")
    for folder, names in sorted(Counter(name.rpartition("/")[0] for name in other).items()):
        print(f"      {names:3} in {folder or 'the workspace'}")
    good = told("the same names as the checkout", set(here) == set(there))
    strange = [name for name in other if not name.startswith(SHOW_AN_HOUR)]
    return told("the same bytes where no hour shows", not strange, str(strange)) and good


def names_fit(workspace: Path) -> bool:
    """Every name, in archives too, fits every system; no two are one elsewhere."""
    wrong = []
    for path in sorted(workspace.rglob("*")):
        inside = path.relative_to(workspace).as_posix()
        wrong += [f"{inside} : {why}" for part in [path.name] if (why := unfit(part))]
        if len(inside) > LONGEST_PATH:
            wrong.append(f"{inside} : {len(inside)} characters")
        if path.is_dir():
            wrong += _twice(inside, [child.name for child in path.iterdir()])
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
            parts = {part for name in names for part in name.split("/")}
            wrong += [f"{inside} › {part} : {why}" for part in parts if (why := unfit(part))]
            wrong += _twice(inside, names)
    return told("every name fits every system", not wrong, "\n".join(wrong))


def _twice(where: str, names: list[str]) -> list[str]:
    return [] if len({*map(same_everywhere, names)}) == len(names) else [f"{where} : {names}"]


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
        usual, odd = folder / "usuel", away / "L’espace d’été & cœur"
        for root in (usual, odd):
            root.mkdir()
            begun(root)
        results = list(followed(command, home, odd, usual))
        good = told(f"{sum(results)} of {len(results)} commands", all(results))
        good &= compared(odd, usual)
        good &= names_fit(odd)
        left = [path.name for path in home.iterdir()]
        good &= told("nothing left in the home", not left, str(left))
        for soffice in sys.argv[1:]:
            good &= with_office(command, home, away / f"à côté {len(soffice)}", soffice)
    sys.exit(not good)


def with_office(command: Path, home: Path, root: Path, soffice: str) -> bool:
    root.mkdir()
    begun(root)
    given_away(root)
    code, said = run([command, "--workspace", root, "build", *YEAR], home=home, soffice=soffice)
    good = told(f"avenant build with {soffice}", code == 0, said)
    good &= told("it says what is not claimed", "PDF/UA-1" in said, said)
    return told("PDF/A-2b by veraPDF", not vera(root / "output/2019/dossier.pdf")) and good


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
