"""Turn the « page x / y » of a document that stands alone into the number within the bundle.

LibreOffice writes headers and footers as artifacts, one text block for each run: the number of
the page, the slash and the count are blocks of their own on one line. The numbers are drawn
anew, the words beside them stay and move only as far as the alignment of the line asks.

A page is read once and may be written for several bundles.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Object, Operator, Page, Pdf

from avenant_builder.pdf.stamp import FONT_NAME, Metrics, StampFont

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

WITH_TOTAL = re.compile(
    r"(?<!\d)(?P<page>\d+)(?P<between>\s*(?:/|sur)\s*)(?P<total>\d+)(?!\d)", re.IGNORECASE
)
ALONE = re.compile(r"page\s+(?P<page>\d+)(?!\d)", re.IGNORECASE)
SHOWN = frozenset({"Tj", "TJ", "'", '"'})
PLACED = frozenset({"Tf", "Td", "TD", "Tm", "T*", "Tz", "Tc", "Tw", "BT", "ET"}) | SHOWN
CENTRE_SLACK = 15.0
"""Margins are seldom quite even: a line this near the middle of the page is a centred one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """What stands between BT and ET within an artifact."""

    begin: int
    """Rank of its first instruction on the page."""
    instructions: Sequence[Instruction]
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where a page shows its number, and what else it draws."""

    shown: Sequence[tuple[Sequence[TextBlock], re.Match[str]]]
    stretches: Sequence[bytes]
    """What is drawn before each block of these runs, in turn, and after the last."""
    middle: float

    def write(self, pdf: Pdf, page: Page, new: tuple[int, int], font: StampFont) -> None:
        """Make `page`, a copy in `pdf` of the one that was read, show the `new` (page, total)."""
        pieces = {block.begin: block.instructions for block in _blocks(self.shown)}
        for run, found in self.shown:
            pieces.update(_edited(run, found, new, self.middle, font))
        content = [self.stretches[0]]
        for begin, stretch in zip(sorted(pieces), self.stretches[1:], strict=True):
            content += [pikepdf.unparse_content_stream(pieces[begin]), stretch]
        page.obj.Contents = pdf.make_stream(b"\n".join(filter(None, content)))
        font.give_to(page)


def numbers_of(pdf: Pdf, metrics: Metrics) -> tuple[Numbers | None, ...]:
    """For each page of a document that stands alone, where it shows « page x / y », if it does."""
    known: dict[tuple[int, int], Mapping[bytes, str]] = {}
    total = len(pdf.pages)
    return tuple(
        _numbers(page, (rank, total), _decoders(page, known), metrics)
        for rank, page in enumerate(pdf.pages, start=1)
    )


def _numbers(
    page: Page,
    old: tuple[int, int],
    decoders: Mapping[str, Mapping[bytes, str]],
    metrics: Metrics,
) -> Numbers | None:
    instructions: list[Instruction] = list(pikepdf.parse_content_stream(page))
    lines = _lines(_text_blocks(instructions, decoders))
    shown = _shown([run for line in lines for run in _runs(line, metrics)], old)
    if not shown:
        return None
    stretches = []
    position = 0
    for block in _blocks(shown):
        stretches.append(pikepdf.unparse_content_stream(instructions[position : block.begin]))
        position = block.begin + len(block.instructions)
    stretches.append(pikepdf.unparse_content_stream(instructions[position:]))
    middle = float(page.cropbox[0] + page.cropbox[2]) / 2
    return Numbers(shown, stretches, middle)


def _blocks(shown: Sequence[tuple[Sequence[TextBlock], re.Match[str]]]) -> list[TextBlock]:
    """The blocks of some runs, in the order of the page."""
    return sorted((block for run, _ in shown for block in run), key=lambda block: block.begin)


def _shown(
    runs: Sequence[Sequence[TextBlock]], old: tuple[int, int]
) -> list[tuple[Sequence[TextBlock], re.Match[str]]]:
    """The runs that show the page and the count; failing these, « page » and the page."""
    for shape in (WITH_TOTAL, ALONE):
        shown = []
        for run in runs:
            for found in shape.finditer("".join(block.text for block in run)):
                total = found.groupdict().get("total", old[1])
                if (int(found["page"]), int(total)) == old:
                    shown.append((run, found))
                    break
        if shown:
            return shown
    return []


def _edited(
    run: Sequence[TextBlock],
    found: re.Match[str],
    new: tuple[int, int],
    middle: float,
    font: StampFont,
) -> Iterator[tuple[int, list[Instruction]]]:
    """What becomes of the blocks of a run of text that shows the number of the page."""
    first, last = _block_at(run, found.start("page")), _block_at(run, found.end() - 1)
    start = sum(len(block.text) for block in run[:first])
    old_text = "".join(block.text for block in run[first : last + 1])
    shown = f"{new[0]}{found['between']}{new[1]}" if found.re is WITH_TOTAL else f"{new[0]}"
    new_text = old_text[: found.start("page") - start] + shown + old_text[found.end() - start :]
    size = run[first].size
    after = run[last + 1].x if last + 1 < len(run) else _right(run[last], font.metrics)
    grown = font.width(new_text, size) - (after - run[first].x)
    shift = _shift((run[0].x, _right(run[-1], font.metrics)), grown, middle)
    for block in run[:first] if shift else ():
        yield block.begin, _moved(block, shift)
    yield run[first].begin, _drawn(run[first], shift, font.encode(new_text))
    for block in run[first + 1 : last + 1]:
        yield block.begin, []
    for block in run[last + 1 :]:
        yield block.begin, _moved(block, shift + grown)


def _shift(extent: tuple[float, float], grown: float, middle: float) -> float:
    """How far a line moves when it grows, so that it keeps its alignment."""
    left, right = extent
    if abs((left + right) / 2 - middle) <= CENTRE_SLACK:
        return -grown / 2
    return -grown if left > middle else 0.0


def _right(block: TextBlock, metrics: Metrics) -> float:
    return block.x + metrics.width(block.text, block.size)


def _block_at(run: Sequence[TextBlock], offset: int) -> int:
    for index, block in enumerate(run):
        if offset < len(block.text):
            return index
        offset -= len(block.text)
    return len(run) - 1


def _instruction(operands: Sequence[Object | int | float], operator: str) -> Instruction:
    return pikepdf.ContentStreamInstruction(operands, Operator(operator))


def _moved(block: TextBlock, shift: float) -> list[Instruction]:
    matrix = [1, 0, 0, 1, round(shift, 3), 0]
    before, after = [_instruction([], "q"), _instruction(matrix, "cm")], [_instruction([], "Q")]
    return [*before, *block.instructions, *after]


def _drawn(block: TextBlock, shift: float, text: str) -> list[Instruction]:
    kept = [i for i in block.instructions if str(i.operator) not in PLACED]
    return [
        _instruction([], "BT"),
        *kept,
        _instruction([pikepdf.Name(FONT_NAME), round(block.size, 3)], "Tf"),
        _instruction([round(block.x + shift, 3), round(block.y, 3)], "Td"),
        _instruction([pikepdf.String(bytes.fromhex(text.strip("<>")))], "Tj"),
        _instruction([], "ET"),
    ]


def _lines(blocks: Iterator[TextBlock]) -> list[list[TextBlock]]:
    """Blocks of artifacts that stand on one height, from left to right.

    LibreOffice 7 makes an artifact of each run, later ones of a whole header or footer.
    """
    lines: dict[int, list[TextBlock]] = {}
    for block in blocks:
        lines.setdefault(round(block.y * 2), []).append(block)
    return [sorted(line, key=lambda block: (block.x, block.begin)) for line in lines.values()]


def _runs(line: list[TextBlock], metrics: Metrics) -> list[list[TextBlock]]:
    """The line cut where a tab leaves a gap: what is on either side is aligned apart."""
    runs = [[line[0]]]
    for before, block in pairwise(line):
        if block.x - _right(before, metrics) > 1.5 * block.size:
            runs.append([])
        runs[-1].append(block)
    return runs


def _text_blocks(
    instructions: Sequence[Instruction], decoders: Mapping[str, Mapping[bytes, str]]
) -> Iterator[TextBlock]:
    """The text blocks of artifacts."""
    marks: list[bool] = []
    begin = 0
    for index, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            marks.append(str(instruction.operands[0]) == "/Artifact")
        elif operator == "EMC" and marks:
            marks.pop()
        elif operator == "BT":
            begin = index
        elif operator == "ET" and any(marks):
            block = _text_block(instructions[begin : index + 1], begin, decoders)
            if block is not None:
                yield block


def _text_block(
    instructions: Sequence[Instruction],
    begin: int,
    decoders: Mapping[str, Mapping[bytes, str]],
) -> TextBlock | None:
    """A text block, read; None for one that is turned, or shows nothing."""
    x = y = size = 0.0
    scale, text = 1.0, ""
    decoder: Mapping[bytes, str] = {}
    for instruction in instructions:
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "Tf":
            decoder, size = decoders.get(str(operands[0]), {}), float(operands[1])
        elif operator in ("Td", "TD") and not text:
            x, y = x + float(operands[0]), y + float(operands[1])
        elif operator == "Tm" and not text:
            scale, tilt, x, y = (float(operands[i]) for i in (0, 1, 4, 5))
            if tilt or scale <= 0:
                return None
        elif operator in SHOWN:
            text += _decoded(_strings(operands), decoder)
    if not text:
        return None
    return TextBlock(begin=begin, instructions=instructions, x=x, y=y, size=size * scale, text=text)


def _strings(operands: Sequence[object]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, Array):
            yield from _strings(list(operand.as_list()))
        elif isinstance(operand, pikepdf.String):
            yield bytes(operand)


def _decoded(codes: Iterator[bytes], decoder: Mapping[bytes, str]) -> str:
    step = max((len(key) for key in decoder), default=1)
    return "".join(
        decoder.get(code[start : start + step], "\ufffd")
        for code in codes
        for start in range(0, len(code), step)
    )


def _decoders(
    page: Page, known: dict[tuple[int, int], Mapping[bytes, str]]
) -> dict[str, Mapping[bytes, str]]:
    """What the codes of each font of a page stand for; `known` holds those of fonts seen before."""
    fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
    decoders = {}
    for name, font in fonts.items():
        if font.objgen not in known:
            known[font.objgen] = _to_unicode(font)
        # One that lies in the page itself goes by no number of its own.
        decoders[name] = known[font.objgen] if font.is_indirect else _to_unicode(font)
    return decoders


def _to_unicode(font: Object) -> dict[bytes, str]:
    """What a font's codes stand for, by its ToUnicode map (ISO 32000-1, 9.10.3)."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    letters: dict[bytes, str] = {}
    text = stream.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[bytes.fromhex(code)] = _utf16(value)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[[^]]*\])", block):
            values = re.findall(r"<(\w+)>", value)
            for rank in range(int(high, 16) - int(low, 16) + 1):
                code = (int(low, 16) + rank).to_bytes(len(low) // 2, "big")
                if value.startswith("["):
                    letters[code] = _utf16(values[rank]) if rank < len(values) else "\ufffd"
                else:
                    base = _utf16(values[0])
                    letters[code] = base[:-1] + chr(ord(base[-1]) + rank)
    return letters


def _utf16(value: str) -> str:
    return bytes.fromhex(value).decode("utf-16-be", "replace")
