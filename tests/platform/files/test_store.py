"""Contents in a folder: whole or not there, each once, for its owner's eyes only."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from mandate.platform.files.store import Folder, is_whole

HELLO = hashlib.sha256(b"hello").hexdigest()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_a_content_is_kept_once_under_its_hash_for_its_owner_only(tmp_path):
    store = Folder(tmp_path / "files")
    before = os.umask(0)
    try:
        assert store.put([b"he", b"llo"]) == store.put([b"hello"]) == HELLO
    finally:
        os.umask(before)
    assert everything(tmp_path) == [HELLO] and list(store.names()) == [HELLO]
    assert mode(store.place(HELLO)) == 0o600
    assert mode(store.root) == mode(store.place(HELLO).parent) == 0o700
    with store.open(HELLO) as file:
        assert file.read() == b"hello"
    assert store.has(HELLO) and is_whole(store, HELLO)


def test_what_is_let_go_is_gone_and_letting_go_again_is_nothing(tmp_path):
    store = Folder(tmp_path)
    store.put([b"hello"])
    store.remove(HELLO)
    store.remove(HELLO)
    assert not store.has(HELLO) and not is_whole(store, HELLO)
    with pytest.raises(FileNotFoundError):
        store.open(HELLO)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", HELLO.upper(), HELLO + "/x", HELLO[:-1]])
def test_what_is_no_hash_leads_nowhere(tmp_path, name):
    with pytest.raises(ValueError) as caught:
        Folder(tmp_path).open(name)
    assert str(caught.value) == name


def test_what_breaks_off_leaves_nothing(tmp_path):
    def pieces():
        yield b"he"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Folder(tmp_path).put(pieces())
    assert everything(tmp_path) == []


def test_a_damaged_content_is_noticed_and_made_whole_by_the_same_one(tmp_path):
    store = Folder(tmp_path)
    store.put([b"hello"])
    store.place(HELLO).write_bytes(b"hellO")
    assert store.has(HELLO) and not is_whole(store, HELLO)
    store.put([b"hello"])
    assert is_whole(store, HELLO)


def _put_often(root: Path) -> None:
    for _ in range(50):
        Folder(root).put([b"hello" * 1000])


def test_the_same_content_from_two_processes_at_once_is_whole(tmp_path):
    context = get_context("spawn")
    writers = [context.Process(target=_put_often, args=(tmp_path,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    (name,) = everything(tmp_path)
    assert is_whole(Folder(tmp_path), name)


_WRITER = """
import sys, time
from pathlib import Path
from mandate.platform.files.store import Folder
def pieces():
    yield b"he"
    print("begun", flush=True)
    time.sleep(600)
Folder(Path(sys.argv[1])).put(pieces())
"""


def test_a_writer_that_is_killed_leaves_nothing_to_be_seen_and_the_rest_is_swept(tmp_path):
    store = Folder(tmp_path)
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None and writer.stdout.readline() == b"begun\n"
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert list(store.names()) == [] and len(everything(tmp_path)) == 1
    assert store.remove_unfinished(time.time() - 3600) == 0  # it may be at work
    assert store.remove_unfinished(time.time() + 3600) == 1
    assert everything(tmp_path) == []
