"""The fixed words of what helps to read Docker's sources: the map, one step, and the layers."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

from enum import Enum


class Read(Enum):
    """One thing that is said, as (English, Chinese); braces hold what is filled in."""

    # The map.
    SAME = ("same", "相同")
    DIFFERS = ("differs", "不同")
    MENDED = ("mended", "已修复")
    LEFT_OUT = ("left out", "略去")
    KEY = (
        "= same   ≠ differs on purpose   + mended, as in later Docker   ∅ left out",
        "= 相同   ≠ 有意与 Go 不同   + 已修复，与后来的 Docker 一致   ∅ 略去",
    )
    SECTION = ("§{}", "§{}")
    COUNT = (
        "{} functions: {} same, {} differ, {} mended, {} left out",
        "共 {} 个函数：{} 个相同，{} 个不同，{} 个已修复，{} 个略去",
    )
    AROUND = ("inside {}", "位于 {} 之内")
    ELSEWHERE = ("Differences beside the steps", "步骤之外的不同")
    HEADS = ("Step|Python|Go|Section|Mark", "步骤|Python|Go|章节|标记")

    # The layers.
    CONTAINER = ("container {}  {}  of image {}", "容器 {}  {}  镜像 {}")
    MOUNTED = ("what the container sees: all below, as one", "容器看到的：下面各层合为一体")
    NOT_MOUNTED = (
        "not mounted here: what the container would see",
        "此处没有挂载：容器将会看到的",
    )
    UPPER = ("the container's own, writable", "容器自己的读写层")
    INIT = ("what every container needs", "每个容器都需要的")
    LOWER = ("of the image", "属于镜像")
    WORK = ("scratch space for overlayfs", "overlayfs 的工作目录")
    COPIED = ("copied from the one below", "由下一层复制而来")
    HOLDS = ("directories: {}, other files: {}", "目录：{}，其他文件：{}")
    WHITEOUT = ("whiteout  {}", "删除标记  {}")
    OPAQUE = ("opaque    {}", "不透明    {}")
    MORE = ("… and {} more", "… 另有 {} 个")
    MISSING = ("is not there", "不存在")
    NO_COPIES = (
        "vfs stacks nothing: each layer is a whole copy.",
        "vfs 不叠加：每一层都是完整的副本。",
    )
    FILES = ("Which file comes from where:", "哪个文件来自哪一层：")
    HIDDEN = ("removed by {}; still in {}", "被 {} 删除；仍在 {} 中")
    ABOVE = ("{}, above {}", "{}，遮住 {}")
    MERGED = ("{} together", "{} 合并")
    OPAQUE_IN = ("{}, opaque; hides {}", "{}，不透明；遮住 {}")
    NO_FILES = ("(no files)", "（没有文件）")
