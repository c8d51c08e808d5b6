from __future__ import annotations

import fcntl
import gzip
import os
import random
import struct
from pathlib import Path

import pytest

from engine.vendor import bbolt
from engine.vendor.bbolt.freelist import Freelist
from engine.vendor.bbolt.freelist import read as read_freelist
from engine.vendor.bbolt.meta import PGID_NO_FREELIST
from engine.vendor.bbolt.node import Pages
from engine.vendor.bbolt.page import BRANCH_PAGE_FLAG, Page, read_inodes

PAGE = 4096
TESTDATA = Path(__file__).parent / "testdata"


def open_db(path: Path) -> bbolt.DB:
    return bbolt.open_(path, 0o600, timeout=0.2)


def unpack(name: str, tmp_path: Path) -> Path:
    path = tmp_path / "metadata.db"
    path.write_bytes(gzip.decompress((TESTDATA / name).read_bytes()))
    return path


def content(db: bbolt.DB, name: bytes = b"volumes") -> dict[bytes, bytes]:
    with db.view() as tx:
        bucket = tx.bucket(name)
        assert bucket is not None
        return dict(bucket.items())


def reachable(pages: Pages, pgid: int) -> list[int]:
    page, data = pages.page(pgid)
    found = list(range(pgid, pgid + page.overflow + 1))
    if page.flags & BRANCH_PAGE_FLAG:
        return found + [p for item in read_inodes(page, data) for p in reachable(pages, item.pgid)]
    for item in read_inodes(page, data):
        (root,) = struct.unpack_from("=Q", item.value) if item.flags else (0,)
        found += reachable(pages, root) if root else []
    return found


def account_for_pages(db: bbolt.DB) -> tuple[list[int], list[int]]:
    """Return every page number that is used or free, and every one there is."""
    with db.view() as tx:
        meta = tx.meta
        free_page, data = tx.page(meta.freelist)
        lists = range(meta.freelist, meta.freelist + free_page.overflow + 1)
        used = reachable(tx, meta.root)
        return sorted([*lists, *used, *read_freelist(data).ids]), list(range(2, meta.pgid))


def test_a_new_file_has_two_metas_a_freelist_and_a_leaf(tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    open_db(path).close()

    data = path.read_bytes()
    kinds = [Page.read(data[at : at + PAGE]).flags for at in range(0, 4 * PAGE, PAGE)]
    assert (len(data), kinds) == (4 * PAGE, [0x04, 0x04, 0x10, 0x02])
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_first_change_lets_the_file_grow_to_32_kib_as_in_dockerd(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    db = open_db(path)

    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes")

    assert path.stat().st_size == 32768
    db.close()


def test_what_was_put_is_there_after_opening_again(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")
    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"key", b"value")
    db.close()

    again = open_db(tmp_path / "a.db")

    assert content(again) == {b"key": b"value"}
    again.close()


def test_a_block_that_raises_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = open_db(path)
    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"key", b"old")
    before = path.read_bytes()

    with pytest.raises(ZeroDivisionError), db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"key", b"new")
        raise ZeroDivisionError

    assert path.read_bytes() == before
    assert content(db) == {b"key": b"old"}
    db.close()


def test_a_write_that_was_cut_off_before_the_meta_page_leaves_the_state_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    db = open_db(path)
    for value in (b"one", b"two", b"three"):
        with db.update() as tx:
            tx.create_bucket_if_not_exists(b"volumes").put(b"key", value)
        if value == b"two":
            metas = path.read_bytes()[: 2 * PAGE]
    db.close()
    # The pages of the last transaction are there, its meta page is not.
    with path.open("r+b") as file:
        file.write(metas)

    again = open_db(path)

    assert content(again) == {b"key": b"two"}
    again.close()


def test_a_torn_meta_page_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = open_db(path)
    for value in (b"one", b"two"):
        with db.update() as tx:
            tx.create_bucket_if_not_exists(b"volumes").put(b"key", value)
    with db.view() as tx:
        newest = tx.meta.txid % 2
    db.close()
    with path.open("r+b") as file:
        file.seek(newest * PAGE + 40)
        file.write(b"\xff\xff")

    again = open_db(path)

    assert content(again) == {b"key": b"one"}
    again.close()


def test_random_changes_agree_with_a_dict_and_lose_no_page(tmp_path: Path) -> None:
    chance = random.Random(7)
    want: dict[bytes, bytes] = {}
    db = open_db(tmp_path / "a.db")

    for round_ in range(120):
        with db.update() as tx:
            bucket = tx.create_bucket_if_not_exists(b"volumes")
            for _ in range(chance.randrange(1, 20)):
                if want and chance.random() < (0.2 if round_ < 70 else 0.9):
                    key = chance.choice(sorted(want))
                    bucket.delete(key)
                    del want[key]
                else:
                    key = f"{chance.getrandbits(40):x}".encode()
                    want[key] = chance.randbytes(chance.choice((10, 200, 300, 9000)))
                    bucket.put(key, want[key])

        accounted, there_are = account_for_pages(db)
        assert content(db) == want
        assert accounted == there_are
    db.close()


