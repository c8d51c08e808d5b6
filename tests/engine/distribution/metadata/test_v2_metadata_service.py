"""Which blob gave which layer is remembered in dockerd's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.distribution.metadata.metadata import FSMetadataStore
from engine.distribution.metadata.v2_metadata_service import V2Metadata, V2MetadataService

LAYER = "sha256:" + 64 * "1"
BLOB = "sha256:" + 64 * "2"


@pytest.fixture
def service(tmp_path: Path) -> V2MetadataService:
    """A service that knows nothing."""
    return V2MetadataService(FSMetadataStore(tmp_path / "distribution"))


def test_both_ways_are_in_files(service: V2MetadataService, tmp_path: Path) -> None:
    service.add(LAYER, V2Metadata(digest=BLOB, source_repository="docker.io/library/x"))

    base = tmp_path / "distribution"
    by_diff_id = base / "v2metadata-by-diffid" / "sha256" / (64 * "1")
    by_digest = base / "diffid-by-digest" / "sha256" / (64 * "2")
    assert by_diff_id.read_text() == (
        f'[{{"Digest":"{BLOB}","SourceRepository":"docker.io/library/x","HMAC":""}}]'
    )
    assert by_digest.read_text() == LAYER
    assert by_diff_id.stat().st_mode & 0o777 == 0o644
    assert base.stat().st_mode & 0o777 == 0o700


def test_the_newest_is_last_and_each_is_kept_once(service: V2MetadataService) -> None:
    first, second = [V2Metadata(digest=BLOB, source_repository=name) for name in "ab"]

    for one in (first, second, first):
        service.add(LAYER, one)

    assert service.get_metadata(LAYER) == [second, first]


def test_the_oldest_go_when_there_are_too_many(service: V2MetadataService) -> None:
    for n in range(60):
        service.add(LAYER, V2Metadata(digest=BLOB, source_repository=str(n)))

    kept = [one.source_repository for one in service.get_metadata(LAYER)]
    assert kept == [str(n) for n in range(10, 60)]


def test_what_is_unknown_or_illegible_is_nothing(
    service: V2MetadataService, tmp_path: Path
) -> None:
    unknown = service.get_metadata(LAYER), service.get_diff_id(BLOB)
    service.add(LAYER, V2Metadata(digest=BLOB))
    place = tmp_path / "distribution" / "v2metadata-by-diffid" / "sha256" / (64 * "1")
    place.write_text("no JSON")

    assert unknown == ([], None)
    assert service.get_metadata(LAYER) == []
