from engine.oci import defaults


def test_every_caller_gets_lists_of_its_own():
    defaults.default_spec().linux.masked_paths.clear()

    spec = defaults.default_spec()

    assert len(spec.linux.masked_paths) == 10
    assert len(spec.linux.readonly_paths) == 5
    assert "/proc/kcore" in spec.linux.masked_paths
    assert "/proc/sys" in spec.linux.readonly_paths
