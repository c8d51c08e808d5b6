"""The fixed words of the narration, in each of its languages.

The lessons have texts of their own. What was observed (paths, values, errors, kinds of changes)
is shown in one notation, whatever the language.
"""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

from collections.abc import Callable
from enum import Enum


class Word(Enum):
    """One thing that is said, as (English, Chinese); braces hold what is filled in."""

    # A step.
    SEE_STEP = ("(see step {})", "（见第 {} 步）")
    AFTER_ERROR = ("after the error: {}", "出错之后：{}")
    SINCE = ("Then and now: {}", "今昔：{}")
    CHANGED = (" (later changed)", "（后来有改动）")
    DONE = ("done", "完成")
    RETURNED = ("returned {}", "返回 {}")
    RAISED = ("raised {}", "抛出 {}")
    RAISED_TOO = ("raised it, too", "同样抛出")
    NOT_OVER = ("was not over when the telling ended", "讲解结束时尚未完成")
    MORE = ("… and more: {}", "… 另有：{}")
    MORE_LINES = ("… {} more lines", "… 另有 {} 行")
    SAME_BODY = ("(the same {} lines as before)", "（同前，共 {} 行）")
    INSIDE_ONE = ("+{} step", "另有 {} 步")
    INSIDE = ("+{} steps", "另有 {} 步")
    EMPTY_FIELD = (
        "({} more field is null, empty, zero or false)",
        "（另有 {} 个字段为 null、空、0 或 false）",
    )
    EMPTY_FIELDS = (
        "({} more fields are null, empty, zero or false)",
        "（另有 {} 个字段为 null、空、0 或 false）",
    )

    # The chapters.
    ENGINE_STARTS = ("The engine starts, inside this command", "引擎启动，就在本命令之内")
    COMMAND_RUNS = ("The command runs: {}", "执行命令：{}")
    ENGINE_STOPS = ("The engine stops", "引擎停止")
    REMAINS = ("What the command has left behind: {}", "本命令留下了：{}")
    IN_SHORT = (" (steps: {}; changes on disk: {})", "（步骤：{}；磁盘变动：{}）")
    IN_SHORT_TIMED = (
        " (steps: {}; changes on disk: {}; {})",
        "（步骤：{}；磁盘变动：{}；{}）",
    )
    NOT_SAVED = ("{} could not be written: {}", "无法写入 {}：{}")
    NOT_SENT = ("The spans could not be sent to {}: {}", "无法将 span 发送到 {}：{}")
    HALF = ("The engine's half of the story is not whole: {}", "引擎那一半的讲解不完整：{}")
    NOT_STOPPED = (
        "The engine is another process: its steps are told one by one, but it does not wait.",
        "引擎在另一个进程中：它的步骤会逐一讲解，但它本身不会停下等待。",
    )
    STOPPED_EARLY = ("The telling stopped early: {}", "讲解提前中断：{}")

    # What is left behind, as `remains` counts it.
    LEFT = ("on disk {}; in the engine {}; in all: {}", "磁盘上有 {}；引擎里有 {}；合计：{}")
    NOTHING = ("nothing", "无")
    LAYERS = ("layers", "个层")
    SHORT_NAMES = ("short names", "个短名")
    RECORDS_OF_LAYERS = ("records of layers", "份层的记录")
    CONTAINER_DIRECTORIES = ("container directories", "个容器目录")
    VOLUMES = ("volumes", "个卷")
    MOUNTS = ("mounts", "个挂载")
    CONTAINERS = ("containers", "个容器")
    NAMES = ("names", "个名称")
    KNOWN_LAYERS = ("known layers", "个登记的层")
    KNOWN_VOLUMES = ("known volumes", "个登记的卷")

    # Replaying a trace.
    WHERE = ("{} of {}", "第 {} 幕，共 {} 幕")
    REPLAY_KEYS = (
        "n or → next   p or ← back   a values   g first   G last   q quit",
        "n 或 → 下一幕   p 或 ← 上一幕   a 值   g 开头   G 结尾   q 退出",
    )
    NO_VALUES = ("(no step, no values)", "（不是一个步骤，没有值）")

    # Comparing two traces.
    ALIKE = ("The two runs are alike.", "两次运行没有区别。")
    SAME_COURSE = (
        "The two runs take the same course, with different values.",
        "两次运行的过程相同，只是值不同。",
    )
    PART_AT = ("They part at step {}", "从第 {} 步开始不同")
    STEP_ALIKE = ("… {} step alike", "… {} 步相同")
    STEPS_ALIKE = ("… {} steps alike", "… {} 步相同")

    # Coverage.
    VISITED = ("{} of {} functions", "{} / {} 个函数")
    IN_ALL = ("in all", "合计")
    WITHOUT_HOST = ("watch the engine: without -H", "要观察引擎：不用 -H")
    NO_LAST_RUN = ("nothing was told yet: {} is not there", "还没有讲解过：{} 不存在")

    # The demo.
    ON_DISK_NOW = ("What is on disk now, below {}:", "现在磁盘上 {} 之下有：")
    OTHER_FILES = (
        "… and {} more files and directories, of the image and of the engine",
        "… 另有 {} 个文件和目录，属于镜像和引擎",
    )
    YOUR_OWN = ("Now one of your own:", "接下来，自己创建一个：")


Say = Callable[..., str]


def speaker(lang: str) -> Say:
    """Return what says a word in `lang`: `say(Word.SEE_STEP, 3)`."""
    place = 1 if lang == "zh" else 0

    def say(word: Word, *values: object) -> str:
        text: str = word.value[place]
        return text.format(*values)

    return say
