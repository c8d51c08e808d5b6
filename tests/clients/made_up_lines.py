"""Argument lists for ``docker create``, made up: every flag, in every form, good and bad values.

Which flags there are, with which shorthands, comes from the command itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from cli.cmd.docker import new_docker_command
from cli.command.cli import new_docker_cli
from cli.command.container.opts import add_flags, parse
from engine import errdefs
from engine.golang.errors import GoError
from engine.vendor.spf13.pflag import FlagError, FlagSet

# With most others these end in an error.
_DEMANDING: tuple[str, ...] = ("help", "cpu-count", "cpu-percent", "io-maxbandwidth")
_DEMANDING += ("io-maxiops", "no-healthcheck", "cidfile")


def _read_values() -> dict[str, tuple[str, ...]]:
    """Return values by a flag's name or type; the file has several names for one list."""
    kept = json.loads(Path(__file__).with_name("data").joinpath("values.json").read_text())
    shared = {name: tuple(values) for names, values in kept.items() for name in names.split(" ")}
    return {**shared, **{names: tuple(values) for names, values in kept.items()}}


_VALUES = _read_values()


@dataclass(frozen=True)
class Line:
    """An argument list, and what is in the file ``env.made``."""

    argv: list[str]
    made: bytes = field(default=b"")


@dataclass(frozen=True)
class Flag:
    """What is known of a flag."""

    name: str
    shorthand: str
    kind: str
    bare: bool


@cache
def flags() -> tuple[Flag, ...]:
    """Return all flags of ``docker create``, hidden ones too."""
    docker = new_docker_cli()
    root = new_docker_command(docker, []).command
    create, _ = root.find(["create"])
    return tuple(
        Flag(flag.name, flag.shorthand, flag.value.type(), flag.no_opt_def_val != "")
        for flag in create.flags().visit_all()
    )


def _value(flag: Flag, tidy: bool) -> st.SearchStrategy[str]:
    if tidy and flag.name == "mount":
        return st.sampled_from(_VALUES["mount"])
    if flag.name == "mount":
        return st.lists(st.sampled_from(_VALUES["field of a mount"]), max_size=6).map(",".join)
    known = _VALUES.get(flag.name) or _VALUES.get(flag.kind) or _VALUES["anything"]
    good = st.sampled_from(_accepted(flag.name, known))
    if tidy or flag.name == "cidfile":  # a slip might write anywhere
        return good
    return st.one_of(good, good, good, st.sampled_from(known), _bent(known))


@cache
def _accepted(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of ``values`` that the flag itself takes, so that not every line is refused."""
    return tuple(value for value in values if _takes(name, value)) or values


def _takes(name: str, value: str) -> bool:
    flags = FlagSet("create")
    if name in ("name", "platform", "pull", "disable-content-trust", "help"):
        return True
    options = add_flags(flags)
    try:
        flags.set(name, value)
        parse(flags, options, "linux")
    except (FlagError, GoError, OSError, errdefs.Error):
        return "file" in name  # none of the files is there yet
    return True


def _bent(known: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return values that somebody slipped at."""
    slips = st.sampled_from(":/=,-. \"'\t\u00e4019azAZ_%\\")
    return st.tuples(st.sampled_from(known), slips, st.integers(0, 12)).map(
        lambda slip: slip[0][: slip[2]] + slip[1] + slip[0][slip[2] :]
    )


@st.composite
def _flag(draw: st.DrawFn, tidy: bool) -> list[str]:
    """Draw one flag in one of its forms."""
    flag = draw(st.sampled_from(flags()))
    if tidy and flag.name in _DEMANDING:
        return []
    value = draw(_value(flag, tidy))
    form = draw(st.integers(0, 9))
    if flag.bare and form < 5:
        return [f"-{flag.shorthand}" if flag.shorthand and form < 3 else f"--{flag.name}"]
    if flag.shorthand and form < 6:
        before = draw(st.sampled_from(["", "", "i", "t", "itP", "" if tidy else "z"]))
        joined = f"-{before}{flag.shorthand}"
        return [[joined, value], [joined + value], [f"{joined}={value}"]][form % 3]
    return [f"--{flag.name}={value}"] if form < 8 or flag.bare else [f"--{flag.name}", value]


_ODD = "--nope|-z|--|-|---x|--=x|-=x|-i=|--name|--e a=b|--nam=x|-itx|--rm --rm=false|-h|--help|-ee"
_ODD += "|--name=a --name=b|--help=false|-p|--volume=|-\u00e4|--rm=|--rm false|-t=|-it=0"
_FILE_LINES = (
    b"a=b|GIVEN||# x| a=b|a b=c|=x|\xef\xbb\xbfa=b|a=\xff|a=b\r|\xe4=1|a|\ta=b |EMPTY|a=b=c|HOME"
)
_FILE_LINES += b"|x=\x00|\r|  |\xc2\xa0a=b|\xe2\x80\xa8=1|a=\xef\xbb\xbf|a\x0b=1|\x85=1"


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Draw an argument list, from ``create`` on."""
    images = _VALUES["image"]
    argv = draw(st.sampled_from([["create"], ["container", "create"]]))
    odd = st.sampled_from(_ODD.split("|")).map(str.split)
    tidy = draw(st.booleans())
    for _ in range(draw(st.integers(0, 4))):
        argv = [*argv, *draw(_flag(tidy) if tidy or draw(st.integers(0, 12)) else odd)]
    if tidy or draw(st.integers(0, 12)):
        argv = [*argv, draw(st.sampled_from(images[:8] if tidy else images))]
    if not draw(st.integers(0, 4)):
        words = st.lists(st.sampled_from(_VALUES["anything"]), max_size=2)
        argv = [*argv, *draw(_flag(tidy)), *draw(words)]
    made = b"\n".join(draw(st.lists(st.sampled_from(_FILE_LINES.split(b"|")), max_size=4)))
    return Line(argv, made)


FILES = {
    "env.ok": b"A=1\nB= 2\nGIVEN\n\n# comment\nC=x y \n",
    "env.bom": b"\xef\xbb\xbfA=1\n",
    "env.bad": b"A=1\nnot good=2\n",
    "env.blank": b"A=1\n=2\n",
    "env.crlf": b"A=1\r\nB=2\r\n\r\nGIVEN\r\n",
    "env.latin": b"A=1\nB=\xe4\n",
    "env.huge": b"A=1\nB=" + 70000 * b"x" + b"\nC=2\n",
    "env.fits": b"B=" + 65533 * b"x" + b"\nC=2\n",
    "env.empty": b"",
    "env.nul": b"A=\x00\n",
    "env.comment": b"#\n # x\n\t#y\n",
    "env.bare": b"GIVEN\nEMPTY\nABSENT\n GIVEN\n",
    "here.cid": b"x",
    "profile.json": b'{\n  "a": [1, 2 ],\t"b c": "d \\" e"\r\n}\n',
}
