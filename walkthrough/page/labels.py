"""The words of the page itself, in each language; the script finds them by the member's name."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

from enum import Enum


class Label(Enum):
    """One thing that stands on the page, as (English, Chinese); `{}` is filled in by the script."""

    # The parts of the page.
    CALLS = ("Calls", "调用")
    STEP = ("This step", "这一步")
    DISK = ("Files", "文件")
    STACK = ("Overlay stack", "overlay 层叠")
    NO_FILES = ("Nothing has changed on disk so far.", "磁盘上至今没有变化。")
    NO_STACK = (
        "At this point there is no layer that this run has made.",
        "此刻没有本次运行新建的层。",
    )

    # The controls.
    FIRST = ("First", "开头")
    PREVIOUS = ("Back", "后退")
    NEXT = ("Next", "前进")
    LAST = ("Last", "结尾")
    PLAY = ("Play", "播放")
    PAUSE = ("Pause", "暂停")
    TIMELINE = ("Place in the story", "进度")
    SPEED = ("Speed", "速度")
    TOLD = ("Told", "讲解")
    MAIN = ("Main steps", "主要步骤")
    ALL = ("Every call", "全部调用")
    OTHER_LANGUAGE = ("中文", "English")
    LIGHT = ("Light", "浅色")
    DARK = ("Dark", "深色")
    SMALLER = ("Smaller text", "缩小文字")
    LARGER = ("Larger text", "放大文字")
    KEYS = ("Keys", "按键")
    CLOSE = ("Close", "关闭")

    # A step.
    BACK_IN = ("back in step {}", "回到第 {} 步")
    AFTER_ERROR = ("after the error: {}", "出错之后：{}")
    RESULT = ("Result", "结果")
    DONE = ("done", "完成")
    RAISED = ("raised {}", "抛出 {}")
    SINCE = ("Then and now:", "今昔：")
    NOT_OVER = ("was not over when the telling ended", "讲解结束时尚未完成")
    LATER = ("later, after the calls inside", "稍后，待内部调用结束")
    CHANGES = ("What changes", "发生的变化")
    MORE = ("… and {} more", "… 另有 {} 处")
    HTTP = ("Over the wire", "HTTP 往来")
    HEADERS = ("{} headers", "{} 个 HTTP 头")
    REQUEST = ("Request", "请求")
    ANSWER = ("Response", "响应")
    OUTPUT = ("What the user sees", "用户所见")
    PLACE = ("Step {} of {}", "第 {} 步，共 {} 步")
    GO_LINK = ("Go source of {}, on GitHub", "{} 的 Go 源码，在 GitHub 上")
    STATUS = ("Exit status {}", "退出状态 {}")
    STOPPED_EARLY = ("The telling stopped early: {}", "讲解提前中断：{}")

    # Files and layers.
    MADE = ("new", "新建")
    CHANGED = ("changed", "改动")
    REMOVED = ("removed", "删除")
    COUNTS = ("{} new, {} changed, {} removed", "新建 {}，改动 {}，删除 {}")
    MERGED = ("merged", "merged（合并视图）")
    MERGED_IS = ("what is seen through the mount", "挂载之后看到的全部内容")
    UPPER = ("read-write layer", "读写层")
    UPPER_IS = ("takes what the container writes", "容器写入的内容落在这里")
    INIT = ("init layer", "初始化层")
    INIT_IS = ("mount points that every container needs", "每个容器都需要的挂载点")
    LOWER = ("image layer", "镜像层")
    LOWER_IS = ("never changes once it is full", "填好之后不再变化")
    BEFORE = ("was there before", "此前已有")
    APART = ("not stacked on these (yet)", "（尚未）叠在这些层上")
    ENTRIES = ("{} entries", "{} 项")
    ENTRY = ("{} entry", "{} 项")

    # Keys.
    KEY_NEXT = ("next step", "下一步")
    KEY_PREVIOUS = ("step back", "上一步")
    KEY_OVER = ("step over the calls inside", "越过内部调用")
    KEY_OUT = ("out to the calling step", "到调用它的步骤")
    KEY_ENDS = ("first and last step", "第一步和最后一步")
    KEY_PLAY = ("play, pause", "播放、暂停")
    KEY_SIZE = ("larger, smaller, usual text", "放大、缩小、恢复文字")
    KEY_LANGUAGE = ("other language", "切换语言")
    KEY_THEME = ("light, dark", "浅色、深色")
    KEY_LEVEL = ("main steps, every call", "主要步骤、全部调用")
    KEY_TREE = (
        "in the list of calls: move, open, close",
        "在调用列表里：移动、展开、折叠",
    )
    KEY_HELP = ("this help", "本帮助")


def labels(lang: str) -> dict[str, str]:
    """Return all words of the page in `lang`, by name."""
    place = 1 if lang == "zh" else 0
    return {label.name: label.value[place] for label in Label}
