"""Mend the tags of lists: LibreOffice 25.2 loses a list that goes on after a paragraph.

A bullet, a paragraph that continues it, sub-bullets, then a bullet again: the last one comes
out as a list item without a list, which PDF/UA-1 forbids (ISO 14289-1, 7.2; veraPDF 7.2-17).
"""

from itertools import groupby

from pikepdf import Array, Dictionary, Name, Object, Pdf


def nest_list_items(pdf: Pdf) -> None:
    """Put list items that stand outside a list into one, neighbours together; in place."""
    if Name.StructTreeRoot not in pdf.Root:
        return
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        kids = _elements(element)
        if element.get(Name.S) != Name.L and any(_is_item(kid) for kid in kids):
            element.K = Array(_nested(pdf, element))
        waiting += _elements(element)


def _nested(pdf: Pdf, element: Object) -> list[Object]:
    result: list[Object] = []
    for loose, group in groupby(_kids(element), key=_is_item):
        items = list(group)
        if not loose:
            result += items
            continue
        new = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.L, P=element, K=Array(items))
        )
        for item in items:
            item.P = new
        result.append(new)
    return result


def _kids(element: Object) -> list[Object]:
    kids = element.get(Name.K)
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _elements(element: Object) -> list[Object]:
    """The kids that are elements, and not marked content or annotations."""
    return [kid for kid in _kids(element) if isinstance(kid, Dictionary) and Name.S in kid]


def _is_item(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and kid.get(Name.S) == Name.LI
