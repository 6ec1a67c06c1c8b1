"""Join finished PDFs into one bundle that keeps their tags, with one page number a page.

The only place where parts meet: `structure` joins their tags, `numbering` and `stamp` give the
bundle's page numbers, `claims` tells what the whole may still say that it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from warnings import catch_warnings, simplefilter

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf

from avenant_builder.errors import ConversionFailed
from avenant_builder.model.documents import Entry
from avenant_builder.pdf.claims import read_claims
from avenant_builder.pdf.finish import CREATOR, describe, save
from avenant_builder.pdf.fonts import STAMP_FONT
from avenant_builder.pdf.parts import CONTENTS_LINK, Bundle, Part, opened
from avenant_builder.pdf.stamp import StampFont, stamp_bottom
from avenant_builder.pdf.structure import JoinedTags, annotations


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A part whose pages are in the bundle."""

    part: Part
    source: Pdf
    first: int
    pages: Sequence[Page]


def assemble(
    parts: Sequence[Part],
    entries: Sequence[Entry],
    *,
    target: Path,
    title: str,
    dated: date,
) -> Bundle:
    """Write the parts, in order, as one PDF; the same input gives the same bytes.

    `entries` make the outline. Raises ConversionFailed where a part cannot be read, or where an
    entry or a contents link leads to a part that is not there.
    """
    with ExitStack() as stack:
        sources = [stack.enter_context(opened(part.path)) for part in parts]
        pdfa, pdfua, remarks = _whole_claims(target.name, parts, sources)
        whole = stack.enter_context(pikepdf.new())
        try:
            placed = _place(whole, parts, sources)
            _join_tags(whole, placed)
            _link_contents(placed)
            _number(whole, placed)
            _write_outline(whole, placed, entries)
            _write_catalog(whole, placed)
            _share_streams(whole)
            claimed = {"archivable": pdfa, "accessible": pdfua}
            describe(whole, title=title, dated=dated, producer=CREATOR, **claimed)
            with catch_warnings():
                # A partner's field that its own form forgot: its look is all there is of it.
                simplefilter("ignore", pikepdf.PageCopyWarning)
                save(whole, target)
        except pikepdf.PdfError as fault:
            raise ConversionFailed(
                f"« {title} » n’a pas pu être assemblé",
                remedy="Relancez ; si cela se répète, ôtez les annexes fournies une à une.",
            ) from fault
    return Bundle(
        path=target,
        pages=sum(len(item.pages) for item in placed),
        first_pages={item.part.key: item.first for item in placed},
        pdfa=pdfa,
        pdfua=pdfua,
        remarks=remarks,
    )


def _whole_claims(
    name: str, parts: Sequence[Part], sources: Sequence[Pdf]
) -> tuple[bool, bool, tuple[str, ...]]:
    """Whether the whole may claim PDF/A and PDF/UA: only if every part does."""
    unfit, untagged = [], []
    for part, source in zip(parts, sources, strict=True):
        claims = read_claims(source)
        if not claims.pdfa or (part.supplied and not _is_rgb(source)):
            unfit.append(f"« {part.title} »")
        if not claims.pdfua:
            untagged.append(f"« {part.title} »")
    remarks = [
        f"{name} n’est pas annoncé {standard}, à cause de : {_said(titles, len(parts))}."
        for standard, titles in (
            ("PDF/A-2b (archivage)", unfit),
            ("PDF/UA-1 (accessibilité)", untagged),
        )
        if titles
    ]
    return not unfit, not untagged, tuple(remarks)


def _said(titles: Sequence[str], count: int) -> str:
    """The parts that do not claim it; all of them, as with an old LibreOffice, by one word."""
    return "toutes ses parties" if 1 < len(titles) == count else ", ".join(titles)


def _is_rgb(source: Pdf) -> bool:
    """Whether colours are meant for a screen, as ours are: a PDF has one such intent only."""
    return all(
        int(intent.DestOutputProfile.get("/N", 0)) == 3
        for intent in source.Root.get("/OutputIntents", Array())
        if "/DestOutputProfile" in intent
    )


def _place(whole: Pdf, parts: Sequence[Part], sources: Sequence[Pdf]) -> list[_Placed]:
    placed = []
    for part, source in zip(parts, sources, strict=True):
        first = len(whole.pages)
        whole.add_pages_from(source, outlines="ignore")
        pages = [whole.pages[index] for index in range(first, len(whole.pages))]
        placed.append(_Placed(part=part, source=source, first=first + 1, pages=pages))
    return placed


def _join_tags(whole: Pdf, placed: Sequence[_Placed]) -> None:
    tags = JoinedTags(whole)
    for item in placed:
        tags.add(item.source, item.pages, key=item.part.key, title=item.part.title)
    tags.finish()


