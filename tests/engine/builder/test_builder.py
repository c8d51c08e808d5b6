from __future__ import annotations

import pytest

from engine import errdefs
from engine.api.types.container.config import Config, HealthConfig
from engine.builder.dockerfile.builder import build_from_config


def build(*changes: str) -> Config:
    return build_from_config(Config(), list(changes), "linux")


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        (["CMD echo hi"], "cmd", ["/bin/sh", "-c", "echo hi"]),
        (['cmd ["echo", "$X"]'], "cmd", ["echo", "$X"]),
        (["CMD"], "cmd", []),
        (['ENTRYPOINT ["a"]'], "entrypoint", ["a"]),
        (["ENTRYPOINT"], "entrypoint", None),
        (['ENTRYPOINT ["a"]', 'CMD ["b"]'], "cmd", ["b"]),
        (['CMD ["b"]', 'ENTRYPOINT ["a"]'], "cmd", ["b"]),
        (["ENV A=1 B='x y' C=\\ z"], "env", ["A=1", "B=x y", "C= z"]),
        (["ENV A some words"], "env", ["A=some words"]),
        (["ENV A=1", "ENV A=2"], "env", ["A=2"]),
        (["ENV A=1", "ENV B=${A}x C=$A-$$ D='$A'"], "env", ["A=1", "B=1x", "C=1-", "D=$A"]),
        (["ENV A=${N:-d} B=${N:+s} C=${N}"], "env", ["A=d", "B=", "C="]),
        (['ENV A="a \\"b\\" \\c"'], "env", ['A=a "b" \\c']),
        (["EXPOSE 80 443/udp"], "exposed_ports", {"80/tcp": {}, "443/udp": {}}),
        (["ENV P='1 2'", "EXPOSE $P"], "exposed_ports", {"1/tcp": {}, "2/tcp": {}}),
        (["EXPOSE 5-6"], "exposed_ports", {"5/tcp": {}, "6/tcp": {}}),
        (["LABEL a=b 'c d'=e"], "labels", {"a": "b", "c d": "e"}),
        (["USER $U:root", "ENV U=x", "USER $U"], "user", "x"),
        (['VOLUME ["/a b"]', "VOLUME /c /d"], "volumes", {"/a b": {}, "/c": {}, "/d": {}}),
        (["WORKDIR a", "WORKDIR ../b"], "working_dir", "/b"),
        (["WORKDIR /a", "WORKDIR b"], "working_dir", "/a/b"),
        (["ONBUILD RUN x"], "on_build", ["RUN x"]),
        (["onbuild run x", "ONBUILD CMD y"], "on_build", ["run x", "CMD y"]),
        (
            ["HEALTHCHECK --interval=5s --timeout=1m --start-period=2ms --retries=3 CMD a b"],
            "healthcheck",
            HealthConfig(
                test=["CMD-SHELL", "a b"],
                interval=5_000_000_000,
                timeout=60_000_000_000,
                start_period=2_000_000,
                retries=3,
            ),
        ),
        (['HEALTHCHECK CMD ["a"]'], "healthcheck", HealthConfig(test=["CMD", "a"])),
        (["HEALTHCHECK none"], "healthcheck", HealthConfig(test=["NONE"])),
        (["# a comment", "USER \\", "  # another", "  me"], "user", "me"),
        (["# escape=`", "ENV A=`\\ B=1 `", "C=2"], "env", ["A=\\", "B=1", "C=2"]),
        ([], "user", ""),
    ],
)
def test_a_change_is_made(changes: list[str], field: str, value: object) -> None:
    assert getattr(build(*changes), field) == value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("FROM x", "from is not a valid change command"),
        ("FOO x", "foo is not a valid change command"),
        ("", "file with no instructions"),
        ("CMD [1]", "when using JSON array syntax, arrays must be comprised of strings only"),
        ("ENV", "ENV requires at least one argument"),
        ("ENV A", "ENV must have two arguments"),
        ("ENV A=1 B", 'Syntax error - can\'t find = in "B". Must be of the form: name=value'),
        ("LABEL =x", "LABEL names can not be blank"),
        ("USER", "USER requires exactly one argument"),
        ("WORKDIR", "WORKDIR requires exactly one argument"),
        ("WORKDIR $NOPE", "cannot normalize nothing"),
        ("EXPOSE", "EXPOSE requires at least one argument"),
        ("EXPOSE x", "Invalid containerPort: x"),
        ("VOLUME", "VOLUME requires at least one argument"),
        ('VOLUME [""]', "VOLUME specified can not be an empty string"),
        ("VOLUME $NOPE", "VOLUME specified can not be an empty string"),
        ("ONBUILD", "ONBUILD requires at least one argument"),
        ("ONBUILD ONBUILD x", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
        ("ONBUILD FROM x", "FROM isn't allowed as an ONBUILD trigger"),
        ("HEALTHCHECK", "HEALTHCHECK requires at least one argument"),
        ("HEALTHCHECK FOO", 'Unknown type "FOO" in HEALTHCHECK (try CMD)'),
        ("HEALTHCHECK CMD", "Missing command after HEALTHCHECK CMD"),
        ("HEALTHCHECK NONE x", "HEALTHCHECK NONE takes no arguments"),
        ("HEALTHCHECK --x=1 CMD y", "Unknown flag: x"),
        ("HEALTHCHECK --retries CMD y", "Missing a value on flag: retries"),
        ("HEALTHCHECK --retries=1 --retries=1 CMD y", "Duplicate flag specified: retries"),
        ("HEALTHCHECK --retries=0 CMD y", "--retries must be at least 1 (not 0)"),
        ("HEALTHCHECK --interval=1us CMD y", 'Interval "interval" cannot be less than 1ms'),
        ("CMD --x=1 y", "Unknown flag: x"),
        ("# escape=x", "invalid escape token 'x' does not match ` or \\"),
        ("# escape=`\n# escape=`", "only one escape parser directive can be used"),
        ("ENV A='x", "unexpected end of statement while looking for matching single-quote"),
        ('ENV A="x', "unexpected end of statement while looking for matching double-quote"),
        ("ENV A=${", "syntax error: missing '}'"),
        ("ENV A=${}", "syntax error: bad substitution"),
        ("ENV A=${B:-x", "syntax error: missing '}'"),
        ("ENV A=${B:/x}", "unsupported modifier (/) in substitution"),
        ("ENV A=${B/x}", "missing ':' in substitution"),
        ("ENV A=${B?}", "B: is not allowed to be unset"),
        ("ENV A=${B:?no}", "B: no"),
        ("ENV B=\nENV A=${B:?}", "B: is not allowed to be empty"),
    ],
)
def test_a_wrong_change_is_refused(change: str, said: str) -> None:
    with pytest.raises(errdefs.InvalidParameter) as caught:
        build(change)

    assert said in str(caught.value)


def test_another_system_is_refused() -> None:
    with pytest.raises(errdefs.InvalidParameter, match=r"^operating system is not supported$"):
        build_from_config(Config(), [], "windows")
