"""Accept or refuse the tracked changes of a part, as Word does.

Source of the meaning of each mark: ECMA-376-1, 17.13.5 (« Revisions »).
"""

from collections.abc import Iterator

from lxml import etree

from avenant_builder.word.ooxml import W, paragraphs, remove

INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
CELL_INSERTED, CELL_DELETED = f"{W}cellIns", f"{W}cellDel"
CHANGES = tuple(
    f"{W}{name}Change"
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")
)
LEFT_OVER = tuple(
    f"{W}{name}"
    for name in (
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd"),
        *("customXmlDelRangeStart", "customXmlDelRangeEnd"),
        *("cellMerge", "numberingChange"),
    )
)
RESTORED = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
KEPT_WITH_PARAGRAPH = (f"{W}rPr", f"{W}sectPr")
"""What ``pPrChange`` does not hold: the look of the mark, and the section that ends there."""
HOLDERS_OF_RUNS = (f"{W}hyperlink", f"{W}fldSimple")


def resolve(root: etree._Element, *, accept: bool) -> None:
    """Leave in a part what stands once all its changes are accepted, or else refused."""
    dropped = DELETED if accept else INSERTED
    _rows(root, dropped)
    _cells(root, CELL_DELETED if accept else CELL_INSERTED)
    _runs(root, dropped)
    for node in list(root.iter(*CHANGES)):
        _properties(node, accept=accept)
    for paragraph in list(paragraphs(root)):
        _mark(paragraph, dropped)
    for node in list(root.iter(*LEFT_OVER)):
        remove(node)
    for node in root.iter(*RESTORED):
        node.tag = RESTORED[str(node.tag)]


def _rows(root: etree._Element, dropped: frozenset[str]) -> None:
    for row in list(root.iter(f"{W}tr")):
        marks = [node for node in row.iterfind(f"{W}trPr/*") if node.tag in INSERTED | DELETED]
        if any(mark.tag in dropped for mark in marks):
            table = row.getparent()
            remove(row)
            if table is not None and next(table.iter(f"{W}tr"), None) is None:
                remove(table)
        for mark in marks:
            remove(mark)


def _cells(root: etree._Element, dropped: str) -> None:
    for cell in list(root.iter(f"{W}tc")):
        for mark in list(cell.iterfind(f"{W}tcPr/*")):
            if mark.tag == dropped:
                remove(cell)
            elif mark.tag in (CELL_INSERTED, CELL_DELETED):
                remove(mark)


def _runs(root: etree._Element, dropped: frozenset[str]) -> None:
    """Take away the runs that go, and unwrap those that stay; marks of paragraphs are left."""
    for node in list(root.iter(*INSERTED, *DELETED)):
        parent = node.getparent()
        if parent is None or parent.tag in (f"{W}rPr", f"{W}trPr"):
            continue
        if node.tag in dropped:
            remove(node)
        else:
            unwrap(node)
    for holder in list(root.iter(*HOLDERS_OF_RUNS)):
        if not len(holder):
            remove(holder)


def unwrap(node: etree._Element) -> None:
    """Put the children of a node in its place."""
    for child in list(node):
        node.addprevious(child)
    remove(node)


def _properties(node: etree._Element, *, accept: bool) -> None:
    """End a change of properties: those before it are its only child."""
    holder = node.getparent()
    if holder is None:
        return
    holder.remove(node)
    if accept:
        return
    kept = KEPT_WITH_PARAGRAPH if node.tag == f"{W}pPrChange" else ()
    for child in list(holder):
        if child.tag not in kept:
            holder.remove(child)
    for child in reversed([child for before in node for child in before]):
        holder.insert(0, child)


def _mark(paragraph: etree._Element, dropped: frozenset[str]) -> None:
    """End the change of a paragraph mark: without its mark, a paragraph joins the next one."""
    marks = [
        node for node in paragraph.iterfind(f"{W}pPr/{W}rPr/*") if node.tag in INSERTED | DELETED
    ]
    for mark in marks:
        remove(mark)
    if not any(mark.tag in dropped for mark in marks):
        return
    following = paragraph.getnext()
    if following is not None and following.tag == f"{W}p":
        _prepend(following, content(paragraph))
        remove(paragraph)
    elif not any(content(paragraph)) and not _is_needed(paragraph):
        remove(paragraph)


def content(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The children of a paragraph, its properties left out."""
    return (child for child in list(paragraph) if child.tag != f"{W}pPr")


def _prepend(paragraph: etree._Element, nodes: Iterator[etree._Element]) -> None:
    first = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    for rank, node in enumerate(nodes):
        paragraph.insert(first + rank, node)


def _is_needed(paragraph: etree._Element) -> bool:
    """Whether it ends a cell, which cannot be without a last paragraph."""
    parent = paragraph.getparent()
    return parent is not None and parent.tag == f"{W}tc" and paragraph.getnext() is None
