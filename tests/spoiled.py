"""Spoil a copy of the built Loire, run the real command on it, and see what is left behind."""

import hashlib
import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

from command_line import avenant, plain

SEATS = "signatories.csv"
BODIES = "data/bodies.csv"
TOML = "data/2019/avenant.toml"
FICHE = "data/2019/fiches/01-directeurs-et-referents-familles.md"
ANNEXES = "data/2019/annexes"
AVENANT_MODEL = "templates/avenant.docx"
FICHE_MODEL = "templates/fiche.docx"

Answer = subprocess.CompletedProcess[str]
Spoil = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Space:
    """A copy of the built workspace, and an empty folder for what the command puts aside."""

    root: Path
    aside: Path

    def run(self, *command: str, by: Callable[..., Answer] = avenant, **wanted: str) -> Answer:
        """Run a command in the workspace. It may never show a traceback."""
        answer = by(*command, cwd=self.root, TMPDIR=str(self.aside), **wanted)
        assert "Traceback" not in answer.stdout + answer.stderr
        return answer

    def fingerprints(self) -> dict[str, str]:
        """Every file and folder of the workspace, hidden ones too, with its content."""
        return {
            str(path.relative_to(self.root)): (
                "dossier" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
            )
            for path in self.root.rglob("*")
        }


def said(answer: Answer) -> str:
    """All that a command said, its spaces made ordinary."""
    return plain(answer.stdout + answer.stderr)


# -- texts ---------------------------------------------------------------------------------


def put(path: str, data: bytes | str) -> Spoil:
    """Replace a whole file."""

    def spoil(root: Path) -> None:
        whole = root / path
        whole.parent.mkdir(exist_ok=True)
        whole.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))

    return spoil


def swap(path: str, old: str, new: str) -> Spoil:
    """Replace words of a text file, once, where they first stand."""

    def spoil(root: Path) -> None:
        text = (root / path).read_bytes().decode("utf-8")
        assert old in text
        (root / path).write_bytes(text.replace(old, new, 1).encode("utf-8"))

    return spoil


def change(path: str, how: Callable[[bytes], bytes]) -> Spoil:
    """Change the bytes of a file."""
    return lambda root: (root / path).write_bytes(how((root / path).read_bytes()))


def add(path: str, text: str) -> Spoil:
    return change(path, lambda data: data + text.encode("utf-8"))


def remove(path: str) -> Spoil:
    return lambda root: (root / path).unlink()


def both(*spoils: Spoil) -> Spoil:
    def spoil(root: Path) -> None:
        for one in spoils:
            one(root)

    return spoil


# -- annexes -------------------------------------------------------------------------------


def annex(name: str, data: bytes | None) -> Spoil:
    """Announce a third annex on line 63 of ``avenant.toml``, and supply it unless None."""

    def spoil(root: Path) -> None:
        text = (root / TOML).read_text("utf-8")
        before, head, after = text.partition('modele = "carte.docx"\n')
        lines = f'\n[[annexes]]\ntitre = "Plan inventé"\nfichier = "{name}"\n'
        (root / TOML).write_text(before + head + lines + after, "utf-8")
        if data is not None:
            put(f"{ANNEXES}/{name}", data)(root)

    return spoil


def picture(form: str, size: tuple[int, int] = (300, 200)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#1f5f8b").save(stream, form)
    return stream.getvalue()


def giant_png() -> bytes:
    """A PNG of some hundred bytes that says to be 30 000 points by 30 000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b"")


# -- models --------------------------------------------------------------------------------

DOCUMENT = "word/document.xml"
SECTION = re.compile(r"<w:sectPr[ >](?!.*<w:sectPr[ >])", re.DOTALL)
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def in_model(model: str, part: str, how: Callable[[str], str]) -> Spoil:
    """Change one part of a Word model, which is made empty if it is not there."""

    def spoil(root: Path) -> None:
        path = root / model
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts[part] = how(parts.get(part, b"").decode("utf-8")).encode("utf-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)

    return spoil


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def typed(*texts: str, model: str = AVENANT_MODEL) -> Spoil:
    """Type paragraphs at the end of a model, as its owner would."""
    xml = "".join(map(paragraph, texts))

    def how(document: str) -> str:
        changed, count = SECTION.subn(lambda found: xml + found[0], document)
        assert count == 1
        return changed

    return in_model(model, DOCUMENT, how)


def typed_in_footer(text: str) -> Spoil:
    return in_model(
        AVENANT_MODEL,
        "word/footer1.xml",
        lambda xml: xml.replace("</w:ftr>", paragraph(text) + "</w:ftr>"),
    )


def linked(kind: str, target: str) -> Spoil:
    """Tie the avenant's model to something outside it."""
    link = f'<Relationship Id="rIdX" Type="{LINK}/{kind}" Target="{target}" TargetMode="External"/>'
    return in_model(
        AVENANT_MODEL,
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace("</Relationships>", f"{link}</Relationships>"),
    )


def copy_of(root: Path, to: Path) -> Space:
    """A copy of a workspace, at `to`, with its results."""
    shutil.copytree(root, to)
    aside = to.parent / "à part"
    aside.mkdir()
    return Space(to, aside)
