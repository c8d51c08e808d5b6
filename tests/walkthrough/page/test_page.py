"""The page as text: whole, safe, and allowed nothing but itself."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.stories import Story, small
from tests.walkthrough.conftest import Trace as RunTrace
from walkthrough import trace_file
from walkthrough.page import page
from walkthrough.page.labels import Label
from walkthrough.page.model import model
from walkthrough.renderers import Look, writer
from walkthrough.values import short_ids

HOSTILE = (
    "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>&\u2028'\"@data@@style@"
)


class _Seen(HTMLParser):
    """Collects elements, and what stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.held: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag in ("script", "style")
        if self._inside:
            self.held.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.held[-1] += data


def test_the_policy_allows_this_style_and_this_script_and_no_other() -> None:
    seen = _Seen(page.as_html(small()))

    [policy] = [a["content"] for _, a in seen.elements if a.get("http-equiv")]
    style, _, script = seen.held
    digests = [
        base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in (style, script)
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_nothing_is_named_that_would_have_to_be_fetched() -> None:
    seen = _Seen(page.as_html(small()))

    named = [a.get("src") or a.get("href") for _, a in seen.elements if {"src", "href"} & set(a)]
    assert [address.partition(":")[0] for address in named if address] == ["data"]
    assert not re.search(
        r"url\(|@import|fetch\(|XMLHttp|innerHTML|insertAdjacent", "".join(seen.held)
    )


def test_hostile_texts_stay_texts() -> None:
    story = Story("container", "create", "-e", HOSTILE)
    story.open("step", name=HOSTILE).effect("create", f"tmp/{HOSTILE}", HOSTILE)
    story.exchange("sent", HOSTILE, HOSTILE).output(HOSTILE).close(HOSTILE)

    seen = _Seen(page.as_html(story.trace()))

    plain = [tag for tag, _ in _Seen(page.as_html(small())).elements]
    assert [tag for tag, _ in seen.elements] == plain
    data = json.loads(seen.held[1])
    assert data["steps"][0]["arguments"] == [["name", HOSTILE]]
    assert data["files"][-1]["name"] == HOSTILE.rpartition("/")[2]


def test_a_name_that_is_no_unicode_can_be_written(tmp_path: Path) -> None:
    story = Story().open("step").effect("create", "tmp/\udcff", "")

    writer(tmp_path / "x.html")(story.trace(), tmp_path / "x.html", Look())

    data = json.loads(_Seen((tmp_path / "x.html").read_text(encoding="utf-8")).held[1])
    assert data["files"][-1]["name"] == "\udcff"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_languages_are_in_the_page_whichever_comes_first(lang: str) -> None:
    data = json.loads(_Seen(page.as_html(small(), lang)).held[1])

    assert data["lang"] == lang
    assert {language: words["PLAY"] for language, words in data["words"].items()} == {
        "en": "Play",
        "zh": "播放",
    }
    assert set(data["lessons"][0]["texts"]) == set(data["chapters"][0]["headings"]) == {"en", "zh"}


def test_the_page_is_small_beside_what_it_shows() -> None:
    assert (page.FOLDER / "script.js").stat().st_size < 40_000


def test_each_label_is_used_and_each_that_is_used_is_there() -> None:
    text = (page.FOLDER / "script.js").read_text() + (page.FOLDER / "page.html").read_text()
    used = set(re.findall(r'"([A-Z][A-Z_]+)"', text))
    # Made from the role of a plate, or from how a file looks.
    used |= {label.name for label in Label if re.match(r"(MERGED|UPPER|INIT|LOWER)", label.name)}

    assert used == {label.name for label in Label}


def test_chapters_and_events_of_later_versions_are_left_out() -> None:
    trace = small()
    later = {"event": "weather", "step": 1}
    events = [
        trace.events[0],
        later,
        {**trace.events[1], "kind": "intermission"},
        *trace.events[1:],
    ]

    data = model(trace_file.Trace(events), "en")

    assert data["events"] == model(trace, "en")["events"]


@pytest.mark.skipif(os.geteuid() != 0, reason="the engine mounts overlays, which takes root")
def test_what_the_page_shows_at_the_end_is_what_is_on_disk(trace: RunTrace, tmp_path: Path) -> None:
    root, kept = tmp_path / "root", tmp_path / "demo.jsonl"
    ran = trace("--data-root", str(root), "demo", "--save", str(kept))
    assert ran.returncode == 0, ran.stderr

    data = model(trace_file.read(kept), "en")

    disk = {short_ids(str(path.relative_to(root))) for path in root.rglob("*")}
    alive = {row["path"] for row in data["files"] if row["gone"] is None}
    # A temporary file may be renamed outside of any step, and so go unheard.
    assert {path for path in alive - disk if ".tmp-" not in path} == set()
    made = {path for path in disk if path.startswith(("containers/", "overlay2/l/"))}
    assert made <= alive
    top, *below = data["stacks"][-1][1]
    [lower] = [p for p in root.glob("overlay2/*/lower") if short_ids(p.parent.name) == top["name"]]
    assert lower.read_text() == ":".join(f"l/{plate['short']}" for plate in below)
    assert [top["role"], *(plate["role"] for plate in below)] == ["upper", "init", *["lower"] * 3]
