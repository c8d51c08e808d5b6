from __future__ import annotations

from engine.vendor.spf13.pflag import FlagSet
from engine.vendor.spf13.usage import unquote_usage


def test_columns_are_aligned_and_sorted() -> None:
    flags = FlagSet("test")
    flags.string_var_p(None, "name", "n", "x", "Its `short` name")
    flags.bool_var(None, "all", False, "Everything")
    flags.int_var(None, "much-longer", 5, "A number")

    assert flags.flag_usages() == (
        "      --all               Everything\n"
        "      --much-longer int   A number (default 5)\n"
        '  -n, --name short        Its short name (default "x")\n'
    )


def test_a_default_that_means_nothing_is_not_shown() -> None:
    flags = FlagSet("test")
    flags.string_var(None, "a", "", "A")
    flags.uint64_var(None, "b", 0, "B")
    flags.duration_var(None, "c", 0, "C")
    flags.bool_var(None, "d", True, "D")

    assert flags.flag_usages() == (
        "      --a string     A\n"
        "      --b uint       B\n"
        "      --c duration   C\n"
        "      --d            D (default true)\n"
    )


def test_a_deprecated_flag_is_hidden_and_a_deprecated_letter_left_out() -> None:
    flags = FlagSet("test")
    flags.string_var(None, "old", "", "Old")
    flags.mark_deprecated("old", "use --new")
    flags.bool_var_p(None, "help", "h", False, "Help")
    flags.mark_shorthand_deprecated("help", "please use --help")

    assert flags.has_available_flags()
    assert flags.flag_usages() == "      --help   Help\n"


def test_a_deprecated_flag_that_is_shown_again_says_so() -> None:
    flags = FlagSet("test")
    flag = flags.string_var(None, "old", "", "Old")
    flags.mark_deprecated("old", "use --new")
    flag.hidden = False

    assert flags.flag_usages() == "      --old string   Old (DEPRECATED: use --new)\n"


def test_a_flag_that_may_be_given_bare_shows_what_that_means() -> None:
    flags = FlagSet("test")
    flags.string_var(None, "text", "", "T").no_opt_def_val = "x"
    flags.int_var(None, "number", 0, "N").no_opt_def_val = "3"
    flags.bool_var(None, "switch", False, "S").no_opt_def_val = "false"

    assert flags.flag_usages() == (
        "      --number int[=3]      N\n"
        "      --switch[=false]      S\n"
        '      --text string[="x"]   T\n'
    )


def test_a_lone_backquote_names_nothing() -> None:
    flags = FlagSet("test")
    flag = flags.string_var(None, "text", "", "A ` here")

    assert unquote_usage(flag) == ("string", "A ` here")


def test_wrapping_keeps_given_line_breaks_and_lets_a_last_word_stick_out() -> None:
    flags = FlagSet("test")
    flags.bool_var(None, "x", False, "First line\nsecond line that is long enough to be wrapped")

    assert flags.flag_usages_wrapped(45) == (
        "      --x   First line\n"
        "            second line that is long\n"
        "            enough to be wrapped\n"
    )


def test_a_narrow_terminal_gets_the_help_below_the_flag() -> None:
    flags = FlagSet("test")
    flags.bool_var(None, "quite-a-long-name", False, "Some words that need more than one line")

    assert flags.flag_usages_wrapped(42) == (
        "      --quite-a-long-name   \n"
        "                Some words that need\n"
        "                more than one line\n"
    )


def test_a_word_longer_than_the_column_is_not_broken() -> None:
    flags = FlagSet("test")
    flags.bool_var(None, "x", False, "a" * 60)

    assert flags.flag_usages_wrapped(40) == f"      --x   {'a' * 60}\n"
