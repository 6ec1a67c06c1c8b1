"""Recognise an agreement, part after part; what is left is kept to be sorted."""

import re
from collections.abc import Sequence

from avenant_builder.proposal.facts import find_annexes, find_facts, find_stamps
from avenant_builder.proposal.fiches import find_fiches
from avenant_builder.proposal.found import Field, Proposal, Trust
from avenant_builder.proposal.lines import Line
from avenant_builder.proposal.signers import find_signers

ARTICLE = re.compile(r"Article\s+\w+\s*[:.–-]?.*", re.IGNORECASE)


def propose(lines: Sequence[Line]) -> Proposal:
    """What a document proposes for a first workspace."""
    stamps, stamped = find_stamps(lines)
    text = [line for line in lines if line.number not in stamped]
    annexes, listed = find_annexes(text)
    fiches, head, in_fiches = find_fiches(text, annexes=annexes)
    text = [line for line in text if line.number not in in_fiches | listed]
    seats, bodies, signed = find_signers(text)
    text = [line for line in text if line.number not in signed]
    facts, told = find_facts(text)
    if head:
        facts.append(
            Field(name="titre_des_fiches", value=head, trust=Trust.LIKELY, line=0, seen=head)
        )
    facts += [
        Field(name="article", value=line.text, trust=Trust.LIKELY, line=line.number, seen=line.text)
        for line in text
        if ARTICLE.fullmatch(line.text)
    ]
    return Proposal(
        fields=tuple(facts),
        bodies=tuple(bodies),
        seats=tuple(seats),
        annexes=tuple(annexes),
        fiches=tuple(fiches),
        stamps=tuple(dict.fromkeys(stamps)),
        unplaced=tuple(
            (line.number, line.shown) for line in text if line.number not in told and line.shown
        ),
    )
