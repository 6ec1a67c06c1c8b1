"""Read a finished PDF again with a reader that had no hand in making it, PDFium, and compare.

Texts are compared without their spaces: where one word ends is a reader's guess.
"""

import re
from collections.abc import Iterator, Sequence

from avenant_builder.errors import ConversionFailed
from avenant_builder.model.documents import Entry, SignatureBlock
from avenant_builder.pdf.parts import CONTENTS_LINK, Bundle, Part
from avenant_builder.pdf.reader import Reader, Sight, Unreadable, compact, reading

ABSENT = "Le modèle imprime-t-il bien tous les signataires, dans l’ordre, sur des lignes entières ?"
SPLIT = (
    "Dans le modèle de l’avenant, cochez « Paragraphes solidaires » et interdisez la coupure "
    "des lignes du tableau des signatures."
)


def check_bundle(
    bundle: Bundle, parts: Sequence[Part], entries: Sequence[Entry], *, title: str
) -> None:
    """Compare a bundle with what it was made of: order, outline, labels, numbers, texts, links.

    Raises ConversionFailed with all that differs.
    """
    try:
        with reading(bundle.path) as reader:
            bound = list(reader.sights())
            front = len(parts[0].sights) if parts else 0
            faults = [
                *_catalog_faults(reader, bundle, title),
                *_outline_faults(reader, bundle, entries),
                *_page_faults(bound, bundle, parts),
                *_contents_faults(bound[:front], bundle, entries),
                *_link_faults(bound, bundle, parts),
            ]
    except Unreadable as fault:
        raise ConversionFailed(f"« {bundle.path.name} » ne se relit pas") from fault
    if faults:
        raise ConversionFailed(
            f"« {bundle.path.name} », relu, n’est pas ce qui était demandé : {' ; '.join(faults)}",
            remedy="Rien n’a été remplacé. Relancez ; si cela se répète, signalez-le.",
        )


def check_signature_blocks(part: Part, blocks: Sequence[SignatureBlock]) -> None:
    """See that every block is printed once, in order, and whole on one page.

    Raises ConversionFailed that names the first seat for which it is not so.
    """
    try:
        pages = [sight.text for sight in part.sights]
    except Unreadable as fault:
        raise ConversionFailed(f"« {part.path.name} » ne se relit pas") from fault
    texts = [compact(block.heading + block.title + block.name) for block in blocks]
    page, offset = 0, 0
    for block, text in zip(blocks, texts, strict=True):
        name = f"« {block.heading or block.title} {block.name} » (siège {block.seat})"
        found = _next_place(pages, text, page, offset)
        if found is None:
            raise _not_whole(name, block, pages, elsewhere=_next_place(pages, text, 0, 0))
        page, offset = found[0], found[1] + len(text)
        # Where one block's words lie within another's, they are expected that often.
        expected = sum(other.count(text) for other in texts)
        printed = sum(content.count(text) for content in pages)
        if block.name and printed > expected:
            raise ConversionFailed(
                f"Le bloc de signature {name} est imprimé {printed} fois", remedy=ABSENT
            )


def _next_place(pages: Sequence[str], text: str, page: int, offset: int) -> tuple[int, int] | None:
    """Page and offset at which a text next stands whole, from a place on."""
    for number in range(page, len(pages)):
        start = pages[number].find(text, offset if number == page else 0)
        if start >= 0:
            return number, start
    return None


def _not_whole(
    name: str,
    block: SignatureBlock,
    pages: Sequence[str],
    *,
    elsewhere: tuple[int, int] | None,
) -> ConversionFailed:
    """Tell a block that is out of order from one that is cut, and from one that is not there."""
    if elsewhere is not None:
        return ConversionFailed(
            f"Le bloc de signature {name} n’est pas à sa place dans l’ordre", remedy=ABSENT
        )
    lines = [compact(line) for line in (block.heading, block.title, block.name) if line]
    for number in range(len(pages) - 1):
        together = "".join(pages[number : number + 2])
        if all(line in together for line in lines):
            return ConversionFailed(
                f"Le bloc de signature {name} est coupé entre les pages {number + 1} et "
                f"{number + 2}, ou ses lignes sont séparées",
                remedy=SPLIT,
            )
    return ConversionFailed(f"Le bloc de signature {name} n’est pas dans le PDF", remedy=ABSENT)


