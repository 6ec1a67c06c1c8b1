"""What is wrong is refused by the real command, in words that say where, and nothing changes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from avenant_builder.pdf.waiting import MEMORY, PREFIX_OF_HOME
from bad_data import FACTS, FICHES, REGISTERS, Case
from bad_documents import ANNEXES, MODELS, RESULTS
from built import Built
from command_line import ENTRY, avenant, environment, plain, started
from spoiled import Answer, Space, copy_of, said

FAMILIES = (
    ("registre", "check", REGISTERS),
    ("faits", "check", FACTS),
    ("fiche", "check", FICHES),
    ("modèle", "build", MODELS),
    ("annexe", "build", ANNEXES),
    ("résultats", "build", RESULTS),
)
CASES = {
    f"{family} : {name}": (command, case)
    for family, command, cases in FAMILIES
    for name, case in cases.items()
}
ALIKE = (
    "registre : absent",
    "registre : tronqué au milieu d’une ligne",
    "faits : guillemet oublié",
    "fiche : tableau",
)

# To whom a mode forbids nothing; on Windows nobody is.
ROOT = hasattr(os, "getuid") and os.getuid() == 0


@pytest.fixture
def space(loire: Built, tmp_path: Path) -> Space:
    return copy_of(loire.root, tmp_path / "espace")


def refused(case: Case, command: str, space: Space, by: Callable[..., Answer] = avenant) -> None:
    """Spoil the workspace, run the command, and see that it changes nothing, hidden or not."""
    case.spoil(space.root)
    before = space.fingerprints()
    answer = space.run(command, by=by)
    assert case.says in said(answer)
    assert answer.returncode == case.code
    assert space.fingerprints() == before
    assert list(space.aside.iterdir()) == []


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused_in_words_and_changes_nothing(name: str, space: Space) -> None:
    command, case = CASES[name]
    refused(case, command, space)


@pytest.mark.parametrize("name", ALIKE)
def test_what_check_refuses_build_refuses_alike(name: str, space: Space) -> None:
    refused(CASES[name][1], "build", space, by=started)


def test_all_that_is_wrong_is_said_at_once_and_the_gravest_is_the_code(space: Space) -> None:
    several = [
        REGISTERS["jour qui n’existe pas"],
        REGISTERS["SIREN faux"],
        FACTS["clé inconnue"],
        FICHES["tableau"],
        MODELS["nom inconnu"],
        ANNEXES["image démesurée"],
    ]
    for case in several:
        case.spoil(space.root)
    answer = space.run("build", by=started)
    for case in several:
        assert case.says in said(answer)
    assert answer.returncode == MODELS["nom inconnu"].code
    assert answer.stdout == ""


@contextmanager
def protected(path: Path) -> Iterator[None]:
    """A file or folder that this user, root or not, can neither write in nor replace."""
    protect, free = ("chmod a-w", "chmod u+w")
    if ROOT:
        protect, free = ("chattr +i", "chattr -i")
    if subprocess.run([*protect.split(), path], check=False).returncode:
        pytest.skip("this file system has no such files")
    try:
        yield
    finally:
        subprocess.run([*free.split(), path], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
@pytest.mark.skipif(ROOT and not shutil.which("chattr"), reason="root may write everywhere")
@pytest.mark.parametrize("name", ["output", "output/2019", "output/2019/avenant.pdf"])
def test_results_that_cannot_be_written_are_told(space: Space, name: str) -> None:
    """A read-only folder, or a result that cannot be replaced, as where Windows has it open."""
    if name.endswith(".pdf") and not ROOT:
        pytest.skip("only root makes a file immutable")
    before = space.fingerprints()
    with protected(space.root / name):
        answer = space.run("build")
    assert "ne peut pas être remplacé : ouvert ailleurs, ou protégé" in said(answer)
    assert answer.returncode == 17
    assert space.fingerprints() == before
    assert list(space.aside.iterdir()) == []


@contextmanager
def converting(space: Space) -> Iterator[subprocess.Popen[str]]:
    """A build whose engine runs, and whose documents are being made."""
    with subprocess.Popen(
        [sys.executable, "-c", ENTRY, "build"],
        cwd=space.root,
        env=environment(TMPDIR=str(space.aside), AVENANT_CACHE=""),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as build:
        try:
            while not (engines(build) and any((space.root / "output").glob(".travail-*"))):
                assert build.poll() is None
                time.sleep(0.02)
            yield build
        finally:
            build.kill()


def engines(build: subprocess.Popen[str]) -> list[str]:
    """The engines of a build, which run in folders that bear its number."""
    return [line for line in processes() if f"{PREFIX_OF_HOME}{build.pid}-" in line]


def processes_in(folder: Path) -> list[str]:
    """Command lines of the processes that work in a folder."""
    return [line for line in processes() if str(folder) in line or folder.as_uri() in line]


def processes() -> list[str]:
    """Command lines of all processes."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:  # it has just ended
            continue
    return lines


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the system has no /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_stopped_leaves_nothing(sent: signal.Signals, space: Space) -> None:
    before = space.fingerprints()
    with converting(space) as build:
        assert engines(build)
        build.send_signal(sent)
        out, err = build.communicate(timeout=20)
    assert build.returncode == 130
    assert out == ""
    assert "Interrompu : rien n’a été changé" in plain(err)
    assert "Traceback" not in err
    assert space.fingerprints() == before
    assert list(space.aside.iterdir()) == []
    assert processes_in(space.root) + processes_in(space.aside) + engines(build) == []
    assert not list(MEMORY.glob(f"{PREFIX_OF_HOME}{build.pid}-*"))


def test_a_second_build_at_once_is_refused_and_does_not_disturb_the_first(space: Space) -> None:
    with converting(space) as build:
        answer = space.run("build")
        assert f"une autre commande travaille sur cet espace : processus {build.pid}" in said(
            answer
        )
        assert answer.returncode == 18
        _, err = build.communicate(timeout=60)
    assert build.returncode == 0, err
    assert (space.root / "output/2019/dossier.pdf").is_file()
    assert not list(space.root.glob("output/.travail-*")) + list(space.root.glob(".avenant-*"))
