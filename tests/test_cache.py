"""What is kept to save time: never wrong, never too much, never needed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from avenant_builder import cache as module
from avenant_builder.cache import Cache, cache_folder, key_of

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="places of Linux")


def test_what_was_put_is_found_again(tmp_path: Path) -> None:
    Cache(tmp_path / "c").put(key_of("a", "b"), b"contenu")
    assert Cache(tmp_path / "c").get(key_of("a", "b")) == b"contenu"


def test_facts_that_run_together_have_other_keys() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of(b"abc", b"")}) == 4


@pytest.mark.parametrize("spoilt", [b"", b"court", b"\0" * 100])
def test_a_damaged_entry_is_none(tmp_path: Path, spoilt: bytes) -> None:
    store = Cache(tmp_path / "c")
    store.put("k", b"contenu")
    (tmp_path / "c" / "k").write_bytes(spoilt)
    assert store.get("k") is None
    store.put("k", b"contenu")
    assert store.get("k") == b"contenu"


def test_the_least_used_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 3000)
    monkeypatch.setattr(module, "PUTS_BETWEEN_SWEEPS", 1)
    store = Cache(tmp_path / "c")
    for number in range(4):
        store.put(str(number), bytes(900))
        os.utime(tmp_path / "c" / str(number), (number, number))
    assert store.get("1")  # used: it is now the newest
    store.put("4", bytes(900))
    assert [name for name in "01234" if store.get(name)] == ["1", "3", "4"]


def test_a_folder_deleted_meanwhile_harms_nobody(tmp_path: Path) -> None:
    store = Cache(tmp_path / "c")
    for path in (tmp_path / "c").iterdir():
        path.unlink()
    (tmp_path / "c").rmdir()
    store.put("k", b"contenu")
    assert store.get("k") is None


@linux_only
def test_what_another_person_may_write_is_not_believed(tmp_path: Path) -> None:
    Cache(tmp_path / "c").put("k", b"contenu")
    (tmp_path / "c").chmod(0o777)
    assert Cache(tmp_path / "c").get("k") is None


@linux_only
def test_a_home_that_cannot_be_written_in_does_without() -> None:
    store = Cache(Path("/proc/avenant"))
    store.put("k", b"contenu")
    assert store.get("k") is None


def test_two_runs_at_once_read_all_or_nothing(tmp_path: Path) -> None:
    contents = {bytes([number]) * 50_000 for number in range(8)}

    def run(content: bytes) -> None:
        store = Cache(tmp_path / "c")
        for _ in range(40):
            store.put("k", content)
            assert store.get("k") in {None, *contents}

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, contents))
    assert Cache(tmp_path / "c").get("k") in contents
    assert {path.name for path in (tmp_path / "c").iterdir()} == {"k", "CACHEDIR.TAG"}


@linux_only
@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"AVENANT_CACHE": "/ailleurs"}, "/ailleurs"),
        ({"AVENANT_CACHE": ""}, None),
        ({"XDG_CACHE_HOME": "/c"}, "/c/avenant"),
        ({"XDG_CACHE_HOME": "relatif"}, None),
        ({"HOME": "/h"}, "/h/.cache/avenant"),
    ],
)
def test_where_it_lies(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], place: str | None
) -> None:
    for name in ("AVENANT_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == (Path(place) if place else None)


def test_the_identity_of_the_code_is_the_same_in_another_process() -> None:
    program = "from avenant_builder.cache import own_identity; print(own_identity())"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout.strip() == module.own_identity()