def test_a_bucket_can_be_emptied_and_filled_again(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")
    keys = [f"{number:04}".encode() for number in range(500)]
    with db.update() as tx:
        for key in keys:
            tx.create_bucket_if_not_exists(b"volumes").put(key, b"x" * 50)

    with db.update() as tx:
        for key in keys:
            tx.create_bucket_if_not_exists(b"volumes").delete(key)
    emptied = content(db)
    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"key", b"value")

    assert emptied == {}
    assert content(db) == {b"key": b"value"}
    db.close()


def test_pages_are_used_again_instead_of_growing_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = open_db(path)

    for number in range(200):
        with db.update() as tx:
            tx.create_bucket_if_not_exists(b"volumes").put(b"key", str(number).encode())

    assert path.stat().st_size == 32768
    db.close()


def test_reads_the_inline_bucket_of_a_file_that_dockerd_wrote(tmp_path: Path) -> None:
    db = open_db(unpack("dockerd-inline.db.gz", tmp_path))

    found = content(db)

    assert found == {
        b"first": b'{"Name":"first","Driver":"local","Labels":{"a":"b"},'
        b'"Options":{"device":"tmpfs","o":"size=1m","type":"tmpfs"}}',
        b"second": b'{"Name":"second","Driver":"local","Labels":null,"Options":null}',
    }
    db.close()


def test_reads_branches_and_overflow_of_a_file_that_dockerd_wrote(tmp_path: Path) -> None:
    db = open_db(unpack("dockerd-branches.db.gz", tmp_path))
    kept = [f"v{number:03}".encode() for number in range(150) if number % 3]

    found = content(db)

    assert sorted(found) == sorted([b"first", b"second", *kept])
    assert len(found[b"v050"]) > 2 * PAGE
    db.close()


def test_changes_a_file_of_dockerd_without_losing_anything(tmp_path: Path) -> None:
    db = open_db(unpack("dockerd-branches.db.gz", tmp_path))
    want = content(db)

    with db.update() as tx:
        bucket = tx.create_bucket_if_not_exists(b"volumes")
        bucket.put(b"000-first-of-all", b"small")
        bucket.delete(b"v050")
    del want[b"v050"]

    accounted, there_are = account_for_pages(db)
    assert content(db) == want | {b"000-first-of-all": b"small"}
    assert accounted == there_are
    db.close()


def test_other_buckets_stay(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")
    with db.update() as tx:
        other = tx.create_bucket_if_not_exists(b"other")
        other.create_bucket_if_not_exists(b"inner").put(b"deep", b"down")

    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"key", b"value")

    with db.view() as tx:
        outer = tx.bucket(b"other")
        assert outer is not None
        inner = outer.bucket(b"inner")
        assert inner is not None
        assert inner.get(b"deep") == b"down"
        assert outer.get(b"inner") is None
    db.close()


