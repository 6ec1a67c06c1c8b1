"""A frozen text stays what it was; a changed word makes a new version. Signatures are invented."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from avenant_builder.audit import verify
from avenant_builder.build import build
from avenant_builder.check import check
from avenant_builder.errors import ProblemsFound
from avenant_builder.files.manifest import fingerprint
from avenant_builder.freeze import Frozen, freeze, text_version
from avenant_builder.journal.contract import Tampered
from avenant_builder.journal.evidence import FOLDER, find
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.record import Request, record, undo
from avenant_builder.snapshot import INPUT, RESULT, source_of
from built import copy_loire
from command_line import avenant, plain

NOW = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=10)


def quiet(_: str) -> None:
    """Progress that nobody watches."""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def version_of(root: Path) -> str:
    dossier, plan = check(root, 2019).ready()
    return text_version(dossier, plan, root)


def signed(root: Path, seat: str, day: int) -> str:
    request = Request(
        who=seat,
        type=EventType.SIGNED_ON_PAPER,
        on=EffectDate(2019, 6, day),
        no_file="page inventée",
    )
    return record(root, 2019, request, now=LATER).event.version


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


@pytest.fixture(scope="module")
def frozen_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Frozen]:
    root = copy_loire(tmp_path_factory.mktemp("fige") / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root, freeze(root, 2019, now=NOW, by="Ada", progress=quiet)


@pytest.fixture
def frozen(frozen_once: tuple[Path, Frozen], root: Path) -> Frozen:
    """What was frozen, in `root`: a copy of the one workspace that was."""
    shutil.rmtree(root)
    shutil.copytree(frozen_once[0], root)
    return frozen_once[1]


def test_inputs_and_results_go_into_evidence_then_the_event(root: Path, frozen: Frozen) -> None:
    assert frozen.is_new and frozen.number == 1 and frozen.set_back == ()
    [event] = journal_of(root, 2019).read()
    assert event == frozen.event
    assert (event.type, event.target, event.by) == (EventType.FROZEN, "2019", "Ada")
    for path in ("signatories.csv", "data/bodies.csv", "templates/avenant.docx"):
        assert event.facts[INPUT + path] == fingerprint(root / path)
    results = {path.name: fingerprint(path) for path in (root / "output/2019").iterdir()}
    facts = {
        key.removeprefix(RESULT): sha for key, sha in event.facts.items() if key.startswith(RESULT)
    }
    assert {name: results[name] for name in facts} == facts
    assert {"avenant.pdf", "dossier.pdf", "manifeste.json"} <= facts.keys()
    assert verify(root, 2019).orphans == ()


def test_a_frozen_year_is_built_from_what_was_frozen(root: Path, frozen: Frozen) -> None:
    target = root / "output/2019"
    results = {path.name: path.read_bytes() for path in target.glob("*.pdf")}
    for path in target.iterdir():
        path.unlink()
    edit(root / "signatories.csv", "PERDRIAU", "INVENTÉ")
    (root / "templates/avenant.docx").write_bytes(b"abime")
    (root / "data/2019/avenant.toml").unlink()
    done = build(root, 2019, progress=quiet)
    assert "Texte figé le 03/06/2019" in done.remarks[0]
    assert {path.name: path.read_bytes() for path in target.glob("*.pdf")} == results
    model = find(root, frozen.event.facts["donnees/templates/avenant.docx"])
    assert model is not None
    model.write_bytes(b"autre chose")
    with pytest.raises(Tampered, match=r"templates/avenant\.docx"):
        build(root, 2019, progress=quiet)
    model.unlink()
    with pytest.raises(Tampered, match="manque"), source_of(root, 2019):
        pass


def test_the_same_text_again_changes_nothing(root: Path, frozen: Frozen) -> None:
    # Registers may change where the text does not.
    edit(root / "data/2019/avenant.toml", "# Lieu de signature", "# Le lieu de signature")
    before = journal_of(root, 2019).path.read_bytes()
    table = root / "output/2019/suivi.csv"
    table.unlink(missing_ok=True)  # as a run that died once the event was written
    again = freeze(root, 2019, now=LATER, progress=quiet)
    assert table.exists()
    assert (again.is_new, again.number, again.event) == (False, 1, frozen.event)
    assert journal_of(root, 2019).path.read_bytes() == before


def test_another_text_is_version_2_and_sets_back_who_has_signed(root: Path, frozen: Frozen) -> None:
    first = frozen.event.version
    assert signed(root, "ROANNE", 4) == first
    assert signed(root, "ETAT", 4) == first
    undo(root, 2019, 3, now=NOW)
    edit(root / "signatories.csv", "PERDRIAU", "INVENTÉ")
    second = freeze(root, 2019, now=LATER, progress=quiet)
    assert (second.is_new, second.number, second.set_back) == (True, 2, ("ROANNE",))
    assert second.event.version != first
    # Each signature bears the text that was out on its day.
    assert signed(root, "CAF-1", 5) == first
    assert signed(root, "CAF-2", 13) == second.event.version
    undo(root, 2019, second.event.sequence, now=LATER)
    with source_of(root, 2019) as source:
        assert "PERDRIAU" in (source.root / "signatories.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root: edit(root / "data/2019/avenant.toml", '"Saint-Etienne"', '"À REMPLIR"'),
        lambda root: edit(root / "data/2019/avenant.toml", '"carte.docx"', '"absente.docx"'),
    ],
    ids=["placeholder", "fault"],
)
def test_nothing_is_frozen_while_something_blocks(
    root: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(root)
    with pytest.raises(ProblemsFound):
        freeze(root, 2019, now=NOW, progress=quiet)
    assert journal_of(root, 2019).read() == ()
    assert not (root / FOLDER).exists()


def test_the_version_is_that_of_the_words(root: Path) -> None:
    first = version_of(root)
    # Neither the spacing of a source nor a fact that is not printed is a word of the text.
    edit(root / "data/bodies.csv", "214202079", "214202079 ")
    edit(root / "data/2019/avenant.toml", 'lieu = "', 'lieu   =   "')
    assert version_of(root) == first
    fiche = next((root / "data/2019/fiches").glob("*.md"))
    fiche.write_text(fiche.read_text("utf-8").rstrip("\n") + "\n\nUn mot inventé.\n", "utf-8")
    assert version_of(root) != first


def test_a_supplied_annex_counts_by_its_bytes(root: Path) -> None:
    toml = root / "data/2019/avenant.toml"
    (root / "data/2019/annexes").mkdir(exist_ok=True)
    plan = root / "data/2019/annexes/plan.png"
    edit(
        toml,
        'modele = "carte.docx"',
        'modele = "carte.docx"\n\n[[annexes]]\ntitre = "Plan inventé"\nfichier = "plan.png"\n'
        'description = "Un plan inventé"',
    )
    versions = set()
    for color in ("red", "blue"):
        Image.new("RGB", (400, 300), color).save(plan)
        versions.add(version_of(root))
    assert len(versions) == 2


def test_the_plan_of_a_frozen_year_is_that_of_what_was_frozen(root: Path, frozen: Frozen) -> None:
    before = avenant("build", "--dry-run", "--json", cwd=root)
    assert before.returncode == 0, before.stderr
    (root / "templates/avenant.docx").unlink()
    (root / "signatories.csv").write_text("siege;ordre\r\n", "utf-8")
    done = avenant("build", "--dry-run", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Texte figé le 03/06/2019" in plain(done.stderr)
    after = avenant("build", "--dry-run", "--json", cwd=root)
    assert after.stdout == before.stdout


def test_the_signatures_of_a_frozen_year_are_followed_by_the_registers_of_today(
    root: Path, frozen: Frozen
) -> None:
    edit(root / "signatories.csv", "Pour la Ville de Roanne", "Pour la Ville changée")
    text = (root / "signatories.csv").read_text("utf-8-sig")
    row = next(line for line in text.splitlines() if line.startswith("ROANNE;"))
    new = ";".join([*row.split(";")[:6], "Ada", "NOUVELLE", *row.split(";")[8:]])
    edit(root / "signatories.csv", row, new)
    done = avenant("status", "--json", cwd=root)
    assert done.returncode == 0, done.stderr
    [seat] = [one for one in json.loads(done.stdout)["sieges"] if one["siege"] == "ROANNE"]
    assert seat["titulaire"] == "Ada NOUVELLE"
    # The text that they sign is still the frozen one.
    with source_of(root, 2019) as source:
        assert "NOUVELLE" not in (source.root / "signatories.csv").read_text("utf-8-sig")
