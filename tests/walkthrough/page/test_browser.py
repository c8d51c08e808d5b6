"""The page in a real browser, opened from disk."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

import statistics
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.support.chromium import Chromium
from tests.support.stories import Story, long, small
from walkthrough.page import page
from walkthrough.trace_file import Trace

HOSTILE = "</script><script>window.hit=1</script><img src=x onerror='window.hit=1'>"
CURRENT = ".call.now .name"


@pytest.fixture
def shown(browser: Chromium, tmp_path: Path) -> Iterator[Chromium]:
    """The browser with the small story, from its beginning; nothing may have gone wrong."""
    yield _show(browser, tmp_path, small())

    assert browser.complaints == []
    assert browser.requests == []


def _show(browser: Chromium, folder: Path, trace: Trace, lang: str = "en") -> Chromium:
    (folder / "trace.html").write_text(page.as_html(trace, lang), encoding="utf-8")
    browser.resize(1280, 720)
    browser.prefers("light")
    browser.js("try { localStorage.clear() } catch {}")
    browser.open(folder / "trace.html")
    return browser


def _files(browser: Chromium, look: str) -> list[str]:
    found = f"[...document.querySelectorAll('.file.{look}:not([hidden]) .name')]"
    names: list[str] = browser.js(f"{found}.map((one) => one.textContent)")
    return names


# Moving.


def test_the_arrows_move_and_what_is_around_is_marked(shown: Chromium) -> None:
    shown.press("ArrowRight", "ArrowRight", "ArrowRight")

    assert shown.text(CURRENT) == "post"
    assert shown.text(".call.around:not(.chapter) .name") == "run_create"
    shown.press("ArrowLeft")
    assert shown.text(CURRENT) == "run_create"


def test_a_presenters_remote_control_moves_too(shown: Chromium) -> None:
    shown.press("PageDown", "PageDown", "PageUp")

    assert shown.text("#place") == "2 / 10"


def test_the_ends_are_the_ends(shown: Chromium) -> None:
    shown.press("ArrowLeft", "End", "ArrowRight")

    assert shown.text("#place") == "10 / 10"
    assert shown.js("document.getElementById('next').disabled")
    shown.press("Home")
    assert shown.text("#place") == "1 / 10"


def test_the_slider_goes_anywhere(shown: Chromium) -> None:
    shown.js("document.getElementById('timeline').focus()")
    shown.press("End", "ArrowLeft")

    assert shown.text("#place") == "9 / 10"


def test_one_can_step_over_what_is_inside_and_out_to_the_caller(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 4)
    assert shown.text(CURRENT) == "create"

    shown.press("o")

    assert (shown.text(CURRENT), shown.text(".back")) == ("post", "↩ back in step 3")
    shown.press("u")
    assert shown.text(CURRENT) == "run_create"


def test_every_call_is_told_on_request_and_the_place_is_kept(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 4, "a")

    assert shown.text(CURRENT) == "create"
    shown.press("ArrowRight")
    assert shown.text(CURRENT) == "helper"


def test_it_plays_and_stops(shown: Chromium) -> None:
    shown.js("document.getElementById('speed').value = '16'")
    shown.press(" ")
    shown.js("new Promise((done) => setTimeout(done, 700))")
    shown.press(" ")

    stopped = shown.text("#place")
    assert stopped != "1 / 10"
    assert shown.text("#play-name") == "Play"
    shown.js("new Promise((done) => setTimeout(done, 400))")
    assert shown.text("#place") == stopped


def test_a_click_in_the_tree_goes_there_and_the_arrows_go_on_from_there(shown: Chromium) -> None:
    calls = "[...document.querySelectorAll('.call')]"
    shown.js(f"{calls}.find((c) => c.textContent.includes('mkdir')).click()")
    assert shown.text(CURRENT) == "mkdir"

    shown.press("ArrowRight")

    assert (shown.text(CURRENT), shown.text(".back")) == ("create", "↩ back in step 4")


def test_the_address_names_the_step(shown: Chromium, tmp_path: Path) -> None:
    shown.press(*["ArrowRight"] * 3)
    shown.js("new Promise((done) => setTimeout(done, 900))")
    assert shown.js("location.hash") == "#step-3"

    shown.open(tmp_path / "trace.html", "#step-4")

    assert shown.text(CURRENT) == "create"


# What is shown.


def test_the_files_grow_with_the_steps_and_shrink_again(shown: Chromium) -> None:
    assert _files(shown, "made") == ["overlay2/"]

    shown.press(*["ArrowRight"] * 4)

    assert _files(shown, "made") == ["f00/"]
    assert _files(shown, "plain") == ["containers/", "overlay2/"]
    shown.press("Home")
    assert _files(shown, "made") == ["overlay2/"]
    assert _files(shown, "plain") == []


def test_a_removed_file_is_struck_out_and_then_gone(browser: Chromium, tmp_path: Path) -> None:
    story = Story().open("one").effect("create", "a").close().open("two").effect("remove", "a")
    _show(browser, tmp_path, story.close().open("three").trace())

    browser.press("ArrowRight")

    assert _files(browser, "removed") == ["a"]
    browser.press("ArrowRight")
    assert browser.js("document.querySelectorAll('.file:not([hidden])').length") == 0


def test_a_step_shows_its_arguments_its_result_and_where_it_is_in_go(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 3)

    card = shown.text("#card")
    assert "path\n'/containers/create'" in card
    assert "Response" in card
    link = "document.querySelector('.sources a')"
    assert shown.js(f"{link}.href").startswith("https://github.com/moby/moby/blob/v20.10.13/")
    assert shown.js(f"{link}.rel") == "noopener noreferrer"
    assert shown.js("document.querySelector('.why code').textContent") == "post"


def test_a_long_value_opens_on_request(browser: Chromium, tmp_path: Path) -> None:
    long = "'" + "x" * 500 + "'"
    story = Story("create").chapter("command", "docker create").open("create", name=long)
    _show(browser, tmp_path, story.close().trace(), "en").press("ArrowRight")

    short, whole = "#card details.long summary", "#card details.long"
    shown = browser.js(f"document.querySelector('{short}').innerText.length")
    browser.js(f"document.querySelector('{short}').click()")
    opened = browser.js(f"document.querySelector('{whole}').innerText.trim()")

    assert shown < 200
    assert opened == long
    assert browser.complaints == []


def test_what_docker_changed_since_is_told_with_a_link(browser: Chromium, tmp_path: Path) -> None:
    trace = Story().open("step").trace()
    next(trace.of("lesson"))["texts"]["en"]["later"] = (
        "Since 29.1.4 it is removed. https://github.com/moby/moby/pull/51715"
    )

    _show(browser, tmp_path, trace)

    assert browser.text(".since").startswith("Then and now: Since 29.1.4 it is removed.")
    link = browser.js("document.querySelector('.since a').href")
    assert link == "https://github.com/moby/moby/pull/51715"


def test_request_and_response_are_shown(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 3)

    assert "POST /v1.41/containers/create HTTP/1.1" in shown.text(".wire.sent")
    assert '{"Image": "busybox"}' in shown.text(".wire.sent")
    shown.press("o", "o", "o", "o")
    assert shown.js("document.querySelectorAll('.wire.received').length") == 0
    shown.press("ArrowLeft", "ArrowLeft")
    assert "HTTP/1.1 201 Created" in shown.text(".wire.received")


def test_the_stack_shows_a_layer_once_it_is_there(shown: Chromium) -> None:
    assert "no layer" in shown.text("#plates")

    shown.press(*["ArrowRight"] * 5)

    assert shown.text(".plate.lower .role code") == "a" * 12 + "…"


def test_a_step_that_fails_says_so_also_where_it_is_called(
    browser: Chromium, tmp_path: Path
) -> None:
    story = Story().open("outer").open("inner").close(error="NotFound: no such image")
    _show(browser, tmp_path, story.close(error="NotFound: no such image").trace())

    browser.press("End")

    assert browser.text(CURRENT) == "outer"
    assert "raised NotFound: no such image" in browser.text("#card")
    assert browser.js("document.querySelectorAll('.call .bad').length") == 2


def test_what_a_trace_holds_is_never_run(browser: Chromium, tmp_path: Path) -> None:
    story = Story("create", HOSTILE).open("step", value=HOSTILE).effect("create", HOSTILE, HOSTILE)
    trace = story.exchange("sent", HOSTILE, HOSTILE).output(HOSTILE).close(HOSTILE).trace()
    lesson = next(trace.of("lesson"))
    lesson["go"]["url"] = "javascript:window.hit=1"
    lesson["texts"]["en"]["why"] = HOSTILE

    _show(browser, tmp_path, trace)

    assert HOSTILE in browser.text("#card")
    assert browser.js("document.querySelectorAll('main img, main a').length") == 0
    assert browser.js("window.hit") is None
    assert browser.complaints == []


def test_the_page_cannot_ask_a_server_for_anything(browser: Chromium, tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        _show(browser, tmp_path, small())
        said = browser.js(f"fetch('{address}/fetch').then(() => 'went', () => 'refused')")
        browser.js(
            f"new Promise((done) => {{ const i = new Image(); i.onload = i.onerror = done; "
            f"i.src = '{address}/image'; }}).then(() => 1)"
        )
        server.shutdown()

    assert said == "refused"
    assert asked == []


# Languages, looks.


def test_the_language_switches_both_ways(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 3, "l")

    assert shown.text("#card h3") == "post 的标题"
    assert shown.text("#calls-title") == "调用"
    assert shown.js("document.documentElement.lang") == "zh-CN"
    assert "执行命令" in shown.text(".call.chapter.around")
    shown.press("l")
    assert shown.text("#card h3") == "Title of post"
    assert shown.text("#place") == "4 / 10"


def test_a_page_written_in_chinese_begins_in_chinese(browser: Chromium, tmp_path: Path) -> None:
    _show(browser, tmp_path, small(), "zh")

    assert browser.text("#play-name") == "播放"


def test_chinese_is_set_at_full_width(browser: Chromium, tmp_path: Path) -> None:
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    if not fonts.stdout:
        pytest.skip("no font has Chinese characters (Debian's package `fonts-wqy-zenhei` has)")
    _show(browser, tmp_path, small(), "zh")

    widths = browser.js(
        """["汉字排版，「全宽」。", "汉字汉字汉字汉字汉字"].flatMap((text) =>
          ["h3", "pre", "p", "dd"].map((tag) => {
            const box = document.createElement(tag), span = document.createElement("span");
            span.textContent = text;
            box.append(span);
            document.getElementById("card").append(box);
            const size = parseFloat(getComputedStyle(span).fontSize);
            const width = span.getBoundingClientRect().width / size;
            box.remove();
            return width;
        }))"""
    )

    assert widths == pytest.approx([10.0] * 8, abs=0.4)


def test_light_and_dark_follow_the_system_until_the_button_says_otherwise(shown: Chromium) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = shown.js(ground)

    shown.prefers("dark")

    dark = shown.js(ground)
    assert dark != light
    shown.press("t")
    assert shown.js(ground) == light
    shown.press("t")
    assert shown.js(ground) == dark


def test_plus_and_minus_change_the_size_of_all_text(shown: Chromium) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.call')).fontSize)"
    usual = shown.js(size)

    shown.press("+", "+", "+", "+")

    assert shown.js(size) == pytest.approx(usual * 1.1**4, rel=0.02)
    shown.press("0", "-")
    assert shown.js(size) == pytest.approx(usual / 1.1, rel=0.02)


@pytest.mark.parametrize("width", [1920, 1280, 820, 380])
@pytest.mark.parametrize("larger", [0, 6], ids=["usual", "large"])
def test_nothing_sticks_out_at_the_side(shown: Chromium, width: int, larger: int) -> None:
    shown.resize(width, 800)
    shown.press(*["+"] * larger, *["ArrowRight"] * 3)

    assert shown.js("document.documentElement.scrollWidth <= innerWidth")
    assert shown.js("document.querySelector('#card').getBoundingClientRect().height > 150")


# Without a mouse, without eyes.


def test_tab_reaches_the_tree_where_arrows_move_open_and_close(shown: Chromium) -> None:
    shown.press("ArrowRight")
    shown.js("document.querySelector('.call.now').focus()")
    outline = shown.js("getComputedStyle(document.activeElement).outlineStyle")
    shown.press("ArrowLeft")

    assert outline == "solid"
    assert shown.js("document.activeElement.getAttribute('aria-expanded')") == "false"
    assert shown.js("document.querySelectorAll('.call:not([hidden])').length") == 3
    shown.press("ArrowDown")
    assert shown.text(CURRENT) == "The engine stops"
    shown.press("ArrowUp", "ArrowRight", "ArrowRight")
    assert shown.text(CURRENT) == "run_create"
    assert shown.js("document.activeElement.textContent.includes('run_create')")


def test_a_screen_reader_hears_each_step_and_knows_the_tree(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 4)

    assert shown.text("#spoken") == (
        "Step 5 of 10. create. Title of create. 1 new, 0 changed, 0 removed"
    )
    nodes = shown.ask("Accessibility.getFullAXTree")["nodes"]
    items = [node for node in nodes if node.get("role", {}).get("value") == "treeitem"]
    assert len(items) == 7
    levels = [p["value"]["value"] for n in items for p in n["properties"] if p["name"] == "level"]
    assert levels == [1, 1, 2, 3, 4, 5, 1]
    unnamed = [
        node
        for node in nodes
        if node.get("role", {}).get("value") in ("button", "slider", "combobox", "tree", "treeitem")
        and not node.get("name", {}).get("value")
    ]
    assert unnamed == []


def test_the_help_names_the_keys_and_closes_again(shown: Chromium) -> None:
    shown.press("?")
    assert "step over the calls inside" in shown.text("#help")

    shown.press("Enter")

    assert not shown.js("document.getElementById('help').open")
    assert shown.text("#place") == "1 / 10"


# On paper.


def test_the_whole_story_is_printed_each_lesson_once(shown: Chromium) -> None:
    shown.press(*["ArrowRight"] * 3)
    shown.js("dispatchEvent(new Event('beforeprint'))")
    paper = shown.js("document.getElementById('handout').textContent")
    shown.js("dispatchEvent(new Event('afterprint'))")

    assert paper.count("Title of create") == 1
    assert all(
        f"Because of {name}." in paper for name in ("start", "run_create", "post", "mkdir")[1:]
    )
    assert shown.ask("Page.printToPDF", printBackground=False)["data"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_whatever_the_screen_is(shown: Chromium, scheme: str) -> None:
    wish = [{"name": "prefers-color-scheme", "value": scheme}]
    shown.ask("Emulation.setEmulatedMedia", media="print", features=wish)

    looks = "getComputedStyle(document.body)"
    seen = shown.js(f"[{looks}.color, {looks}.backgroundColor]")

    shown.ask("Emulation.setEmulatedMedia", media="", features=[])
    assert seen == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


# A lot.


def test_a_thousand_steps_stay_smooth(browser: Chromium, tmp_path: Path) -> None:
    _show(browser, tmp_path, long(1000))
    browser.press("a")

    spent = browser.js(
        """(() => {
            const spent = [];
            for (let count = 0; count < 200; count++) {
                const began = performance.now();
                const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
                document.body.dispatchEvent(key);
                // Style and layout, too.
                document.querySelector(".call.now").getBoundingClientRect();
                document.querySelector("#files").getBoundingClientRect();
                document.querySelector("#card").getBoundingClientRect();
                spent.push(performance.now() - began);
            }
            return spent;
        })()"""
    )

    print(f"{statistics.median(spent):.2f} ms a step, {max(spent):.2f} ms at most")
    assert browser.text("#place").startswith("201 / 1")
    assert statistics.median(spent) < 16
    assert browser.complaints == []
