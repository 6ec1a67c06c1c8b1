"""Turn .docx into .pdf. The only module that knows LibreOffice.

Its exit code is 0 even when it could not load a file, so only results are believed. By
default it fetches linked pictures into the PDF: the profile forbids that.
"""

import json
import mmap
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from tempfile import mkdtemp

import pikepdf

from avenant_builder.errors import ConversionFailed, ToolMissing
from avenant_builder.pdf.fonts import font_environment

OLDEST = (7, 4)
FIRST_WITH_UA = (25, 2)
"""From here on, PDF/A-2b and PDF/UA-1 hold by veraPDF; before, titles with borders break UA."""

USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)

INSTALL = (
    "Installez LibreOffice 25.2 ou plus récent (Debian 13 : le paquet "
    "libreoffice-writer-nogui ; Debian 12 : le même, de bookworm-backports ; ailleurs : "
    "son installateur), ou donnez son chemin dans la variable AVENANT_SOFFICE."
)

PIPES = Path("/tmp")
"""Where LibreOffice puts its sockets, whatever TMPDIR says."""

_Running = tuple[subprocess.Popen[bytes], Path]
"""A launch and its profile."""

WRITER_PDF = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},  # PDF/A-2b
        "PDFUACompliance": {"type": "boolean", "value": "true"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
    }
)

