"""The same bytes whichever way they come: waiting engine, launch, or cache."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from avenant_builder.cache import Cache
from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.launch import pipe_of
from avenant_builder.pdf.press import Press
from avenant_builder.pdf.waiting import WaitingEngine, waiting_engine
from test_office import a_document, a_script, wait_for

DAY = date(2031, 1, 1)


def printed(press: Press, documents: list[Path], target: Path) -> list[bytes]:
    target.mkdir()
    batch = press.batch(dated=DAY, target=target, work=target)
    for document in documents:
        batch.take(document, f"Pièce {document.stem}")
    return [path.read_bytes() for path in batch.results()]


def test_three_ways_one_result(tmp_path: Path, engine: Engine) -> None:
    folder = tmp_path / "été, « ici »"
    folder.mkdir()
    documents = [a_document(folder / f"n° {i}, a.docx", f"Inventé : œuvre {i}") for i in range(3)]
    store = Cache(tmp_path / "c")
    with waiting_engine() as waiting:
        assert waiting is not None
        press = Press(engine=engine, cache=Cache(None), waiting=waiting)
        first = printed(press, documents, tmp_path / "1")
        again = printed(press, documents[1:], tmp_path / "2")  # it is still there
        assert not waiting.failed
    launched = printed(Press(engine=engine, cache=store), documents, tmp_path / "3")
    assert first == launched
    assert again == launched[1:]
    no_engine = Engine(tmp_path / "absent" / "soffice", engine.version)
    known = Press(engine=engine, cache=store)
    assert printed(known, documents, tmp_path / "4") == launched
    with pytest.raises((ConversionFailed, OSError)):
        printed(Press(engine=no_engine, cache=store), documents, tmp_path / "5")


def test_another_title_or_day_is_another_document(tmp_path: Path, engine: Engine) -> None:
    document = a_document(tmp_path / "a.docx")
    press = Press(engine=engine, cache=Cache(tmp_path / "c"))
    made = []
    for title, day in (("A", DAY), ("B", DAY), ("A", date(2032, 1, 1)), ("A", DAY)):
        batch = press.batch(dated=day, target=tmp_path, work=tmp_path)
        batch.take(document, title)
        made.append(batch.results()[0].read_bytes())
    assert len(set(made)) == 3
    assert made[0] == made[3]


def test_a_page_under_the_name_of_a_document_is_refused_there_too(tmp_path: Path) -> None:
    page = tmp_path / "page.docx"
    page.write_text("<html><body>Bonjour</body></html>")
    with waiting_engine() as waiting:
        assert waiting is not None
        waiting.convert([page], tmp_path)
    assert not (tmp_path / "page.pdf").exists()


def test_an_engine_that_died_waiting_costs_nothing_but_time(tmp_path: Path, engine: Engine) -> None:
    with waiting_engine() as waiting:
        assert waiting is not None
        process, profile = waiting.running
        process.kill()
        process.wait()
        pipe_of(profile).unlink(missing_ok=True)
        press = Press(engine=engine, cache=Cache(None), waiting=waiting)
        [made] = printed(press, [a_document(tmp_path / "a.docx")], tmp_path / "1")
        assert waiting.failed
    assert made.startswith(b"%PDF-")


def test_an_engine_that_never_listens_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avenant_builder.pdf.waiting.SECONDS_TO_START", 0.3)
    deaf = a_script(tmp_path, "exec sleep 60")
    monkeypatch.setenv("AVENANT_SOFFICE", str(deaf.path))
    monkeypatch.setattr("avenant_builder.pdf.waiting.find_engine", lambda: deaf)
    with waiting_engine() as waiting:
        assert isinstance(waiting, WaitingEngine)
        waiting.convert([a_document(tmp_path / "a.docx")], tmp_path)
        assert waiting.failed
        process = waiting.running[0]
    assert process.poll() is not None


def test_an_engine_does_not_outlive_a_build_that_was_killed(tmp_path: Path) -> None:
    program = (
        "import time\n"
        "from avenant_builder.pdf.waiting import waiting_engine\n"
        "with waiting_engine() as waiting:\n"
        "    print(waiting.home, flush=True)\n"
        "    time.sleep(60)\n"
    )
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=paths) as run:
        assert run.stdout is not None
        home = Path(run.stdout.readline().strip())
        assert wait_for(lambda: bool(processes_in(home)))
        run.kill()
    assert wait_for(lambda: not processes_in(home))
    assert home.exists()
    again = [sys.executable, "-c", program.replace("time.sleep(60)", "pass")]
    subprocess.run(again, env=paths, check=True, capture_output=True)
    assert not home.exists()


def processes_in(folder: Path) -> list[str]:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            lines.append(path.read_text("utf-8", "replace"))
    return [line for line in lines if folder.as_uri() in line]
