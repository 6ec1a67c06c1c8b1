"""Finished PDFs of Word documents: from the cache, the waiting engine, or a launch."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from avenant_builder.cache import Cache, key_of, own_identity
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.office import convert, is_pdf
from avenant_builder.pdf.waiting import WaitingEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One engine and what it has printed before."""

    engine: Engine
    cache: Cache
    waiting: WaitingEngine | None = None

    def batch(self, *, dated: date, target: Path, work: Path) -> "Batch":
        """Documents to print into `target`, dated `dated`; `work` is a private folder."""
        return Batch(press=self, dated=dated, target=target, work=work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Word documents given one by one, and their PDFs at the end.

    The bytes are the same whether or not a document was printed before.
    """

    press: Press
    dated: date
    target: Path
    work: Path
    keys: dict[Path, str] = field(default_factory=dict)
    titles: dict[Path, str] = field(default_factory=dict)
    """Of the documents that are not in the cache."""
    finished: set[Path] = field(default_factory=set)

    def take(self, document: Path, title: str) -> None:
        """Print a document, as ``NAME.pdf``, as soon as can be."""
        result = self._result(document)
        key = self.keys[document] = self._key(document, title)
        known = self.press.cache.get(key)
        if known is not None:
            result.write_bytes(known)
            return
        result.unlink(missing_ok=True)
        self.titles[document] = title
        if self.press.waiting:
            self.press.waiting.hand(document, self.target)

    def results(self, done: Callable[[Path], None] | None = None) -> tuple[Path, ...]:
        """The PDFs, in the order of the documents; `done` is told of each as soon as it is there.

        It may give more documents then. Raises what ``convert`` and ``finish`` do.
        """
        tell = done or (lambda _: None)
        for document in self.keys.keys() - self.titles.keys():
            tell(self._result(document))
        waiting = self.press.waiting
        while left := [document for document in self.titles if document not in self.finished]:
            if waiting:
                for document in waiting.heard():
                    if document in self.titles and is_pdf(self._result(document)):
                        self._finish(document)
                        tell(self._result(document))
                waiting.convert(self._missing(), self.target)
            convert(self._missing(), engine=self.press.engine, target=self.target, work=self.work)
            for document in left:
                if document not in self.finished:
                    self._finish(document)
                    tell(self._result(document))
        return tuple(map(self._result, self.keys))

    def _finish(self, document: Path) -> None:
        # Slow to load, and by now there is time: the engine works.
        from avenant_builder.pdf.finish import finish

        result = self._result(document)
        finish(result, title=self.titles[document], dated=self.dated)
        self.press.cache.put(self.keys[document], result.read_bytes())
        self.finished.add(document)

    def _missing(self) -> list[Path]:
        wanted = (document for document in self.titles if document not in self.finished)
        return [document for document in wanted if not is_pdf(self._result(document))]

    def _result(self, document: Path) -> Path:
        return self.target / f"{document.stem}.pdf"

    def _key(self, document: Path, title: str) -> str:
        """All that decides the bytes: own code holds options, profile, fonts and finish."""
        own = (own_identity(), self.press.engine.identity, title, self.dated.isoformat())
        return key_of("pdf", *own, document.read_bytes())
