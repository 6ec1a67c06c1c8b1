"""Names of files that Linux, macOS and Windows all take, made of what people have typed.

Sources: « Naming Files, Paths, and Namespaces » (Microsoft Learn); APFS and HFS+, which tell no
capital from a small letter, nor « é » in one character from « é » in two.
"""

import re
import unicodedata
from hashlib import sha256

from avenant_builder.french import fold

LONGEST = 40
"""Characters of a name that is made: a whole path stays under the 260 of Windows."""
LONGEST_FOUND = 200
"""Bytes of a name that is found: systems take 255, and something may be put before or after."""
DIGITS = 6
UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


def file_name(text: str) -> str:
    """A text as a file name: small letters, figures and dashes; « sans-nom » where nothing is left.

    Two texts have one name only where they differ by nothing else than case, accents and signs.
    """
    whole = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(whole) > LONGEST:
        digest = sha256(whole.encode("ascii")).hexdigest()[:DIGITS]
        return f"{whole[: LONGEST - DIGITS - 1].strip('-')}-{digest}"
    return f"{whole}-" if RESERVED.fullmatch(whole) else whole or "sans-nom"


def unique_name(text: str, taken: set[str]) -> str:
    """A file name that no other has: homonyms are numbered."""
    name = first = file_name(text)
    number = 1
    while name in taken:
        number += 1
        name = f"{first}-{number}"
    taken.add(name)
    return name


def unfit(name: str) -> str:
    """Why some system would not take a file name, in French; empty where all do."""
    if sign := UNFIT.search(name):
        shown = f"« {sign[0]} »" if sign[0].isprintable() else "un caractère invisible"
        return f"il contient {shown}"
    if name != name.strip(" ").rstrip("."):
        return "il commence ou finit par une espace, ou finit par un point"
    first = name.partition(".")[0].rstrip(" ")
    if RESERVED.fullmatch(first):
        return f"Windows garde « {first} » pour un appareil"
    return "il est trop long" if len(name.encode()) > LONGEST_FOUND else ""


def same_everywhere(name: str) -> str:
    """What two names share that some system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
