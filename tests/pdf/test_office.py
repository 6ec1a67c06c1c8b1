"""LibreOffice as it really behaves, and as it may misbehave (played by shell scripts)."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from avenant_builder.errors import ConversionFailed, OutputFault, ToolMissing
from avenant_builder.pdf import engine as engine_module
from avenant_builder.pdf import launch, office
from avenant_builder.pdf.engine import Engine, find_engine
from avenant_builder.pdf.office import convert

EIGHT_SECONDS = 8


def a_document(path: Path, text: str = "Texte inventé : l’été à Ambierle, cœur.") -> Path:
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def a_script(folder: Path, body: str) -> Engine:
    """A converter played by a shell script, $dir being its folder."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\ndir='{folder}'\n{body}\n", "utf-8")
    path.chmod(0o755)
    return Engine(path, (25, 2))


def launches(folder: Path) -> int:
    return len((folder / "launches").read_text().splitlines())


def is_running(process: int) -> bool:
    """Whether it runs; a killed process that nobody waits for does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for(condition: object, seconds: float = EIGHT_SECONDS) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_every_document_becomes_a_pdf_of_the_same_name(tmp_path: Path, engine: Engine) -> None:
    folder = tmp_path / "dossier d’été"
    folder.mkdir()
    documents = [
        a_document(folder / f"pièce n° {i}.docx", f"Inventé : œuvre {i}") for i in (2, 0, 1)
    ]
    results = convert(documents, engine=engine, target=folder / "à signer", work=tmp_path / "w")
    assert [result.name for result in results] == [f"pièce n° {i}.pdf" for i in (2, 0, 1)]
    texts = [PdfReader(result).pages[0].extract_text() for result in results]
    assert [f"œuvre {i}" in text for i, text in zip((2, 0, 1), texts, strict=True)] == [True] * 3


class Witness(BaseHTTPRequestHandler):
    """Counts who comes for a picture."""

    picture = b""
    hits = 0

    def do_GET(self) -> None:
        type(self).hits += 1
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(self.picture)

    def do_OPTIONS(self) -> None:
        type(self).hits += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[str]:
    picture = tmp_path / "secret.png"
    Image.new("RGB", (40, 40), "red").save(picture)
    Witness.picture, Witness.hits = picture.read_bytes(), 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Witness) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/secret.png"
        server.shutdown()


def with_linked_picture(path: Path, address: str) -> Path:
    """A document whose picture is not inside it, but a link."""
    own = path.with_suffix(".png")
    Image.new("RGB", (40, 40), "blue").save(own)
    document = Document()
    picture = document.add_paragraph().add_run().add_picture(str(own))
    blip = picture._inline.find(f".//{qn('a:blip')}")
    assert blip is not None
    relation = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), relation)
    document.save(str(path))
    return path


def pictures(pdf: Path) -> int:
    return sum(len(page.images) for page in PdfReader(pdf).pages)


def test_linked_pictures_are_not_fetched(
    tmp_path: Path, engine: Engine, witness: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [
        with_linked_picture(tmp_path / "web.docx", witness),
        with_linked_picture(tmp_path / "disk.docx", (tmp_path / "secret.png").as_uri()),
    ]
    _, disk = convert(documents, engine=engine, target=tmp_path / "out", work=tmp_path / "w")
    assert Witness.hits == 0
    assert pictures(disk) == 0
    # Without our profile both are fetched: the witness can see.
    monkeypatch.setattr(launch, "SETTINGS", ())
    _, disk = convert(documents, engine=engine, target=tmp_path / "out", work=tmp_path / "w")
    assert Witness.hits > 0
    assert pictures(disk) == 1


def test_what_is_no_word_document_is_named_alone(tmp_path: Path, engine: Engine) -> None:
    page = tmp_path / "page.docx"
    page.write_text("<html><body>Inventé</body></html>", "utf-8")
    documents = [a_document(tmp_path / "bon.docx"), page]
    with pytest.raises(ConversionFailed) as stop:
        convert(documents, engine=engine, target=tmp_path, work=tmp_path / "w", processes=1)
    assert "« page.docx »" in stop.value.message
    assert "bon.docx" not in stop.value.message


def test_an_engine_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    engine = a_script(tmp_path, 'sleep 300 & echo $! >>"$dir/pids"; wait')
    document = a_document(tmp_path / "a.docx")
    with pytest.raises(ConversionFailed, match=r"« a\.docx »"):
        convert([document], engine=engine, target=tmp_path, work=tmp_path / "w", timeout=0.4)
    children = [int(line) for line in (tmp_path / "pids").read_text().split()]
    assert len(children) == 2
    assert wait_for(lambda: not any(map(is_running, children)))


def test_an_interruption_leaves_no_process(tmp_path: Path) -> None:
    engine = a_script(tmp_path, 'sleep 300 & echo $! >"$dir/pid"; wait')
    document = a_document(tmp_path / "a.docx")
    program = (
        "import sys; from pathlib import Path\n"
        "from avenant_builder.pdf.engine import Engine\n"
        "from avenant_builder.pdf.office import convert\n"
        "soffice, document, folder = map(Path, sys.argv[1:])\n"
        "convert([document], engine=Engine(soffice, (25, 2)), target=folder, work=folder / 'w')\n"
    )
    command = [sys.executable, "-c", program, str(engine.path), str(document), str(tmp_path)]
    source = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pid = tmp_path / "pid"
    with subprocess.Popen(command, env=source, stderr=subprocess.DEVNULL) as run:
        assert wait_for(lambda: pid.is_file() and bool(pid.read_text().strip()))
        run.send_signal(signal.SIGINT)
        run.wait(EIGHT_SECONDS)
    child = int(pid.read_text())
    assert wait_for(lambda: not is_running(child))


def test_a_launch_that_is_killed_leaves_no_socket(tmp_path: Path) -> None:
    launcher = office._Launcher(
        engine=find_engine(), target=tmp_path, work=tmp_path / "w", timeout=60
    )
    (tmp_path / "w").mkdir()
    with launch.all_stopped() as running:
        running.append(launcher._launch([a_document(tmp_path / "a.docx")] * 50))
        # Its own: other engines may come and go on this machine.
        made = launch.pipe_of(running[0][1])
        assert wait_for(made.exists)
    assert not made.exists()


@pytest.mark.parametrize(
    "body",
    [
        ":",
        'printf "%%PDF-1.7 coupé" >"$dir/a.pdf"',
        'printf "%%PDF-1.7\\n%%%%EOF\\n" >"$dir/a.pdf"',
        "exit 1",
    ],
    ids=["nothing", "cut short", "no page", "exit 1"],
)
def test_only_results_are_believed(tmp_path: Path, body: str) -> None:
    engine = a_script(tmp_path, f'echo x >>"$dir/launches"; {body}')
    document = a_document(tmp_path / "a.docx")
    with pytest.raises(ConversionFailed, match=r"« a\.docx »"):
        convert([document], engine=engine, target=tmp_path, work=tmp_path / "w")
    assert launches(tmp_path) == 2


def test_an_earlier_result_is_not_taken_for_this_one(tmp_path: Path, engine: Engine) -> None:
    document = a_document(tmp_path / "a.docx")
    convert([document], engine=engine, target=tmp_path, work=tmp_path / "w")
    with pytest.raises(ConversionFailed):
        convert([document], engine=a_script(tmp_path, ":"), target=tmp_path, work=tmp_path / "w")


def test_a_launch_that_fails_once_is_made_good(tmp_path: Path, engine: Engine) -> None:
    script = f'echo x >>"$dir/launches"\n[ -e "$dir/tried" ] && exec {engine.path} "$@"\n'
    fragile = a_script(tmp_path, f'{script}touch "$dir/tried"')
    documents = [a_document(tmp_path / f"{name}.docx") for name in "ab"]
    convert(documents, engine=fragile, target=tmp_path, work=tmp_path / "w", processes=1)
    assert launches(tmp_path) == 3


def test_the_real_engine_tells_its_version(engine: Engine) -> None:
    answer = subprocess.run([engine.path, "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith(f"{engine.label}.")


def test_an_older_engine_is_accepted_without_ua(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = a_script(tmp_path, "echo 'LibreOffice 7.4.7.2 40(Build:2)'")
    monkeypatch.setenv("AVENANT_SOFFICE", str(script.path))
    found = find_engine()
    assert (found.label, found.supports_ua) == ("LibreOffice 7.4.7", False)


@pytest.mark.parametrize("body", ["echo LibreOffice 6.4.7.2", "exit 1", "echo bonjour"])
def test_an_engine_that_cannot_serve_is_refused(
    tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVENANT_SOFFICE", str(a_script(tmp_path, body).path))
    with pytest.raises(ToolMissing) as stop:
        find_engine()
    assert "AVENANT_SOFFICE" in stop.value.remedy


def test_without_engine_the_remedy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AVENANT_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(engine_module, "OFFICE_PLACES", ())
    with pytest.raises(ToolMissing, match="LibreOffice n’est pas sur cette machine") as stop:
        find_engine()
    assert "25.2" in stop.value.remedy


def test_an_engine_that_does_not_start_is_missing(tmp_path: Path) -> None:
    document = a_document(tmp_path / "a.docx")
    engine = Engine(tmp_path / "absent", (25, 2))
    with pytest.raises(ToolMissing, match="ne démarre pas"):
        convert([document], engine=engine, target=tmp_path, work=tmp_path / "w")


def test_an_interruption_while_an_engine_starts_waits_until_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by Ctrl-C between the start of the process and its record: it was left running."""
    engine = a_script(tmp_path, 'echo $$ >"$dir/pid"; exec sleep 300')
    pid = tmp_path / "pid"

    def interrupted(*arguments: object, **wanted: object) -> object:
        started = launch.launch(*arguments, **wanted)  # type: ignore[arg-type]
        assert wait_for(lambda: pid.is_file() and bool(pid.read_text().strip()))
        signal.raise_signal(signal.SIGINT)
        return started

    monkeypatch.setattr(office, "launch", interrupted)
    document = a_document(tmp_path / "a.docx")
    with pytest.raises(KeyboardInterrupt):
        convert([document], engine=engine, target=tmp_path, work=tmp_path / "w")
    assert wait_for(lambda: not is_running(int(pid.read_text())))


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk in memory with hardly a byte left."""
    folder = tmp_path / "disque"
    folder.mkdir()
    size = ["mount", "-t", "tmpfs", "-o", "size=65536", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(size, check=False, capture_output=True).returncode:
        pytest.skip("only root on Linux mounts a disk")
    (folder / "plein").write_bytes(bytes(61440))
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_not_taken_for_a_bad_document(
    tmp_path: Path, full_disk: Path, engine: Engine
) -> None:
    document = a_document(tmp_path / "texte.docx")
    with pytest.raises(OutputFault, match=r"disque est plein : « texte\.pdf »"):
        convert([document], engine=engine, target=full_disk, work=tmp_path / "profil")
