"""Returns of the préfecture spoiled at random: each is read or refused, never a traceback.

``python benchmarks/fuzz_receipts.py [SECONDS] [SEED]`` measures no speed. Messages, archives and
e-mails are made up by the tests; a file that breaks the reading is kept and named.
"""

import gzip
import io
import random
import sys
import tarfile
import time
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import returns  # noqa: E402
from avenant_builder.incoming import read_incoming  # noqa: E402
from avenant_builder.tracking.receipts import matched, to_mend  # noqa: E402
from messages import classification  # noqa: E402

MESSAGES = (
    *(returns.acknowledged(), returns.anomaly(), returns.envelope_anomaly(), returns.letter()),
    *(returns.referred(), returns.cancelled(), returns.pieces_received()),
    *(returns.return_envelope(), classification()),
)


def archive(*contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for number, content in enumerate(contents):
            entry = tarfile.TarInfo(f"{number}.xml")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def email(content: bytes) -> bytes:
    letter = EmailMessage()
    letter.set_content("Bonjour")
    letter.add_attachment(content, maintype="text", subtype="xml", filename="ar.xml")
    return letter.as_bytes()


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut, added or said twice."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place, ways = chance.randrange(max(1, len(made))), chance.random()
        if ways < 0.4 and made:
            made[place % len(made)] = chance.randrange(256)
        elif ways < 0.6:
            del made[place : place + chance.randint(1, 40)]
        elif ways < 0.8:
            made[place:place] = chance.randbytes(chance.randint(1, 8))
        else:
            start = chance.randrange(max(1, len(made)))
            made[place:place] = made[start : start + chance.randint(1, 60)]
    return bytes(made)


def a_file(chance: random.Random) -> tuple[str, bytes]:
    """A name and what is in it: a message, an archive spoiled inside or outside, an e-mail."""
    one, other, kind = chance.choice(MESSAGES), chance.choice(MESSAGES), chance.random()
    if kind < 0.4:
        return "a.xml", spoiled(one, chance)
    if kind < 0.6:
        return "a.tar.gz", gzip.compress(spoiled(archive(one, other), chance), 1)
    if kind < 0.7:
        return "a.tar.gz", spoiled(gzip.compress(archive(one), 1), chance)
    return "a.eml", spoiled(email(one), chance)


def main(seconds: float, seed: int) -> None:
    chance, end, files, read = random.Random(seed), time.monotonic() + seconds, 0, 0
    with TemporaryDirectory() as folder:
        while time.monotonic() < end:
            name, content = a_file(chance)
            path = Path(folder) / name
            path.write_bytes(content)
            try:
                for receipt in read_incoming([path]).receipts:
                    matched(receipt, (), ())
                    to_mend(receipt)
                    read += 1
            except Exception:
                kept = Path(mkdtemp(prefix="avenant-fuzz-")) / name
                kept.write_bytes(content)
                print(f"broken by {kept}")
                raise
            files += 1
    print(f"{files} files, {read} messages read all the same, seed {seed}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int((sys.argv[2:] or ["2019"])[0]))
