from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.vendor.spf13.pflag import Flag, FlagError, FlagSet, HelpRequested, Ref


class Options:
    """Where the flags of a test write to."""

    name = ""
    size = 0
    all = False
    words: list[str]


class Words:
    """A flag that collects."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def set(self, text: str) -> None:
        if not text:
            raise FlagError("no word")
        self.words.append(text)

    def type(self) -> str:
        return "list"

    def string(self) -> str:
        return ""


@pytest.fixture
def options() -> Options:
    return Options()


@pytest.fixture
def flags(options: Options) -> FlagSet:
    made = FlagSet("test")
    made.string_var_p(Ref(options, "name"), "name", "n", "none", "Its `name`")
    made.int_var(Ref(options, "size"), "size", 3, "Its size")
    made.bool_var_p(Ref(options, "all"), "all", "a", False, "Everything")
    made.bool_var_p(None, "brief", "b", False, "Less")
    return made


def test_defining_a_flag_puts_its_default_in_place(flags: FlagSet, options: Options) -> None:
    assert flags.has_flags()
    assert (options.name, options.size, options.all) == ("none", 3, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--name", "x", "--all", "--size=7"],
        ["--name=x", "-a", "--size", "0x7"],
        ["-n", "x", "-a=true", "--size=7"],
        ["-nx", "-ab=false", "--size=7"],
        ["-n=x", "-ba", "--size=7"],
        ["-abn", "x", "--size=7"],
        ["-bnold", "-anx", "--size=7"],
    ],
    ids=" ".join,
)
def test_the_same_can_be_said_in_many_ways(
    flags: FlagSet, options: Options, arguments: list[str]
) -> None:
    flags.parse(arguments)

    assert (options.name, options.size) == ("x", 7)
    assert options.all is True


def test_a_flag_may_be_switched_off_again(flags: FlagSet, options: Options) -> None:
    flags.parse(["--all", "--all=false"])

    assert options.all is False
    assert flags.changed("all")


def test_a_yes_or_no_flag_does_not_take_the_next_argument(flags: FlagSet) -> None:
    flags.parse(["--all", "false"])

    assert flags.args() == ["false"]


def test_flags_and_arguments_may_be_mixed(flags: FlagSet, options: Options) -> None:
    flags.parse(["one", "-n", "x", "-", "two", "--all"])

    assert flags.args() == ["one", "-", "two"]
    assert options.name == "x"


def test_without_mixing_the_first_argument_ends_the_flags(flags: FlagSet, options: Options) -> None:
    flags.set_interspersed(False)

    flags.parse(["-a", "image", "-n", "x", "--", "y"])

    assert flags.args() == ["image", "-n", "x", "--", "y"]
    assert options.name == "none"
    assert flags.args_len_at_dash() == -1


def test_two_dashes_end_the_flags(flags: FlagSet) -> None:
    flags.parse(["one", "--", "-n", "--"])

    assert flags.args() == ["one", "-n", "--"]
    assert flags.n_arg() == 3
    assert flags.args_len_at_dash() == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--foo=1"], "unknown flag: --foo"),
        (["--=x"], "bad flag syntax: --=x"),
        (["---x"], "bad flag syntax: ---x"),
        (["--name"], "flag needs an argument: --name"),
        (["-n"], "flag needs an argument: 'n' in -n"),
        (["-an"], "flag needs an argument: 'n' in -n"),
        (["-aZ"], "unknown shorthand flag: 'Z' in -Z"),
        (["-é"], "unknown shorthand flag: 'Ã' in -é"),
        (["-a="], "unknown shorthand flag: '=' in -="),
        (
            ["--size", "x"],
            'invalid argument "x" for "--size" flag: strconv.ParseInt: parsing "x": invalid syntax',
        ),
        (
            ["-a=x"],
            'invalid argument "x" for "-a, --all" flag: '
            'strconv.ParseBool: parsing "x": invalid syntax',
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_pflags_to_the_letter(flags: FlagSet, arguments: list[str], said: str) -> None:
    with pytest.raises(FlagError) as caught:
        flags.parse(arguments)

    assert str(caught.value) == said


@pytest.mark.parametrize("argument", ["--help", "-h", "-ah"])
def test_help_is_asked_for_where_no_flag_is_called_so(flags: FlagSet, argument: str) -> None:
    with pytest.raises(HelpRequested, match="pflag: help requested"):
        flags.parse([argument])


def test_an_own_value_sees_every_text_and_may_refuse(flags: FlagSet) -> None:
    words = Words()
    flags.var(words, "word", "A word")

    with pytest.raises(FlagError, match='invalid argument "" for "--word" flag: no word'):
        flags.parse(["--word=a", "--word", "b", "--word="])

    assert words.words == ["a", "b"]


def test_what_was_given_is_listed_by_name(flags: FlagSet) -> None:
    flags.parse(["--size=1", "-a"])

    assert [flag.name for flag in flags.visit()] == ["all", "size"]
    assert [flag.name for flag in flags.visit_all()] == ["all", "brief", "name", "size"]


def test_unsorted_flags_keep_the_order_of_their_definition(flags: FlagSet) -> None:
    flags.sort_flags = False

    flags.parse(["--size=1", "-a"])

    assert [flag.name for flag in flags.visit()] == ["size", "all"]
    assert [flag.name for flag in flags.visit_all()] == ["name", "size", "all", "brief"]


def test_using_something_deprecated_is_remarked_upon() -> None:
    said: list[str] = []
    flags = FlagSet("test", warn=said.append)
    flags.string_var_p(None, "old", "o", "", "Old")
    flags.bool_var_p(None, "help", "h", False, "Help")
    flags.mark_deprecated("old", "use --new")
    flags.mark_shorthand_deprecated("help", "please use --help")

    flags.parse(["-h", "--old=x"])

    assert said == [
        "Flag shorthand -h has been deprecated, please use --help",
        "Flag --old has been deprecated, use --new",
    ]
    assert flags.lookup("old") is not None
    assert [flag.name for flag in flags.visit_all() if flag.hidden] == ["old"]


def test_a_name_or_letter_is_given_once(flags: FlagSet) -> None:
    with pytest.raises(ValueError, match="test flag redefined: name"):
        flags.string_var(None, "name", "", "")
    with pytest.raises(ValueError, match="unable to redefine 'n' shorthand"):
        flags.string_var_p(None, "new", "n", "", "")
    with pytest.raises(ValueError, match='"nn" shorthand is more than one ASCII character'):
        flags.string_var_p(None, "new", "nn", "", "")


def test_an_unknown_flag_cannot_be_marked_or_set(flags: FlagSet) -> None:
    with pytest.raises(ValueError, match='flag "foo" does not exist'):
        flags.mark_hidden("foo")
    with pytest.raises(FlagError, match="no such flag -foo"):
        flags.set("foo", "")


def test_a_set_takes_in_the_flags_of_another_whose_names_are_free(flags: FlagSet) -> None:
    other = FlagSet("other")
    other.int_var(None, "name", 1, "")
    other.int64_var(None, "more", 1, "")

    flags.add_flag_set(other)

    assert isinstance(flags.lookup("more"), Flag)
    assert flags.lookup("name") is not other.lookup("name")
    assert flags.shorthand_lookup("n") is flags.lookup("name")


@given(st.lists(st.text(alphabet="-=anbsize x1é", max_size=6), max_size=6))
def test_reads_or_refuses_every_argument_list(arguments: list[str]) -> None:
    flags = FlagSet("test")
    flags.string_var_p(None, "name", "n", "", "")
    flags.bool_var_p(None, "all", "a", False, "")
    flags.int_var(None, "size", 0, "")

    try:
        flags.parse(arguments)
    except FlagError:
        return

    assert len(flags.args()) <= len(arguments)


@given(st.lists(st.text(max_size=6), max_size=6))
def test_what_follows_two_dashes_arrives_as_it_is(arguments: list[str]) -> None:
    flags = FlagSet("test")

    flags.parse(["--", *arguments])

    assert flags.args() == arguments
