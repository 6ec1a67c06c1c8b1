"""Finished PDFs of Word documents: from the cache, the waiting engine, or a launch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from avenant_builder.cache import Cache, key_of, own_identity
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.finish import finish
from avenant_builder.pdf.office import convert, is_pdf
from avenant_builder.pdf.waiting import WaitingEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One engine and what it has printed before."""

    engine: Engine
    cache: Cache
    waiting: WaitingEngine | None = None

    def make(
        self, documents: Mapping[Path, str], *, dated: date, target: Path, work: Path
    ) -> tuple[Path, ...]:
        """Write ``NAME.pdf`` into `target` for each Word document, given with its title.

        The bytes are the same whether or not the document was printed before. `work` is a
        private folder. Raises what ``convert`` and ``finish`` do.
        """
        results = {document: target / f"{document.stem}.pdf" for document in documents}
        keys = {document: self._key(document, documents[document], dated) for document in documents}
        new = []
        for document, key in keys.items():
            known = self.cache.get(key)
            if known is None:
                new.append(document)
            else:
                results[document].write_bytes(known)
        self._print(new, target, work)
        for document in new:
            finish(results[document], title=documents[document], dated=dated)
            self.cache.put(keys[document], results[document].read_bytes())
        return tuple(results.values())

    def _key(self, document: Path, title: str, dated: date) -> str:
        """All that decides the bytes: own code holds options, profile, fonts and finish."""
        own = (own_identity(), self.engine.identity, title, dated.isoformat())
        return key_of("pdf", *own, document.read_bytes())

    def _print(self, documents: Sequence[Path], target: Path, work: Path) -> None:
        results = {document: target / f"{document.stem}.pdf" for document in documents}
        for result in results.values():
            result.unlink(missing_ok=True)
        if documents and self.waiting:
            self.waiting.convert(documents, target)
        missing = [document for document, result in results.items() if not is_pdf(result)]
        convert(missing, engine=self.engine, target=target, work=work)