def _link_contents(placed: Sequence[_Placed]) -> None:
    """Turn the addresses of the contents page into links within the bundle."""
    by_key = {item.part.key: item for item in placed}
    for item in placed:
        pages = () if item.part.supplied else item.pages
        for annotation in (found for page in pages for found in annotations(page)):
            address = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if not address.startswith(CONTENTS_LINK):
                continue
            led_to = by_key.get(address.removeprefix(CONTENTS_LINK))
            if led_to is None:
                raise ConversionFailed(
                    f"Le sommaire de « {item.part.title} » renvoie à une partie absente :"
                    f" {address.removeprefix(CONTENTS_LINK)}.",
                    remedy="Vérifiez la liste des annexes dans avenant.toml.",
                )
            del annotation.A
            annotation.Dest = _top_of(led_to.pages[0])
            annotation.Contents = pikepdf.String(f"{led_to.part.title}, page {led_to.first}")


def _top_of(page: Page) -> Array:
    return Array([page.obj, Name.XYZ, page.cropbox[0], page.cropbox[3], 0])


def _number(whole: Pdf, placed: Sequence[_Placed]) -> None:
    """Give every page its one number."""
    font = StampFont(STAMP_FONT, whole)
    total = len(whole.pages)
    for item in placed:
        # Those that a partner's page may bear are not ours to change.
        shown = (None,) * len(item.pages) if item.part.supplied else item.part.numbers
        for number, (page, numbers) in enumerate(
            zip(item.pages, shown, strict=True), start=item.first
        ):
            if numbers:
                numbers.write(whole, page, (number, total), font)
            else:
                stamp_bottom(page, f"page {number} / {total}", font)
    font.finish()


def _write_outline(whole: Pdf, placed: Sequence[_Placed], entries: Sequence[Entry]) -> None:
    """Write the entries; under the last one that leads to a part lie its own headings."""
    by_key = {item.part.key: item for item in placed}
    last = {entry.target: entry for entry in entries}
    with whole.open_outline() as outline:
        parents: list[OutlineItem] = []
        for entry in entries:
            led_to = by_key.get(entry.target)
            if led_to is None:
                raise ConversionFailed(f"« {entry.title} » renvoie à une partie absente.")
            item = OutlineItem(entry.title, _top_of(led_to.pages[0]))
            del parents[entry.level - 1 :]
            (parents[-1].children if parents else outline.root).append(item)
            parents.append(item)
            if last[entry.target] is entry and not led_to.part.supplied:
                item.children.extend(_headings(led_to))
                item.is_closed = True


def _headings(item: _Placed) -> list[OutlineItem]:
    """The part's own bookmarks; a lone one that stands for the whole part gives way."""
    with item.source.open_outline() as outline:
        found = list(outline.root)
        if len(found) == 1:
            found = list(found[0].children)
        ranks = {page.obj.objgen: rank for rank, page in enumerate(item.source.pages)}
        return [copy for mark in found if (copy := _copied(mark, item, ranks)) is not None]


def _copied(
    mark: OutlineItem, item: _Placed, ranks: Mapping[tuple[int, int], int]
) -> OutlineItem | None:
    where = mark.destination
    if not isinstance(where, Array) or where[0].objgen not in ranks:
        return None
    page = item.pages[ranks[where[0].objgen]]
    copy = OutlineItem(mark.title, Array([page.obj, *list(where.as_list())[1:]]))
    copy.is_closed = True
    children = (_copied(child, item, ranks) for child in mark.children)
    copy.children.extend(child for child in children if child is not None)
    return copy


def _write_catalog(whole: Pdf, placed: Sequence[_Placed]) -> None:
    root = whole.Root
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    for item in placed:
        intents = item.source.Root.get("/OutputIntents")
        if intents is not None and not item.part.supplied:
            intent = item.source.make_indirect(intents[0])
            root.OutputIntents = Array([whole.copy_foreign(intent)])
            return


def _share_streams(whole: Pdf) -> None:
    """Keep one of the pictures and font files that several parts bring with them."""
    kept: dict[tuple[str, bytes], Object] = {}
    for holder, key in _shareable(whole):
        stream = holder[key]
        data = sha256(stream.read_raw_bytes()).hexdigest()
        described = {k: v for k, v in stream.items() if k not in ("/Length", "/StructParent")}
        if "/StructParent" not in stream:
            look = Dictionary(described).unparse()
            holder[key] = kept.setdefault((data, look), stream)


def _shareable(whole: Pdf) -> Iterator[tuple[Object, str]]:
    """Where pictures and font files hang; a mask comes before the picture that it cuts."""
    for page in whole.pages:
        resources = page.obj.get("/Resources", Dictionary())
        pictures = resources.get("/XObject", Dictionary())
        for name in list(pictures.keys()):
            if "/SMask" in pictures[name]:
                yield pictures[name], "/SMask"
            if pictures[name].get("/Subtype") == Name.Image:
                yield pictures, name
        for font in resources.get("/Font", Dictionary()).values():
            for holder in (font, font.get("/FontDescriptor", Dictionary())):
                for name in ("/ToUnicode", "/FontFile2", "/FontFile3"):
                    if isinstance(holder.get(name), pikepdf.Stream):
                        yield holder, name
