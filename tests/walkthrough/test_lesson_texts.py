"""Each lesson has its texts in English and in Chinese; the Chinese ones are well set."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest

from cli.command.container import cidfile
from cli.opts import opts
from engine.golang.errors import GoError
from engine.vendor.docker.distribution.reference import normalize
from walkthrough import lesson_languages, lessons
from walkthrough.render import Renderer, new_console
from walkthrough.story import Story
from walkthrough.words import speaker
from walkthrough.wrap import width

FOLDER = lesson_languages.FOLDER / "zh"
HAN = "\u3400-\u9fff"
MARKS = "，。：；、？！「」（）"
TITLE_COLUMNS = 56
REASON_COLUMNS = 240  # three lines of a terminal
ENGLISH_LETTERS = 290  # four lines
# A wrong or a second name for a thing, and the one that is used here.
TERMS = {
    "映像": "镜像",
    "鏡像": "镜像",
    "图层": "层",
    "分层": "层",
    "可写层": "读写层",
    "容器层": "读写层",
    "初始层": "初始化层",
    "装载": "挂载",
    "加载点": "挂载点",
    "联合装载": "联合挂载",
    "写入时复制": "写时复制",
    "守护程序": "守护进程",
    "后台进程": "守护进程",
    "数据卷": "卷",
    "存储卷": "卷",
    "具名卷": "命名卷",
    "绑定装载": "绑定挂载",
    "文件夹": "目录",
    "宿主": "主机",
    "注册表": "镜像仓库",
    "命令行参数": "选项",
    "名称空间": "命名空间",
    "名字空间": "命名空间",
    "接口服务器": "API 服务器",
    "哈希": "摘要",
    "卷标": "label",
    "软链接": "符号链接",
    "令牌桶": "令牌",
    "所有者": "属主",
}
# Where a source analysis that many readers know is wrong or incomplete, the lesson says so.
CORRECTED = {
    "cli.createContainer",
    "client",
    "daemon.create.newContainer",
    "daemon.create.createLayer",
    "daemon.create.createLayer.createRWLayer.createReadWrite.create.getLower",
    "daemon.create.createLayer.createRWLayer.driverPut",
    "daemon.create.createLayer.createRWLayer.setupInitLayer.setup",
    "daemon.create.osSpecific",
    "daemon.create.osSpecific.populateVolumes",
    "daemon.create.osSpecific.populateVolumes.copyImagePathContent",
    "daemon.create.setHostConfig",
}


Texts = tuple[str, str]


def chinese() -> dict[str, Texts]:
    return dict(lesson_languages.read("zh"))


def wrong(is_wrong: Callable[[str], object]) -> list[str]:
    """Return the Chinese titles and reasons that something is wrong with."""
    return [text for texts in chinese().values() for text in texts if is_wrong(text)]


def test_each_lesson_has_both_languages() -> None:
    without = [lesson.id for lesson in lessons.everything() if not (lesson.title and lesson.reason)]

    assert without == []
    assert {lesson.id for lesson in lessons.everything()} - set(chinese()) == set()
    assert [id for id, texts in chinese().items() if not all(texts)] == []


def test_a_chinese_file_has_the_lessons_of_its_module_and_no_others() -> None:
    found = {path.stem: list(lesson_languages.read_file(path)) for path in FOLDER.glob("*.toml")}

    modules = {name: importlib.import_module(f"walkthrough.lessons.{name}") for name in found}
    wanted = {name: [lesson.id for lesson in m.LESSONS] for name, m in modules.items()}
    assert found == wanted
    assert set(chinese()) - {lesson.id for lesson in lessons.everything()} == set()


def test_a_title_fits_a_line_and_has_no_full_stop() -> None:
    titles = [title for title, _ in chinese().values()]

    assert [title for title in titles if width(title) > TITLE_COLUMNS] == []
    assert [title for title in titles if title.endswith(tuple("。，；：.,"))] == []


def test_a_reason_fits_a_glance_and_is_made_of_whole_sentences() -> None:
    reasons = [reason for _, reason in chinese().values()]
    in_english = [lesson.reason for lesson in lessons.everything()]

    assert [reason for reason in reasons if not 12 <= width(reason) <= REASON_COLUMNS] == []
    assert [reason for reason in reasons if not reason.endswith(("。", "？", "！"))] == []
    assert [reason for reason in in_english if not 12 <= len(reason) <= ENGLISH_LETTERS] == []
    assert [reason for reason in in_english if not reason.endswith((".", "?"))] == []


def test_what_is_told_in_chinese_is_chinese() -> None:
    reasons = [reason for _, reason in chinese().values()]
    # A title may be a path, an address or names alone.
    titles = [title for title, _ in chinese().values() if not re.fullmatch("`[^`]+`", title)]
    lists = re.compile(r"[A-Za-z-]+(、[A-Za-z-]+)+")

    assert [reason for reason in reasons if not re.search(f"[{HAN}]", reason)] == []
    assert [t for t in titles if not re.search(f"[{HAN}]", t) and not lists.fullmatch(t)] == []


def test_punctuation_has_full_width() -> None:
    def is_wrong(text: str) -> object:
        plain = re.sub("`[^`]*`", "`", text)
        misused = re.search(rf"[{HAN}`]\s*[,.:;()?!]|[,;()?!]\s*[{HAN}]", plain)
        return misused or '"' in plain or "'" in plain

    assert wrong(is_wrong) == []


def test_a_blank_parts_chinese_from_latin_and_stands_nowhere_else() -> None:
    parted = rf"[{HAN}][A-Za-z0-9`-]|[A-Za-z0-9`][{HAN}]"
    needless = rf"[{HAN}] +[{HAN}]| [{MARKS}]|[{MARKS}] "

    assert wrong(lambda text: re.search(parted, text)) == []
    assert wrong(lambda text: re.search(needless, text)) == []


def test_brackets_quotes_and_code_are_closed() -> None:
    def is_wrong(text: str) -> bool:
        pairs = text.count("（") == text.count("）") and text.count("「") == text.count("」")
        return not pairs or text.count("`") % 2 == 1

    assert wrong(is_wrong) == []


def test_each_character_has_the_same_width_on_every_terminal() -> None:
    doubtful = {c for text in wrong(lambda _: True) for c in text if east_asian_width(c) == "A"}

    assert doubtful == set()


@pytest.mark.parametrize(("bad", "good"), TERMS.items(), ids=TERMS)
def test_a_thing_has_one_name(bad: str, good: str) -> None:
    assert wrong(lambda text: bad in text) == [], f"it is {good}"


def test_a_name_in_the_english_text_is_in_the_chinese_one() -> None:
    lost = {}
    for lesson in lessons.everything():
        names = re.findall(r"`([^`…]+)`", f"{lesson.title} {lesson.reason}")
        lost[lesson.id] = [name for name in names if name not in "".join(chinese()[lesson.id])]

    assert {id: names for id, names in lost.items() if names} == {}


def test_the_lesson_says_where_the_analysis_errs() -> None:
    in_chinese = {id for id, (_, reason) in chinese().items() if "早先的源码分析" in reason}
    in_english = {o.id for o in lessons.everything() if "earlier source analysis" in o.reason}

    assert in_chinese == CORRECTED
    assert in_english == CORRECTED


def test_a_short_story_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    text = io.StringIO()
    say = speaker("zh")
    renderer = Renderer(new_console(text), lambda _: None, lambda _: "0 ms", say)
    chosen = lesson_languages.told_in("zh", lessons.client_side())

    with Story(chosen, str(tmp_path), renderer) as story:
        file = cidfile.new_cid_file("cid")
        for _ in range(2):
            normalize.tag_name_only(normalize.parse_normalized_named("busybox"))
        with pytest.raises(GoError):
            opts.validate_ip_address("localhost")
        file.close()
    assert story.failure is None

    plain = re.sub(r"\S+\.py:\d+", "<place>", text.getvalue())
    plain = re.sub(r"mode \d+", "mode <less the umask>", plain)
    assert max(map(width, plain.splitlines())) <= 80
    snapshot.assert_match(plain, "story.txt")