def _catalog_faults(reader: Reader, bundle: Bundle, title: str) -> Iterator[str]:
    count = len(reader)
    if count != bundle.pages:
        yield f"{count} pages au lieu de {bundle.pages}"
    if [reader.label(index) for index in range(count)] != [str(n + 1) for n in range(count)]:
        yield "les étiquettes des pages ne vont pas de 1 à la dernière"
    if reader.title != title:
        yield "le titre n’est pas le bon"
    if reader.language != "fr-FR":
        yield "la langue n’est pas le français"


def _outline_faults(reader: Reader, bundle: Bundle, entries: Sequence[Entry]) -> Iterator[str]:
    """The entries are the outline's first levels; the parts' own headings lie below them."""
    marks = list(reader.outline())
    position = 0
    for entry in entries:
        wanted = (entry.level, entry.title, bundle.first_pages[entry.target])
        try:
            position = marks.index(wanted, position) + 1
        except ValueError:
            yield f"le signet « {entry.title} » manque, ou ne mène pas page {wanted[2]}"


def _bound(bound: Sequence[Sight], parts: Sequence[Part]) -> Iterator[tuple[int, Sight, Part, int]]:
    """Number and sight of each page of a bundle, with the part and the rank that it comes from.

    Pages that are too many or too few are left out: the catalog tells.
    """
    pages = [(part, rank) for part in parts for rank in range(1, len(part.sights) + 1)]
    for number, (sight, (part, rank)) in enumerate(zip(bound, pages, strict=False), start=1):
        yield number, sight, part, rank


def _page_faults(bound: Sequence[Sight], bundle: Bundle, parts: Sequence[Part]) -> Iterator[str]:
    """Every page holds its part's text, and the bundle's number in the place of the part's."""
    for number, after, part, rank in _bound(bound, parts):
        before = part.sights[rank - 1]
        numbers = (rank, len(part.sights)), (number, bundle.pages)
        if after.text not in _expected(before.text, *numbers, supplied=part.supplied):
            yield f"page {number} : texte ou numéro différents de « {part.title} »"


def _expected(
    text: str, old: tuple[int, int], new: tuple[int, int], *, supplied: bool
) -> Iterator[str]:
    """The texts that a page may have once numbered, its spaces left out.

    A number is added only where a page of ours has none, or where the page is not ours.
    """
    if supplied or not re.search(rf"page{old[0]}(/|sur){old[1]}(?!\d)", text):
        yield f"{text}page{new[0]}/{new[1]}"
    # What follows may be a digit: a text that begins with a number, spaces left out.
    for found in re.finditer(rf"(?<!\d){old[0]}(/|sur){old[1]}", text):
        shown = f"{new[0]}{found[1]}{new[1]}"
        yield text[: found.start()] + shown + text[found.end() :]
    for found in re.finditer(rf"(?<=page){old[0]}(?!\d)", text, re.IGNORECASE):
        yield f"{text[: found.start()]}{new[0]}{text[found.end() :]}"


def _contents_faults(
    front: Sequence[Sight], bundle: Bundle, entries: Sequence[Entry]
) -> Iterator[str]:
    """The contents, on the pages of the front, print the page of every entry that they list."""
    text = "".join(sight.text for sight in front)
    for entry in entries:
        page = str(bundle.first_pages[entry.target])
        title = re.escape(compact(entry.title))
        printed = re.findall(rf"{title}[\W_]*(\d+)", text)
        if not printed and re.search(rf"{title}\.\.\.", text):
            yield f"le sommaire n’imprime pas la page de « {entry.title} »"
        if printed and page not in printed:
            yield f"le sommaire dit page {printed[-1]} pour « {entry.title} », qui est page {page}"


def _link_faults(bound: Sequence[Sight], bundle: Bundle, parts: Sequence[Part]) -> Iterator[str]:
    """Every contents link of a part leads, in the bundle, to the first page that it names."""
    for number, after, part, rank in _bound(bound, parts):
        pairs = zip(part.sights[rank - 1].links, after.links, strict=False)
        for (address, _), (_, page) in () if part.supplied else pairs:
            key = address.removeprefix(CONTENTS_LINK)
            if key != address and page != bundle.first_pages.get(key):
                yield f"page {number} : un lien du sommaire ne mène pas où il dit"
