"""The fixed words of what a teacher does with a run: stopping, breaking, asking, counting."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

from enum import Enum


class Told(Enum):
    """One thing that is said, as (English, Chinese); braces hold what is filled in."""

    # Stopping.
    PROMPT = (
        "n next  o over  r return  c continue  a arguments  d disk  s source  x abort  ?",
        "n 下一步  o 越过  r 返回  c 继续  a 参数  d 磁盘  s 源码  x 中止  ? 帮助",
    )
    HELP = (
        """n, space  go on to the next step that is told
o         run this step to its end, without stopping inside it
r         run to the end of the function around this step
c         run to the end without stopping
a         show this step's arguments in full
d         show what has changed on disk since the command began
s         show this function's Python source, and where its Go twin is
l         show this step's lesson again
g         draw the layers of the container, once it is written down
x         make this step fail, and watch how everything is taken back
q, Ctrl-C the same, then run to the end without stopping
?         show this help""",
        """n、空格   执行到下一个要讲的步骤
o         执行完这一步，中途不停
r         执行到外层函数结束
c         一直执行到底，不再停下
a         完整显示这一步的参数
d         显示命令开始以来磁盘上的变化
s         显示这个函数的 Python 源码，以及对应的 Go 代码在哪里
l         再看一遍这一步的讲解
g         画出容器的层（容器写到磁盘之后）
x         让这一步失败，看一切如何撤销
q、Ctrl-C 同上，之后不再停下
?         显示本帮助""",
    )
    NO_ARGUMENTS = ("(no arguments)", "（没有参数）")
    NO_CHANGES = ("(nothing has changed on disk so far)", "（磁盘上至今没有变化）")
    NO_DISK = ("(the engine's disk is not at hand)", "（看不到引擎的磁盘）")
    NO_SOURCE = ("(the source is not at hand)", "（找不到源码）")
    NO_LAYERS = (
        "(the container is not written down yet: d shows its layers' directories)",
        "（容器还没写到磁盘：按 d 可以看到各层的目录）",
    )
    NOT_HERE = (
        "(this step runs elsewhere: it cannot be made to fail here)",
        "（这一步在别处运行，在这里不能让它失败）",
    )
    BEGUN = (
        "(this step has begun already: the next thing that it does fails)",
        "（这一步已经开始：它接下来要做的事会失败）",
    )
    NO_KEY = ("({}: no such key; ? shows them all)", "（没有 {} 这个键；按 ? 查看）")
    GO_ON = ("(running on without stopping)", "（继续执行，不再停下）")

    # Failing on purpose.
    NOT_STRUCK = (
        "--fail-at: {} was not reached, so nothing was made to fail.",
        "--fail-at：没有执行到 {}，所以什么也没有失败。",
    )
    NOTHING_AFTER = (
        "--fail-at: docker does nothing after {}, so nothing was made to fail.",
        "--fail-at：docker 在 {} 之后不再做什么，所以什么也没有失败。",
    )
    SWEPT = (
        "Nothing will ever use it. The engine sweeps it up when it starts without --as-20.10.",
        "再也没有谁会用到它们。不带 --as-20.10 启动引擎时会清扫干净。",
    )

    # Asking.
    QUESTION = ("Question {}, before you see it: {}", "第 {} 题，先想一想：{}")
    CHOOSE = ("Your answer, {}: ", "你的答案（{}）：")
    TYPE = ("Your answer, then Enter: ", "你的答案（回车结束）：")
    NO_ANSWER = (
        "(none of these: Enter passes, q ends the asking)",
        "（没有这个选项：回车跳过，q 结束提问）",
    )
    RIGHT = ("✓ Question {}: right, {}.", "✓ 第 {} 题答对了：{}。")
    WRONG = (
        "✗ Question {}: you said {}; what happened is {}.",
        "✗ 第 {} 题：你答的是 {}；实际是 {}。",
    )
    UNANSWERED = ("no answer", "没有回答")
    NOT_SEEN = ("Question {}: this run does not tell.", "第 {} 题：这次执行看不出来。")
    SCORE = ("Predicted right: {} of {}.", "预测正确：{} / {}。")
