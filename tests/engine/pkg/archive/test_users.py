"""Names of users beside their numbers."""

from pathlib import Path

from engine.pkg.archive.users import HostNames, RootNames


def test_another_root_tells_its_own_names(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text("toor:x:0:0\nguide:x:7:8:::\nother:x:7:9:::\nbroken\n")
    (tmp_path / "etc/group").write_text("wheel:x:0:\nguides:x:8:\n")
    names = RootNames(str(tmp_path))

    assert (names.user(7), names.group(8)) == ("guide", "guides")
    assert (names.user(9), names.group(9)) == ("", "")
    assert (names.user(0), names.group(0)) == ("root", "wheel")


def test_a_root_without_such_files_knows_only_root(tmp_path: Path) -> None:
    names = RootNames(str(tmp_path))

    assert [names.user(id) for id in (0, 1)] == ["root", ""]
    assert [names.group(id) for id in (0, 1)] == ["root", ""]


def test_a_link_out_of_the_root_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "passwd").write_text("outside:x:7:7\n")
    (tmp_path / "root/etc/passwd").symlink_to(tmp_path / "passwd")

    assert RootNames(str(tmp_path / "root")).user(7) == ""


def test_the_host_knows_root_and_not_everybody() -> None:
    names = HostNames()

    assert (names.user(0), names.group(0)) == ("root", "root")
    assert (names.user(2**31 - 5), names.group(2**31 - 5)) == ("", "")
