"""Start and stop one LibreOffice, alone in a private profile and knowing nothing of this machine.

By default it fetches linked pictures into the PDF: the profile forbids that.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import md5
from pathlib import Path

from avenant_builder.disk import DISK_FULL
from avenant_builder.errors import ToolMissing
from avenant_builder.machine import end_all_of, user_number
from avenant_builder.pdf.engine import INSTALL, Engine
from avenant_builder.pdf.fonts import font_environment

PIPES = Path("/tmp")
"""Where LibreOffice puts its sockets, whatever TMPDIR says."""

Running = tuple[subprocess.Popen[bytes], Path]
"""A launch and its profile."""

LEASHED = ("/bin/sh", "-c", 'exec 3<&0; (read _ <&3; kill -9 0) & exec "$@" </dev/null 3<&-', "sh")
ALONE = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")

WRITER_PDF = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},  # PDF/A-2b
        "PDFUACompliance": {"type": "boolean", "value": "true"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
        "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
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


def launch(engine: Engine, home: Path, *arguments: str, leash: int | None = None) -> Running:
    """Start the engine in the private folder `home`, with its profile. Raises ToolMissing.

    `leash` is a pipe to read from (where ``ENGINE_LISTENS``): when all that hold its other end are
    gone, be it by SIGKILL, so is the engine. One on a leash is started without the script around
    it, which would start it again if it asked to be: 50 ms less.
    """
    profile = home / "profil"
    write_profile(profile, engine)
    own = f"-env:UserInstallation={profile.as_uri()}"
    command = [*LEASHED, str(engine.bare)] if leash else [str(engine.path)]
    try:
        process = subprocess.Popen(
            [*command, own, *ALONE, *arguments],
            cwd=home,
            env=_environment(home),
            stdin=leash or subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as fault:
        if fault.errno in DISK_FULL:
            raise
        raise ToolMissing(f"« {engine.path} » ne démarre pas", remedy=INSTALL) from fault
    return process, profile


def conversion(documents: Sequence[Path], target: Path) -> tuple[str, ...]:
    """The arguments that ask for the PDFs of some Word documents, in the folder `target`."""
    return (
        # Without it, HTML under the name of a .docx is accepted.
        "--infilter=MS Word 2007 XML",
        *("--convert-to", WRITER_PDF),
        *("--outdir", str(target.resolve())),
        *(str(document.resolve()) for document in documents),
    )


@contextmanager
def all_stopped() -> Iterator[list[Running]]:
    """Kill what still runs at the end, each with its children: soffice is a script."""
    running: list[Running] = []
    try:
        yield running
    finally:
        for process, profile in running:
            if process.poll() is None:
                end_all_of(process)
                process.wait()
            # A killed one cannot.
            with suppress(OSError):
                pipe_of(profile).unlink()


def pipe_of(profile: Path) -> Path:
    """The socket by which launches of one profile find one another.

    It is named after the profile's address, wherever TMPDIR is (LibreOffice's sal/pipe.cxx).
    """
    digest = md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    spelt = "".join(f"{byte:x}" for byte in digest)
    return PIPES / f"OSL_PIPE_{user_number()}_SingleOfficeIPC_{spelt}"


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


def write_profile(profile: Path, engine: Engine) -> None:
    """A profile as a first start would leave it, for what makes a difference.

    The build that it was last used with is written down: else the engine looks through its
    extensions first, and starts anew (0.15 s).
    """
    user = profile / "user"
    (user / "extensions").mkdir(parents=True)
    if engine.build:
        (user / "extensions" / "buildid").write_text(engine.build, "ascii")
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
