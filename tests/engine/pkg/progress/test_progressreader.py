"""A stream reports how much of it was read, and not too often."""

from __future__ import annotations

import io

from engine.pkg.progress.progress import Progress
from engine.pkg.progress.progressreader import ProgressReader


class Reports:
    """Keeps what was reported."""

    def __init__(self) -> None:
        self.seen: list[Progress] = []

    def write_progress(self, progress: Progress) -> None:
        self.seen.append(progress)


def test_the_bytes_pass_through_and_the_last_report_is_whole() -> None:
    reports = Reports()
    reader = ProgressReader(io.BytesIO(bytes(1000)), reports, 1000, "id", "Downloading")

    content = reader.read(600) + reader.read(600) + reader.read(600)

    assert len(content) == 1000
    last = reports.seen[-1]
    assert (last.id, last.action, last.current, last.total) == ("id", "Downloading", 1000, 1000)
    assert last.last_update


def test_many_small_reads_make_few_reports() -> None:
    reports = Reports()
    reader = ProgressReader(io.BytesIO(bytes(100_000)), reports, 100_000, "id", "Extracting")

    while reader.read(10):
        pass

    assert 2 <= len(reports.seen) < 10


def test_closing_early_fills_the_bar() -> None:
    reports = Reports()
    source = io.BytesIO(bytes(1000))

    with ProgressReader(source, reports, 1000, "id", "Extracting") as reader:
        reader.read(10)

    assert reports.seen[-1].current == 1000
    assert source.closed


def test_bytes_read_past_the_reader_count() -> None:
    reports = Reports()
    reader = ProgressReader(io.BytesIO(), reports, 100, "id", "Downloading")

    reader.advance(60)
    reader.advance(40)
    reader.advance(0)

    assert reports.seen[-1].current == 100
    assert reports.seen[-1].last_update


def test_without_a_size_the_amount_is_reported() -> None:
    reports = Reports()
    reader = ProgressReader(io.BytesIO(bytes(2_000_000)), reports, 0, "id", "Downloading")

    reader.read(1_000_000)

    assert (reports.seen[0].current, reports.seen[0].total) == (1_000_000, 0)
