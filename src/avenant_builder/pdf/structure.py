"""Join the structure trees of tagged PDFs into one (ISO 32000-1, 14.7).

Every part numbers its marked content from zero, names its roles, classes and elements as it
likes: keys are shifted, names that clash are changed, so that a part means after what it meant
before. Mergers at hand drop all of this.
"""

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Page, Pdf, Stream, String

# fmt: off
STANDARD_TYPES = frozenset({
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI",
    "/Index", "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L",
    "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span",
    "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/RB", "/RT",
    "/RP", "/Warichu", "/WT", "/WP", "/Figure", "/Formula", "/Form",
})
# fmt: on
"""ISO 32000-1, 14.8.4."""


class JoinedTags:
    """The structure tree of a PDF in the making, to which parts are added in order."""

    def __init__(self, target: Pdf) -> None:
        self._target = target
        self._parents: dict[int, Object] = {}
        self._next_key = 0
        self._roles: dict[str, str] = {}
        self._classes: dict[str, Object] = {}
        self._ids: dict[str, Object] = {}
        self._document = target.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
        )

    def add(self, source: Pdf, pages: Sequence[Page], *, key: str, title: str) -> None:
        """Take over the tree of `source`, whose pages have been copied as `pages`."""
        root = source.Root.get("/StructTreeRoot")
        if not isinstance(root, Dictionary) or "/K" not in root:
            for holder in _holders(pages):
                _forget_parent(holder)
            return
        if not root.is_indirect:
            root = source.Root.StructTreeRoot = source.make_indirect(root)
        tree = self._target.copy_foreign(root)
        self._shift_parents(tree, pages)
        elements = list(_elements(tree))
        self._take_names(tree, elements, key)
        self._hang(tree, title)

    def finish(self) -> None:
        """Write the whole tree into the target's catalog."""
        numbers = Array()
        for number in sorted(self._parents):
            numbers.append(number)
            numbers.append(self._parents[number])
        root = self._target.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._target.make_indirect(Dictionary(Nums=numbers)),
                ParentTreeNextKey=self._next_key,
            )
        )
        self._document.P = root
        if self._roles:
            root.RoleMap = Dictionary({k: Name(v) for k, v in sorted(self._roles.items())})
        if self._classes:
            root.ClassMap = Dictionary(dict(sorted(self._classes.items())))
        if self._ids:
            names = Array()
            for label in sorted(self._ids):
                names.extend([String(label), self._ids[label]])
            limits = [String(min(self._ids)), String(max(self._ids))]
            leaf = self._target.make_indirect(Dictionary(Limits=limits, Names=names))
            root.IDTree = self._target.make_indirect(Dictionary(Kids=Array([leaf])))
        self._target.Root.StructTreeRoot = root
        self._target.Root.MarkInfo = Dictionary(Marked=True)

    def _shift_parents(self, tree: Object, pages: Sequence[Page]) -> None:
        shift = self._next_key
        if "/ParentTree" in tree:
            for number, value in NumberTree(tree.ParentTree).items():
                self._parents[shift + number] = value
        highest = max(self._parents, default=-1)
        for holder in _holders(pages):
            for name in ("/StructParents", "/StructParent"):
                if name in holder:
                    number = int(holder[name]) + shift
                    holder[name] = number
                    highest = max(highest, number)
        self._next_key = highest + 1

    def _take_names(self, tree: Object, elements: Sequence[Object], key: str) -> None:
        roles = self._take_roles(tree.get("/RoleMap"))
        classes = self._take_classes(tree.get("/ClassMap"))
        for element in elements:
            role = str(element.S)
            if roles.get(role, role) != role:
                element.S = Name(roles[role])
            if classes and "/C" in element:
                element.C = _renamed_classes(element.C, classes)
            if "/ID" in element:
                label = f"{key}:{element.ID!s}"
                element.ID = String(label)
                self._ids[label] = element
            for table in _attributes(element):
                if "/Headers" in table:
                    table.Headers = Array([String(f"{key}:{head!s}") for head in table.Headers])

    def _take_roles(self, source: Object | None) -> dict[str, str]:
        """New name of each role of a part: its own unless taken for something else."""
        mapping = {} if source is None else {str(k): str(v) for k, v in source.items()}
        new_names: dict[str, str] = {}
        for role in sorted(mapping):
            meaning = _standard(role, mapping)
            name, rank = role, 1
            # A standard name mapped to another would change the parts that use it plainly.
            while self._roles.get(name, meaning) != meaning or name in STANDARD_TYPES:
                rank += 1
                name = f"{role}-{rank}"
            self._roles[name] = meaning
            new_names[role] = name
        return new_names

    def _take_classes(self, source: Object | None) -> dict[str, str]:
        new_names: dict[str, str] = {}
        for old, value in sorted(source.items()) if source is not None else ():
            name, rank = old, 1
            while name in self._classes:
                rank += 1
                name = f"{old}-{rank}"
            self._classes[name] = value
            new_names[old] = name
        return new_names

    def _hang(self, tree: Object, title: str) -> None:
        """Put the part's elements under one Part of the whole document."""
        tops = _children(tree)
        if len(tops) == 1 and tops[0].get("/S") == Name.Document:
            part = tops[0]
            part.S = Name.Part
        else:
            part = self._target.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.Part, K=Array(tops))
            )
            for top in tops:
                top.P = part
        part.T = String(title)
        part.P = self._document
        self._document.K.append(part)


