"""Turn the « page x / y » of a document that stands alone into the number within the bundle.

LibreOffice writes headers and footers as artifacts, one text block for each run: the number of
the page, the slash and the count are blocks of their own on one line. The numbers are drawn
anew, the words beside them stay and move only as far as the alignment of the line asks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Object, Operator, Page, Pdf

from avenant_builder.pdf.stamp import FONT_NAME, StampFont

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
    end: int
    x: float
    y: float
    size: float
    text: str


def renumber(
    pdf: Pdf, page: Page, *, old: tuple[int, int], new: tuple[int, int], font: StampFont
) -> bool:
    """Write the `new` (page, total) where the header or footer shows the `old`.

    Returns whether it was found; the page is untouched otherwise.
    """
    instructions: list[Instruction] = list(pikepdf.parse_content_stream(page))
    lines = _lines(_text_blocks(instructions, _decoders(page)))
    runs = [run for line in lines for run in _runs(line, font)]
    middle = float(page.cropbox[0] + page.cropbox[2]) / 2
    edits: dict[int, tuple[int, list[Instruction]]] = {}
    for run, found in _shown(runs, old):
        edits.update(_edited(run, found, instructions, new, middle, font))
    if not edits:
        return False
    result: list[Instruction] = []
    position = 0
    for begin in sorted(edits):
        end, replacement = edits[begin]
        result += [*instructions[position:begin], *replacement]
        position = end + 1
    result += instructions[position:]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(result))
    font.give_to(page)
    return True


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
    instructions: Sequence[Instruction],
    new: tuple[int, int],
    middle: float,
    font: StampFont,
) -> Iterator[tuple[int, tuple[int, list[Instruction]]]]:
    """What becomes of the blocks of a run of text that shows the number of the page."""
    first, last = _block_at(run, found.start("page")), _block_at(run, found.end() - 1)
    start = sum(len(block.text) for block in run[:first])
    old_text = "".join(block.text for block in run[first : last + 1])
    shown = f"{new[0]}{found['between']}{new[1]}" if found.re is WITH_TOTAL else f"{new[0]}"
    new_text = old_text[: found.start("page") - start] + shown + old_text[found.end() - start :]
    size = run[first].size
    after = run[last + 1].x if last + 1 < len(run) else _right(run[last], font)
    grown = font.width(new_text, size) - (after - run[first].x)
    shift = _shift((run[0].x, _right(run[-1], font)), grown, middle)
    for block in run[:first] if shift else ():
        yield block.begin, (block.end, _moved(block, instructions, shift))
    drawn = _drawn(run[first], instructions, shift, font.encode(new_text))
    yield run[first].begin, (run[first].end, drawn)
    for block in run[first + 1 : last + 1]:
        yield block.begin, (block.end, [])
    for block in run[last + 1 :]:
        yield block.begin, (block.end, _moved(block, instructions, shift + grown))


def _shift(extent: tuple[float, float], grown: float, middle: float) -> float:
    """How far a line moves when it grows, so that it keeps its alignment."""
    left, right = extent
    if abs((left + right) / 2 - middle) <= CENTRE_SLACK:
        return -grown / 2
    return -grown if left > middle else 0.0


def _right(block: TextBlock, font: StampFont) -> float:
    return block.x + font.width(block.text, block.size)


def _block_at(run: Sequence[TextBlock], offset: int) -> int:
    for index, block in enumerate(run):
        if offset < len(block.text):
            return index
        offset -= len(block.text)
    return len(run) - 1


def _instruction(operands: Sequence[Object | int | float], operator: str) -> Instruction:
    return pikepdf.ContentStreamInstruction(operands, Operator(operator))


def _moved(
    block: TextBlock, instructions: Sequence[Instruction], shift: float
) -> list[Instruction]:
    matrix = [1, 0, 0, 1, round(shift, 3), 0]
    inside = instructions[block.begin : block.end + 1]
    return [_instruction([], "q"), _instruction(matrix, "cm"), *inside, _instruction([], "Q")]


def _drawn(
    block: TextBlock, instructions: Sequence[Instruction], shift: float, text: str
) -> list[Instruction]:
    kept = [i for i in instructions[block.begin : block.end] if str(i.operator) not in PLACED]
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


def _runs(line: list[TextBlock], font: StampFont) -> list[list[TextBlock]]:
    """The line cut where a tab leaves a gap: what is on either side is aligned apart."""
    runs = [[line[0]]]
    for before, block in pairwise(line):
        if block.x - _right(before, font) > 1.5 * block.size:
            runs.append([])
        runs[-1].append(block)
    return runs


def _text_blocks(
    instructions: Sequence[Instruction], decoders: dict[str, dict[bytes, str]]
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
        elif operator == "ET":
            block = _text_block(instructions, begin, index, decoders) if any(marks) else None
            if block is not None:
                yield block


def _text_block(
    instructions: Sequence[Instruction],
    begin: int,
    end: int,
    decoders: dict[str, dict[bytes, str]],
) -> TextBlock | None:
    """A text block, read; None for one that is turned, or shows nothing."""
    x = y = size = 0.0
    scale, text = 1.0, ""
    decoder: dict[bytes, str] = {}
    for instruction in instructions[begin:end]:
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
            text += "".join(_decoded(operand, decoder) for operand in _strings(operands))
    if not text:
        return None
    return TextBlock(begin=begin, end=end, x=x, y=y, size=size * scale, text=text)


def _strings(operands: Sequence[object]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, Array):
            yield from _strings(list(operand.as_list()))
        elif isinstance(operand, pikepdf.String):
            yield bytes(operand)


def _decoded(code: bytes, decoder: dict[bytes, str]) -> str:
    step = max((len(key) for key in decoder), default=1)
    pieces = (code[start : start + step] for start in range(0, len(code), step))
    return "".join(decoder.get(piece, "\ufffd") for piece in pieces)


def _decoders(page: Page) -> dict[str, dict[bytes, str]]:
    fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
    return {name: _to_unicode(font) for name, font in fonts.items()}


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
