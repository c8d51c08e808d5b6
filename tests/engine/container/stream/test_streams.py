from engine.container import stream


def test_without_standard_input_what_is_written_goes_nowhere():
    config = stream.new_config()

    config.new_nop_input_pipe()

    assert config.stdin() is None
    assert config.stdin_pipe().write(b"abc") == 3
    assert config.stdin_pipe().writable()


def test_what_is_written_can_be_read_until_the_streams_are_closed():
    config = stream.new_config()
    config.new_input_pipes()

    config.stdin_pipe().write(b"abc")
    read = config.stdin().getvalue()
    config.close_streams()

    assert read == b"abc"
    assert config.stdin().closed
