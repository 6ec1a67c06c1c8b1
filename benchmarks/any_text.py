"""Put any text in any field of the Loire, build, and find each again in Word and in PDF.

    python benchmarks/any_text.py [--cases 2000]

Texts are Hypothesis's: letters of all that the fonts of the models print, signs of XML, of Jinja,
of Markdown and of spreadsheets, spaces of all kinds. A build takes 85 of them at once, in
the registers, in ``avenant.toml`` and in the fiches; the real command makes the documents, and
each text is looked for in the XML of the Word file and in what pdftotext reads, spaces left out.
A text may be refused with its line named; it may not be lost.
"""

import argparse
import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kill_commands import ENTRY, started

from avenant_builder.files.fiche_text import inline
from avenant_builder.model.fiche import Span
from avenant_builder.pdf.fonts import unprintable

A_BUILD = 85
SIGNS = "&<>\"'{}%#$`\\/|*_[]()~^=+-@;:,.!?…«»“”’‘–—·•→€œŒÆßÿ½№\u00a0\u202f\u2009\u2011"
LETTERS = st.one_of(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzABCÉÈÀÇÎÔÛ0123456789 " * 2 + SIGNS),
    st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc"]),
    st.characters(min_codepoint=0x370, max_codepoint=0x4FF, exclude_categories=["Cc", "Cn", "Mn"]),
)


def sound(text: str) -> bool:
    """Whether the fonts print all of it, and a register takes it for a text."""
    return bool(text) and text[0] not in "=+-@" and not unprintable(text) and "\u00ad" not in text


TEXTS = (
    st.text(LETTERS, min_size=1, max_size=40)
    .map(lambda text: unicodedata.normalize("NFC", " ".join(text.split())))
    .filter(sound)
)


class Fields:
    """The fields of a workspace, which take texts one after the other."""

    def __init__(self, root: Path, texts: list[str]) -> None:
        self.root, self.left = root, iter(texts)
        self.where: dict[str, list[str]] = {}
        self.count = 0

    def take(self, document: str) -> str | None:
        text = next(self.left, None)
        if text is None:
            return None
        self.count += 1
        # A mark of its own, so that no other field is taken for this one.
        marked = f"{text}k{self.count}k"
        self.where.setdefault(document, []).append(marked)
        return marked

    def fill(self) -> None:
        self._seats()
        for rank, path in enumerate(sorted((self.root / "data/2019/fiches").glob("*.md")), 1):
            self._fiche(path, f"fiche-{rank}")
        self._toml()

    def _seats(self) -> None:
        path = self.root / "signatories.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
        for row in rows:
            for column in ("prenom", "nom"):
                row[column] = self.take("avenant") or row[column]
        stream = io.StringIO()
        table = csv.DictWriter(stream, list(rows[0]), delimiter=";", lineterminator="\r\n")
        table.writeheader()
        table.writerows(rows)
        path.write_text(stream.getvalue(), "utf-8-sig", newline="")

    def _fiche(self, path: Path, document: str) -> None:
        lines = path.read_text("utf-8").split("\n")
        start = next(rank for rank, line in enumerate(lines) if line.startswith("## "))
        for rank in range(3, start):
            if re.match(r"[^:]+ : ", lines[rank]) and (text := self.take(document)):
                lines[rank] = f"{lines[rank].partition(' : ')[0]} : {text}"
        for _ in range(6):
            if text := self.take(document):
                lines[start + 1 : start + 1] = ["", inline([Span(text)]), ""]
        path.write_text("\n".join(lines), "utf-8", newline="\n")

    def _toml(self) -> None:
        path = self.root / "data/2019/avenant.toml"
        content = path.read_text("utf-8")
        if text := self.take("avenant"):
            content = re.sub(
                r"(?m)^lieu = .*$",
                lambda _: f"lieu = {json.dumps(text, ensure_ascii=False)}",
                content,
            )
        path.write_text(content, "utf-8", newline="\n")


def compact(text: str) -> str:
    """Without spaces; a hyphen that does not break is printed as the other, and read as it."""
    return "".join(text.split()).replace("\u2011", "-")


def word_text(path: Path) -> str:
    """What a Word document prints, read by python-docx and not by the tool."""
    import docx

    document = docx.Document(str(path))
    return "".join(
        node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")
    )


def pdf_text(path: Path) -> str:
    answer = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, encoding="utf-8", check=True
    )
    return answer.stdout


def lost(root: Path, fields: Fields) -> Iterator[str]:
    for document, texts in fields.where.items():
        for name, read in ((f"{document}.docx", word_text), (f"{document}.pdf", pdf_text)):
            found = compact(read(root / "output/2019" / name))
            yield from (f"{name}: {text!r}" for text in texts if compact(text) not in found)


def main() -> None:
    parser = argparse.ArgumentParser(description="Any text in any field is found again.")
    parser.add_argument("--cases", type=int, default=2000)
    wanted = parser.parse_args()
    seen = {"built": 0, "refused": 0}

    @settings(
        max_examples=-(-wanted.cases // A_BUILD),
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(TEXTS, min_size=A_BUILD, max_size=A_BUILD))
    def found_again(texts: list[str]) -> None:
        with TemporaryDirectory(prefix="avenant-textes-") as folder:
            space = started(Path(folder) / "espace")
            fields = Fields(space.root, texts)
            fields.fill()
            run = subprocess.run(
                [*ENTRY, "build", "--year", "2019"],
                cwd=space.root,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if run.returncode == 10:
                seen["refused"] += len(texts)
                sys.stderr.write(run.stderr)
                return
            assert run.returncode == 0, run.stderr
            missing = list(lost(space.root, fields))
            assert not missing, "\n".join(missing)
            seen["built"] += sum(map(len, fields.where.values()))

    found_again()
    print(f"{seen['built']} texts found again in Word and in PDF; {seen['refused']} refused")


if __name__ == "__main__":
    main()