def _standard(role: str, mapping: dict[str, str]) -> str:
    """What a role comes down to, through a chain of roles."""
    seen = {role}
    meaning = mapping[role]
    while meaning in mapping and meaning not in seen:
        seen.add(meaning)
        meaning = mapping[meaning]
    return meaning


def _children(node: Object) -> list[Object]:
    """The structure elements right under a node; content items are left out."""
    kids = node.get("/K")
    listed = list(kids.as_list()) if isinstance(kids, Array) else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _elements(tree: Object) -> Iterator[Object]:
    """Every structure element, each once, even in a tree that bites its tail."""
    waiting = _children(tree)
    seen: set[tuple[int, int]] = set()
    while waiting:
        element = waiting.pop()
        if element.objgen in seen:
            continue
        if element.is_indirect:
            seen.add(element.objgen)
        yield element
        waiting.extend(_children(element))


def _attributes(element: Object) -> list[Object]:
    found = element.get("/A")
    listed = list(found.as_list()) if isinstance(found, Array) else [found]
    return [table for table in listed if isinstance(table, Dictionary)]


def _renamed_classes(value: Object, new_names: dict[str, str]) -> Object:
    if isinstance(value, Array):
        return Array(
            [
                Name(new_names.get(str(item), str(item))) if isinstance(item, Name) else item
                for item in value.as_list()
            ]
        )
    return Name(new_names.get(str(value), str(value)))


def _holders(pages: Sequence[Page]) -> Iterator[Object]:
    """Everything on the pages that can point into the parent tree, each once."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        yield page.obj
        waiting = [page.obj.get("/Resources")]
        yield from annotations(page)
        while waiting:
            resources = waiting.pop()
            drawn = resources.get("/XObject") if isinstance(resources, Dictionary) else None
            for thing in () if drawn is None else drawn.values():
                if isinstance(thing, Stream) and thing.objgen not in seen:
                    seen.add(thing.objgen)
                    yield thing
                    waiting.append(thing.get("/Resources"))


def annotations(page: Page) -> list[Object]:
    """The annotations of a page; what editors leave in the place of deleted ones is passed by."""
    listed = page.obj.get("/Annots")
    found = list(listed.as_list()) if isinstance(listed, Array) else []
    return [annotation for annotation in found if isinstance(annotation, Dictionary)]


def _forget_parent(holder: Object) -> None:
    for name in ("/StructParents", "/StructParent"):
        if name in holder:
            del holder[name]
