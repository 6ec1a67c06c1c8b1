"""The child process: what it makes, how fast, and what it does to models that attack it."""

import os
import zipfile
from pathlib import Path

import pytest

from avenant_builder.errors import ExitCode, ModelFault, OutputFault
from avenant_builder.machine import bound_memory, bound_time
from avenant_builder.model.fiche import Block, BlockKind, RichText, Span
from avenant_builder.word import child
from avenant_builder.word import fill as fill_module
from avenant_builder.word.fill import fill
from avenant_builder.word.models import check_models
from word_samples import DAY, MakeJob, MakeModel

pytest_plugins = ["word_fixtures"]

SECONDS_TO_REFUSE = 10

# Each tries to run something, or to use up the machine.
ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ nom.__class__ }}",
    "{{ nom|attr('__class__') }}",
    "{{ nom.format(nom) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ range.__class__ }}",
    "{{ 'a' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ [0] * 99999999 }}",
    "{{ range(10**9)|length }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in range(999) %}{% for b in range(999) %}{{ nom * 500 }}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system('id') }}",
    "{% extends 'a' %}",
    "{{ [1]|batch(10**9, 'a') }}",
    "{{ " + "(" * 2_000 + "1" + ")" * 2_000 + " }}",
    "{{ " + "9" * 5_000 + " }}",
    "{% for a in 'ab' %}" * 40 + "{% endfor %}" * 40,
    "{{ nom",
    "{{ nom|inconnu }}",
    "{% for %}",
]


def processor() -> float:
    """Seconds of processor, children included: the clock tells what else the machine does."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_in_time_with_a_french_sentence(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path, attack: str
) -> None:
    folder = make_model(attack).parent
    before = processor()
    with pytest.raises(ModelFault) as caught:
        fill([make_job(nom="Ville inventée")], folder=folder, target=tmp_path, dated=DAY)
    assert processor() - before < SECONDS_TO_REFUSE
    assert caught.value.exit_code is ExitCode.TEMPLATE
    assert caught.value.message.startswith("le modèle lettre.docx ")
    assert caught.value.remedy
    assert "Traceback" not in caught.value.message and "jinja" not in caught.value.message


@pytest.mark.parametrize("attack", ATTACKS)
def test_to_check_an_attack_is_harmless(
    make_model: MakeModel, make_job: MakeJob, attack: str
) -> None:
    folder = make_model(attack).parent
    problems = check_models([make_job(nom="Ville inventée")], folder=folder)
    assert all(problem.exit_code == ExitCode.TEMPLATE for problem in problems)
    assert len(problems) < 10


def test_the_watch_stops_what_the_system_does_not(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system knows no limits, the clock alone must do."""
    monkeypatch.setattr(fill_module, "SECONDS_TO_START", 1)
    monkeypatch.setattr(fill_module, "SECONDS_A_JOB", 1)
    folder = make_model(ATTACKS[14]).parent
    with pytest.raises(ModelFault, match=r"lettre\.docx a dû être arrêté : il n’en finissait pas"):
        fill([make_job()], folder=folder, target=tmp_path, dated=DAY)


def test_a_process_that_is_started_anew_fills_the_same_and_is_ended_too(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As macOS and Windows do it."""
    folder = make_model("Bonjour {{ nom }}").parent
    results = []
    for fork in (True, False):
        monkeypatch.setattr(fill_module, "CAN_FORK", fork)
        told: list[Path] = []
        jobs = [make_job(nom="Élise"), make_job(key="autre", nom="Zoé")]
        made = fill(jobs, folder=folder, target=tmp_path, dated=DAY, filled=told.append)
        assert tuple(told) == made
        results.append([path.read_bytes() for path in made])
    assert results[0] == results[1]
    monkeypatch.setattr(fill_module, "SECONDS_TO_START", 10)
    monkeypatch.setattr(fill_module, "SECONDS_A_JOB", 1)
    endless = make_model(ATTACKS[14]).parent
    with pytest.raises(ModelFault, match=r"lettre\.docx a dû être arrêté : il n’en finissait pas"):
        fill([make_job()], folder=endless, target=tmp_path, dated=DAY)


def test_a_module_beside_the_caller_is_not_taken_for_a_library(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docx.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.chdir(tmp_path)
    folder = make_model("Bonjour").parent
    [path] = fill([make_job()], folder=folder, target=tmp_path, dated=DAY)
    assert path.is_file()


def test_a_system_that_takes_no_limit_of_memory_fills_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As macOS answers: only there could the real answer be had."""
    resource = pytest.importorskip("resource")

    def refusing(_kind: int, _limits: tuple[int, int]) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refusing)
    bound_memory(child.MEMORY)
    bound_time(child.SECONDS_A_JOB)


def test_a_model_with_a_fault_of_container_is_refused_by_name(
    make_job: MakeJob, tmp_path: Path
) -> None:
    (tmp_path / "lettre.docx").write_bytes(b"<html></html>")
    with pytest.raises(ModelFault, match=r"lettre\.docx est refusé"):
        fill([make_job()], folder=tmp_path, target=tmp_path, dated=DAY)


def test_a_folder_that_cannot_be_written_to_is_no_fault_of_the_model(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path
) -> None:
    folder = make_model("Bonjour").parent
    with pytest.raises(OutputFault):
        fill([make_job()], folder=folder, target=tmp_path / "absent", dated=DAY)


def test_no_job_no_document(tmp_path: Path) -> None:
    assert fill([], folder=tmp_path, target=tmp_path, dated=DAY) == ()


def test_the_same_input_gives_the_same_bytes(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("Le {{ jour }} : {{ nom }}", "{{p texte }}")
    folder = make_model(*texts, styles=True).parent
    kinds = (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NUMBER)
    blocks = tuple(
        Block(kind=kind, level=int(kind is not kinds[0]), spans=(Span("a"),), number=1)
        for kind in kinds
    )
    job = make_job(jour=DAY, nom="Ville inventée", texte=RichText(blocks))
    made = []
    for seed, zone in (("0", "UTC"), ("4242", "Pacific/Auckland")):
        monkeypatch.setitem(os.environ, "PYTHONHASHSEED", seed)
        monkeypatch.setitem(os.environ, "TZ", zone)
        target = tmp_path / seed
        target.mkdir()
        [path] = fill([job], folder=folder, target=target, dated=DAY)
        made.append(path.read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "0" / "lettre.docx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.namelist()[0] == "[Content_Types].xml"
