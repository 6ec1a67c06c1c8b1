"""The archive of a deposit: flat, ustar, gzip, the same bytes wherever and whenever it is made."""

import gzip
import hashlib
import subprocess
import tarfile
import time
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from avenant_builder.actes.archive import Changed, Member, write_archive


def a_file(path: Path, content: bytes) -> Member:
    path.write_bytes(content)
    return Member(
        name=f"99_DE-{path.name}",
        path=path,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@pytest.fixture
def members(tmp_path: Path) -> list[Member]:
    return [
        Member(name="EACT--214201865--20190204-1.xml", content=b"<a/>"),
        a_file(tmp_path / "acte.pdf", b"%PDF-1.7 acte"),
        a_file(tmp_path / "avenant.pdf", b"%PDF-1.7 avenant" * 1000),
    ]


def test_the_same_files_give_the_same_bytes(tmp_path: Path, members: list[Member]) -> None:
    first = write_archive(tmp_path / "a.tar.gz", members)
    time.sleep(1.1)  # gzip counts in seconds
    (tmp_path / "acte.pdf").touch(mode=0o600)
    second = write_archive(tmp_path / "autre-nom.tar.gz", members)
    data = (tmp_path / "a.tar.gz").read_bytes()
    assert data == (tmp_path / "autre-nom.tar.gz").read_bytes()
    assert first == second
    assert (first.size, first.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_it_is_flat_ustar_without_time_or_owner(tmp_path: Path, members: list[Member]) -> None:
    path = tmp_path / "a.tar.gz"
    write_archive(path, members)
    raw = gzip.decompress(path.read_bytes())
    assert raw[257:263] == b"ustar\x00"
    assert path.read_bytes()[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    with tarfile.open(path) as tar:
        entries = tar.getmembers()
    assert [entry.name for entry in entries] == [member.name for member in members]
    for entry in entries:
        assert entry.isreg() and entry.mode == 0o644
        assert (entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname) == (0, 0, 0, "", "")


def test_the_system_tar_reads_it(tmp_path: Path, members: list[Member]) -> None:
    path = tmp_path / "a.tar.gz"
    write_archive(path, members)
    listed = subprocess.run(["tar", "tzf", path], capture_output=True, check=True, text=True)
    assert listed.stdout.split() == [member.name for member in members]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.binary(max_size=300), max_size=4), st.sampled_from([0, 1, 1 << 20]))
def test_every_content_comes_back(texts: list[bytes], noise: int) -> None:
    """Compressed or stored, on both sides of the size of a piece."""
    contents = [*texts, default_rng(1).bytes(noise), bytes(noise)]
    members = [Member(name=f"{rank}.pdf", content=data) for rank, data in enumerate(contents)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.tar.gz"
        write_archive(path, members)
        with tarfile.open(path) as tar:
            back = [tar.extractfile(entry) for entry in tar.getmembers()]
            assert [one.read() for one in back if one is not None] == contents


def test_what_shrinks_is_compressed_and_what_does_not_is_no_heavier(tmp_path: Path) -> None:
    path, size = tmp_path / "a.tar.gz", 5 << 20
    assert write_archive(path, [Member(name="a", content=bytes(size))]).size < size // 100
    noise = default_rng(1).bytes(size)
    assert write_archive(path, [Member(name="a", content=noise)]).size < size * 1.005


@pytest.mark.parametrize("now", [b"", b"%PDF-1.7 act", b"%PDF-1.7 actE", b"%PDF-1.7 acte et plus"])
def test_a_file_that_changed_is_refused(tmp_path: Path, members: list[Member], now: bytes) -> None:
    (tmp_path / "acte.pdf").write_bytes(now)
    with pytest.raises(Changed, match=r"acte\.pdf"):
        write_archive(tmp_path / "a.tar.gz", members)


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    peaks = []
    for size in (1 << 20, 24 << 20):
        member = a_file(tmp_path / "annexe.pdf", bytes(size))
        tracemalloc.start()
        write_archive(tmp_path / "a.tar.gz", [member])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + (1 << 20)
