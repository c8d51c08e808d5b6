"""Each write is seen at once."""

from engine.pkg.ioutils.writeflusher import WriteFlusher


class Noting:
    def __init__(self):
        self.calls = []

    def write(self, data):
        self.calls.append(data)
        return len(data)

    def flush(self):
        self.calls.append("flush")


def test_every_write_is_flushed():
    noting = Noting()
    output = WriteFlusher(noting)

    count = output.write(b"abc")

    assert count == 3
    assert noting.calls == [b"abc", "flush"]


def test_it_knows_whether_anything_went_out():
    output = WriteFlusher(Noting())
    before = output.flushed

    output.flush()

    assert (before, output.flushed) == (False, True)