def test_a_second_opener_gives_up_after_its_timeout(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")

    with pytest.raises(bbolt.TimeoutError, match=r"^timeout$"):
        open_db(tmp_path / "a.db")

    db.close()


def test_the_lock_is_gone_after_closing(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")

    db.close()

    with (tmp_path / "a.db").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_closed_file_can_be_neither_read_nor_changed(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")
    db.close()

    with pytest.raises(bbolt.DatabaseNotOpenError, match="database not open"), db.view():
        pass
    with pytest.raises(bbolt.DatabaseNotOpenError, match="database not open"), db.update():
        pass


@pytest.mark.parametrize(
    ("data", "error", "text"),
    [
        pytest.param(b"x" * 100, bbolt.InvalidError, "invalid database", id="too short"),
        pytest.param(b"x" * 2 * PAGE, bbolt.InvalidError, "invalid database", id="no bolt file"),
        pytest.param(b"x" * PAGE, bbolt.BoltError, "file size too small", id="one page"),
    ],
)
def test_refuses_what_is_no_bolt_file(
    data: bytes, error: type[Exception], text: str, tmp_path: Path
) -> None:
    (tmp_path / "a.db").write_bytes(data)

    with pytest.raises(error, match=text):
        open_db(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("offset", "error"),
    [
        pytest.param(20, bbolt.VersionMismatchError, id="another version"),
        pytest.param(40, bbolt.ChecksumError, id="damaged"),
    ],
)
def test_refuses_a_file_both_of_whose_metas_are_bad(
    offset: int, error: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "a.db"
    open_db(path).close()
    with path.open("r+b") as file:
        for page in (0, PAGE):
            file.seek(page + offset)
            file.write(b"\x63")

    with pytest.raises(error):
        open_db(path)


def test_a_directory_in_the_way_is_told_in_gos_words(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=f"open {tmp_path}: is a directory"):
        open_db(tmp_path)


def test_a_reader_may_not_write(tmp_path: Path) -> None:
    db = open_db(unpack("dockerd-inline.db.gz", tmp_path))

    with db.view() as tx:
        bucket = tx.bucket(b"volumes")
        assert bucket is not None
        with pytest.raises(bbolt.TxNotWritableError):
            bucket.put(b"key", b"value")
        with pytest.raises(bbolt.TxNotWritableError):
            bucket.delete(b"first")
        with pytest.raises(bbolt.TxNotWritableError):
            tx.create_bucket_if_not_exists(b"other")
    db.close()


def test_keys_and_buckets_are_not_mixed_up(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")

    with db.update() as tx:
        bucket = tx.create_bucket_if_not_exists(b"b")
        bucket.create_bucket_if_not_exists(b"inner")
        bucket.put(b"value", b"1")
        with pytest.raises(bbolt.IncompatibleValueError):
            bucket.put(b"inner", b"1")
        with pytest.raises(bbolt.IncompatibleValueError):
            bucket.delete(b"inner")
        with pytest.raises(bbolt.IncompatibleValueError):
            bucket.create_bucket_if_not_exists(b"value")
        with pytest.raises(bbolt.BucketNameRequiredError):
            bucket.create_bucket_if_not_exists(b"")
        with pytest.raises(bbolt.KeyRequiredError):
            bucket.put(b"", b"1")
        with pytest.raises(bbolt.KeyTooLargeError):
            bucket.put(b"k" * 32769, b"1")
        bucket.delete(b"not there")

    assert content(db, b"b") == {b"inner": b"", b"value": b"1"}
    db.close()


def test_a_file_without_a_freelist_is_read_and_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = open_db(path)
    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"key", b"value")
    with db.view() as tx:
        meta = tx.meta
    db.close()
    meta.freelist = PGID_NO_FREELIST
    with path.open("r+b") as file:
        file.seek(meta.txid % 2 * PAGE)
        file.write(meta.write())

    again = open_db(path)
    with again.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"more", b"value")

    assert content(again) == {b"key": b"value", b"more": b"value"}
    with again.view() as tx:
        assert tx.meta.freelist != PGID_NO_FREELIST
    again.close()


def test_a_freelist_of_more_than_65534_pages_keeps_its_count_in_the_first_element() -> None:
    free = Freelist(range(2, 70002))

    page = free.write(1, 0)

    assert Page.read(page).count == 0xFFFF
    assert read_freelist(page).ids == list(range(2, 70002))
    assert free.size() == len(page)


@pytest.mark.parametrize(
    ("ids", "count", "first", "left"),
    [
        pytest.param([3, 5, 6, 7], 2, 5, [3, 7], id="first row that is long enough"),
        pytest.param([3, 5, 6, 7], 1, 3, [5, 6, 7], id="one page"),
        pytest.param([3, 5, 7], 2, 0, [3, 5, 7], id="no such row"),
    ],
)
def test_allocates_pages_in_a_row(ids: list[int], count: int, first: int, left: list[int]) -> None:
    free = Freelist(ids)

    got = free.allocate(count)

    assert (got, free.ids) == (first, left)


def test_the_file_is_not_inherited_by_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = open_db(path)

    inheritable = [
        os.get_inheritable(int(fd.name))
        for fd in Path("/proc/self/fd").iterdir()
        if fd.exists() and fd.resolve() == path
    ]

    assert inheritable == [False]
    db.close()


def test_a_key_before_all_others_goes_to_the_first_page(tmp_path: Path) -> None:
    db = open_db(unpack("dockerd-branches.db.gz", tmp_path))
    want = content(db) | {b"000": b"x" * 5000}

    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").put(b"000", b"x" * 5000)

    with db.view() as tx:
        bucket = tx.bucket(b"volumes")
        assert bucket is not None
        assert bucket.get(b"000") == b"x" * 5000
        assert bucket.get(b"0000") is None
    assert content(db) == want
    db.close()


def test_deleting_what_is_not_there_harms_nobody(tmp_path: Path) -> None:
    db = open_db(unpack("dockerd-branches.db.gz", tmp_path))
    want = content(db)

    with db.update() as tx:
        tx.create_bucket_if_not_exists(b"volumes").delete(b"v999")

    assert content(db) == want
    db.close()


def test_a_bucket_inside_a_bucket_is_changed_through_its_parent(tmp_path: Path) -> None:
    db = open_db(tmp_path / "a.db")
    with db.update() as tx:
        outer = tx.create_bucket_if_not_exists(b"outer")
        outer.create_bucket_if_not_exists(b"inner").put(b"a", b"1")

    with db.update() as tx:
        outer = tx.create_bucket_if_not_exists(b"outer")
        outer.create_bucket_if_not_exists(b"inner").put(b"b", b"2" * 3000)

    with db.view() as tx:
        again = tx.bucket(b"outer")
        assert again is not None
        inner = again.bucket(b"inner")
        assert inner is not None
        assert dict(inner.items()) == {b"a": b"1", b"b": b"2" * 3000}
    accounted, there_are = account_for_pages(db)
    assert accounted == there_are
    db.close()