SETTINGS = (
    # Not older than the product: else 7.4 runs its graphics self-test (0.7 s) at each start.
    ("org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


@dataclass(frozen=True, slots=True)
class Engine:
    """A LibreOffice on this machine."""

    path: Path
    version: tuple[int, ...]

    @property
    def label(self) -> str:
        """Name and version as a user reads them."""
        return f"LibreOffice {'.'.join(map(str, self.version[:3]))}"

    @property
    def supports_ua(self) -> bool:
        """Whether its PDFs are both PDF/A-2b and PDF/UA-1."""
        return self.version >= FIRST_WITH_UA


def find_engine() -> Engine:
    """Find LibreOffice: AVENANT_SOFFICE, else the PATH, else the usual places.

    Raises ToolMissing if there is none, if it does not answer, or if it is older than 7.4.
    """
    named = os.environ.get("AVENANT_SOFFICE")
    found = shutil.which(named) if named else _search()
    if found is None:
        where = f"« {named} » (AVENANT_SOFFICE) n’est pas un programme" if named else ""
        raise ToolMissing(where or "LibreOffice n’est pas sur cette machine", remedy=INSTALL)
    path = Path(found)
    engine = Engine(path, _version(path))
    if engine.version < OLDEST:
        raise ToolMissing(f"{engine.label} est trop ancien : il faut au moins 7.4", remedy=INSTALL)
    return engine


def _search() -> str | None:
    candidates = ("soffice", "libreoffice", *USUAL_PLACES)
    return next(filter(None, map(shutil.which, candidates)), None)


def _version(path: Path) -> tuple[int, ...]:
    program = path.resolve().parent
    for folder in ("share/registry", "Resources/registry"):
        if version := _registered_version(program.parent / folder / "main.xcd"):
            return version
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError) as fault:
        raise ToolMissing(f"« {path} » ne répond pas", remedy=INSTALL) from fault
    if not (version := _numbers(answer.stdout)):
        raise ToolMissing(f"« {path} » n’est pas LibreOffice", remedy=INSTALL)
    return version


def _registered_version(registry: Path) -> tuple[int, ...]:
    """Read it beside the program, in 3 ms: to ask the program takes 300."""
    if not registry.is_file():
        return ()
    with (
        registry.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        spot = content.find(b'<prop oor:name="ooSetupVersionAboutBox">')
        return _numbers(content[spot : spot + 200]) if spot >= 0 else ()


def _numbers(text: bytes) -> tuple[int, ...]:
    match = re.search(rb"\d+(?:\.\d+)+", text)
    return tuple(map(int, match[0].split(b"."))) if match else ()


def convert(
    documents: Sequence[Path],
    *,
    engine: Engine,
    target: Path,
    work: Path,
    processes: int = 2,
    timeout: float = 120,
) -> tuple[Path, ...]:
    """Make the PDF of each Word document, PDF/A-2b and tagged, in the same order.

    `documents` have different names; `target` receives `name.pdf`; `work` is a private
    folder. The launches share the documents by size; what is missing afterwards is tried
    once more, each alone so that a bad document takes no other with it. `timeout` is in
    seconds, for one launch.

    Raises ConversionFailed naming every document that has no PDF in the end, ToolMissing if
    the engine cannot be started.
    """
    target.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    results = {document: target / f"{document.stem}.pdf" for document in documents}
    for result in results.values():
        result.unlink(missing_ok=True)
    launcher = _Launcher(engine=engine, target=target, work=work, timeout=timeout)
    launches = max(1, min(processes, os.cpu_count() or 1, len(documents)))
    launcher.run(_shares(documents, launches))
    missing = [document for document, result in results.items() if not _is_pdf(result)]
    for start in range(0, len(missing), launches):
        launcher.run([[document] for document in missing[start : start + launches]])
    failed = [document for document in missing if not _is_pdf(results[document])]
    if failed:
        names = ", ".join(f"« {document.name} »" for document in failed)
        raise ConversionFailed(
            f"{engine.label} n’a pas pu convertir en PDF : {names}",
            remedy="Ouvrez le fichier dans Word ou LibreOffice pour voir s’il est intact, "
            "puis relancez la commande. « avenant doctor » vérifie le convertisseur.",
        )
    return tuple(results.values())


def _shares(documents: Sequence[Path], count: int) -> list[list[Path]]:
    """Deal the documents out, the heaviest first, each to the share that weighs least."""
    shares: list[list[Path]] = [[] for _ in range(count)]
    weights = [0] * count
    sizes = {document: document.stat().st_size for document in documents}
    for document in sorted(documents, key=lambda document: -sizes[document]):
        lightest = weights.index(min(weights))
        shares[lightest].append(document)
        weights[lightest] += sizes[document]
    return [share for share in shares if share]


def _is_pdf(path: Path) -> bool:
    """Whether a whole PDF with at least one page is there."""
    try:
        content = path.read_bytes()
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-64:]:
            return False
        with pikepdf.open(path) as pdf:
            return len(pdf.pages) > 0
    except (OSError, pikepdf.PdfError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Launcher:
    """Launches of one engine into one folder."""

    engine: Engine
    target: Path
    work: Path
    timeout: float

    def run(self, shares: Sequence[Sequence[Path]]) -> None:
        """Convert the shares side by side; leave no process behind, whatever happens."""
        with _all_stopped() as running:
            for share in shares:
                running.append(self._launch(share))
            deadline = time.monotonic() + self.timeout
            for process, _ in running:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))

    def _launch(self, documents: Sequence[Path]) -> _Running:
        home = Path(mkdtemp(prefix="soffice-", dir=self.work)).resolve()
        profile = home / "profil"
        _write_profile(profile)
        command = [
            str(self.engine.path),
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            # Without it, HTML under the name of a .docx is accepted.
            "--infilter=MS Word 2007 XML",
            *("--convert-to", WRITER_PDF),
            *("--outdir", str(self.target.resolve())),
            *(str(document.resolve()) for document in documents),
        ]
        try:
            process = subprocess.Popen(
                command,
                cwd=home,
                env=_environment(home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as fault:
            message = f"« {self.engine.path} » ne démarre pas"
            raise ToolMissing(message, remedy=INSTALL) from fault
        return process, profile


@contextmanager
def _all_stopped() -> Iterator[list[_Running]]:
    """Kill what still runs at the end, each with its children: soffice is a script."""
    running: list[_Running] = []
    try:
        yield running
    finally:
        for process, profile in running:
            if process.poll() is None:
                if os.name == "posix":
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    _remove_pipe(profile)
                else:
                    process.kill()
                process.wait()


def _remove_pipe(profile: Path) -> None:
    """Remove the socket by which launches of one profile find one another: a killed one cannot.

    It is named after the profile's address, wherever TMPDIR is (LibreOffice's sal/pipe.cxx).
    """
    digest = md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    with suppress(OSError):
        (PIPES / name).unlink()


def _environment(home: Path) -> dict[str, str]:
    """What the engine may know of this machine: nothing that could show in a result."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        **font_environment(home),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _write_profile(profile: Path) -> None:
    user = profile / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{items}</oor:items>\n",
        "utf-8",
    )
