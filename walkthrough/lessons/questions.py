"""The questions of `--predict`, in the order of the journey."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

from walkthrough.question import Observed, Question

_LAYER = "daemon.create.createLayer"
_RW = f"{_LAYER}.createRWLayer"
_VOLUME = "daemon.create.setHostConfig.registerMountPoints.volumeCreate.storeCreate.create"
_COPY = "daemon.create.osSpecific.populateVolumes.copyImagePathContent.copyExistingContents"
_STATUS = ("201", "400", "404", "409", "500")
_FOLDERS = ("overlay2/", "containers/", "volumes/", "image/")
_EVERYWHERE = (".dockerenv", ".containerenv", "etc/passwd")
_YES_NO = (("yes", "是"), ("no", "否"))


def _yes(truth: bool) -> int:
    return 0 if truth else 1


def _status(seen: Observed) -> int | None:
    lines = [exchange.first_line for exchange in seen.exchanges]
    for line in lines:
        words = line.split(" ")
        if words[0].startswith("HTTP/") and words[1] in _STATUS:
            return _STATUS.index(words[1])
    return None


def _first_folder(seen: Observed) -> int | None:
    made = seen.made(r"(overlay2/|containers/|volumes/|image/)[^/]", "mkdir")
    return _FOLDERS.index(made[0].group(1)) if made else None


def _first_layer(seen: Observed) -> int | None:
    made = seen.made(r"overlay2/[^/]*?(-init)?/$", "mkdir")
    return (0 if made[0].group(1) else 1) if made else None


def _first_inside(seen: Observed) -> int | None:
    names = ("work", "diff", "lower", "merged")
    made = seen.made(r"overlay2/[^/]+/(work|diff|lower|merged)\b")
    return names.index(made[0].group(1)) if made else None


def _lower_names(seen: Observed) -> str | None:
    """Return how many names `lower` has: 28 bytes each, and a colon between two."""
    size = seen.detail(r"overlay2/[^/]+/lower$", r"(\d+) bytes")
    return str((int(size) + 1) // 29) if size else None


def _nearest_first(seen: Observed) -> int | None:
    parent = seen.arguments.get("parent", "").strip("'")
    link = next((e.target for e in seen.before if e.detail == f"to ../{parent}/diff"), None)
    if link is None or seen.result is None or ":" not in seen.result:
        return None
    return 0 if seen.result.strip("'").startswith(link.removeprefix("overlay2/")) else 1


def _everywhere(seen: Observed) -> int | None:
    names = _EVERYWHERE
    made = seen.made(r"overlay2/[^/]+/(?:merged|diff)/(.+)$")
    found = [names.index(match.group(1)) for match in made if match.group(1) in names]
    return found[0] if len(set(found)) == 1 else None


def _first_file(seen: Observed) -> int | None:
    made = seen.made(r"containers/[^/]+/(.*config\.v2\.json.*)$", "create")
    if not made:
        return None
    name = made[0].group(1)
    return 0 if name == "config.v2.json" else 1 if name.startswith(".tmp-") else 2


def _volume_place(seen: Observed) -> int | None:
    places = (r"volumes/[^/]+/_data/$", r"overlay2/[^/]+/diff/", r"containers/[^/]+/volumes/")
    for place, pattern in enumerate(places):
        if seen.made(pattern, "mkdir"):
            return place
    return None


def _owner(seen: Observed) -> int | None:
    owners = {effect.detail for effect in seen.effects if effect.kind == "chown"}
    return 1 if owners - {"owner 0:0"} else None


def _first_gone(seen: Observed) -> int | None:
    gone = seen.made(r"(overlay2/|containers/|volumes/|image/)[^/]", "remove")
    return _FOLDERS.index(gone[0].group(1)) if gone else None


QUESTIONS = (
    Question(
        step="client.post.sendRequest.doRequest",
        inside="client.post",
        text=(
            "Which status will the engine's answer to the first request to create have?",
            "引擎对第一个创建请求的响应会是哪个状态码？",
        ),
        choices=(
            ("201: created", "201：已创建"),
            ("400: the request is wrong", "400：请求有误"),
            ("404: something is not there", "404：找不到"),
            ("409: the name is taken", "409：名字已被占用"),
            ("500: the engine failed", "500：引擎出错"),
        ),
        answer=_status,
    ),
    Question(
        step="daemon.create.newContainer.generateIDAndName.reserveName",
        text=(
            "The name is about to be reserved. Has the container a directory on disk by now?",
            "就要占下名字了。这时容器在磁盘上有目录了吗？",
        ),
        choices=_YES_NO,
        answer=lambda seen: _yes(bool(seen.made(r"containers/[^/]+/$", "mkdir", before=True))),
    ),
    Question(
        step=_LAYER,
        text=(
            "Below which directory does something appear first?",
            "最先在哪个目录下出现新东西？",
        ),
        choices=tuple((name, name) for name in _FOLDERS),
        answer=_first_folder,
    ),
    Question(
        step=_RW,
        text=(
            "Two layers are about to be made. Which comes first?",
            "将要建两个层。哪个在先？",
        ),
        choices=(
            ("ID-init, for what Docker adds", "ID-init，放 Docker 加的东西"),
            ("ID, for what the container writes", "ID，放容器写的东西"),
        ),
        answer=_first_layer,
    ),
    Question(
        step=f"{_RW}.createReadWrite.create",
        text=(
            "Which of these is made first inside the new layer's directory?",
            "新层的目录里，下面哪个最先出现？",
        ),
        choices=(
            ("work", "work"),
            ("diff", "diff"),
            ("lower", "lower"),
            ("merged", "merged"),
        ),
        answer=_first_inside,
    ),
    Question(
        step="daemon.create.containerDirs.mkdirAndChown",
        inside=f"{_RW}.createReadWrite.create",
        text=(
            "Which mode will the layer's directory get, in octal?",
            "层的目录会是什么权限？（八进制）",
        ),
        answer=lambda seen: seen.detail(r"overlay2/[^/]+/$", r"mode (\d+)"),
    ),
    Question(
        step=f"{_RW}.createReadWrite.create.generateID",
        text=(
            "How many characters has the layer's short name?",
            "层的短名有几个字符？",
        ),
        answer=lambda seen: None if seen.result is None else str(len(seen.result.strip("'"))),
    ),
    Question(
        step=f"{_RW}.setupInitLayer.setup",
        text=("Is the init layer mounted now?", "初始化层现在是挂载着的吗？"),
        choices=_YES_NO,
        answer=lambda seen: _yes(seen.mounts(before=True) > 0),
    ),
    Question(
        step=f"{_RW}.setupInitLayer.setup",
        text=(
            "Docker leaves a file at the top of every container. Which?",
            "Docker 在每个容器的根目录里放了一个文件，是哪个？",
        ),
        choices=tuple((f"/{name}", f"/{name}") for name in _EVERYWHERE),
        answer=_everywhere,
    ),
    Question(
        step=f"{_RW}.driverPut",
        text=(
            "The init layer is given back. Is anything of this container mounted afterwards?",
            "归还初始化层之后，这个容器还有东西挂载着吗？",
        ),
        choices=_YES_NO,
        answer=lambda seen: _yes(seen.mounts(before=True) + seen.mounts() > 0),
    ),
    Question(
        step=f"{_RW}.createReadWrite.create",
        nth=2,
        text=(
            "How many layers will the container's `lower` name?",
            "容器的 `lower` 会列出几层？",
        ),
        answer=_lower_names,
    ),
    Question(
        step=f"{_RW}.createReadWrite.create.getLower",
        nth=2,
        text=(
            "Which layer stands first in `lower`?",
            "`lower` 里排在最前面的是哪一层？",
        ),
        choices=(
            ("the nearest one: the init layer", "最近的：初始化层"),
            ("the farthest one: the image's lowest", "最远的：镜像最底层"),
        ),
        answer=_nearest_first,
    ),
    Question(
        step=f"{_VOLUME}.localCreate",
        text=(
            "Where below the data-root will the volume's files be?",
            "卷的文件会放在数据目录下的哪里？",
        ),
        choices=(
            ("volumes/NAME/_data", "volumes/NAME/_data"),
            ("overlay2/ID/diff", "overlay2/ID/diff"),
            ("containers/ID/volumes", "containers/ID/volumes"),
        ),
        answer=_volume_place,
    ),
    Question(
        step=_COPY,
        text=(
            "Who will own what is copied into the volume?",
            "复制到卷里的东西归谁所有？",
        ),
        choices=(
            ("root, who copies it", "归 root，因为是它在复制"),
            ("whoever owns it in the image", "和镜像里的属主一样"),
        ),
        answer=_owner,
    ),
    Question(
        step="daemon.create.setHostConfig.checkpointTo.toDisk",
        text=(
            "Under which name does config.v2.json begin its life on disk?",
            "config.v2.json 最初以什么名字写到磁盘？",
        ),
        choices=(
            ("config.v2.json", "config.v2.json"),
            (".tmp-config.v2.json and a number", ".tmp-config.v2.json 加数字"),
            ("config.v2.json~", "config.v2.json~"),
        ),
        answer=_first_file,
    ),
    Question(
        step="daemon.create.cleanupContainer",
        text=(
            "The create has failed. Below which directory is something removed first?",
            "创建失败了。最先从哪个目录下删除东西？",
        ),
        choices=tuple((name, name) for name in _FOLDERS),
        answer=_first_gone,
    ),
)
