import pytest

from engine.vendor.opencontainers import selinux


@pytest.mark.parametrize(
    ("label", "options"),
    [
        ("", None),
        ("u:r:t", ["user:u", "role:r", "type:t"]),
        ("u:r:t:s0:c1,c2", ["user:u", "role:r", "type:t", "level:s0:c1,c2"]),
    ],
)
def test_a_label_is_told_as_options(label, options):
    assert selinux.dup_sec_opt(label) == options


def test_no_labels_are_made_where_selinux_is_off():
    assert selinux.init_labels(["user:foo", "nonsense"]) == ("", "")
    assert selinux.disable_sec_opt() == ["disable"]
