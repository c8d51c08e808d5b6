import pytest

from engine.daemon import logdrivers_linux
from engine.daemon.logger import factory
from engine.daemon.logger.loggerutils import cache
from engine.golang.errors import GoError
from engine.plugin.store import Store


@pytest.fixture(autouse=True)
def built_in_drivers():
    logdrivers_linux.register()
    factory.register_plugin_getter(Store())


@pytest.mark.parametrize(
    ("driver", "options"),
    [
        ("none", {"anything": "goes"}),
        ("json-file", {"max-size": "not looked at", "tag": "x", "mode": "blocking"}),
        ("json-file", {"mode": "non-blocking", "max-buffer-size": "4m", "cache-disabled": "1"}),
        ("local", {"max-file": "3", "cache-max-size": "1m"}),
        ("journald", {"env-regex": "x"}),
        ("splunk", {"splunk-token": "x"}),
        ("gcplogs", {"gcp-project": "x"}),
        ("logentries", {"logentries-token": "x", "made-up": "passes"}),
        ("awslogs", {"awslogs-group": "g", "awslogs-create-group": "t"}),
        ("syslog", {"syslog-address": "udp://1.2.3.4", "syslog-facility": "23"}),
        ("syslog", {"syslog-address": "tcp://1.2.3.4:5", "syslog-format": "rfc5424"}),
        ("gelf", {"gelf-address": "udp://a:1", "gelf-compression-level": "-1"}),
        ("gelf", {"gelf-address": "tcp://a:1", "gelf-tcp-max-reconnect": "3"}),
        ("fluentd", {"fluentd-address": "host", "fluentd-retry-wait": "1s"}),
        ("fluentd", {"fluentd-address": "unix:///x", "fluentd-buffer-limit": "1m"}),
    ],
)
def test_options_that_a_driver_knows_pass(driver, options):
    factory.validate_log_opts(driver, options)


REFUSED = [
    ("foo", {}, 'error looking up logging plugin foo: plugin "foo" not found'),
    ("json-file", {"mode": "x"}, "logger: logging mode not supported: x"),
    (
        "json-file",
        {"max-buffer-size": "1m"},
        "logger: max-buffer-size option is only supported with 'mode=non-blocking'",
    ),
    (
        "json-file",
        {"mode": "non-blocking", "max-buffer-size": "x"},
        "error parsing option max-buffer-size: invalid size: 'x'",
    ),
    ("json-file", {"cache-disabled": "zz"}, "invalid value for option cache-disabled: zz"),
    ("json-file", {"foo": ""}, "unknown log opt 'foo' for json-file log driver"),
    ("local", {"foo": ""}, "unknown log opt 'foo' for log driver local"),
    ("journald", {"foo": ""}, "unknown log opt 'foo' for journald log driver"),
    ("splunk", {"foo": ""}, "unknown log opt 'foo' for splunk log driver"),
    ("gcplogs", {"foo": ""}, '"foo" is not a valid option for the gcplogs driver'),
    ("logentries", {}, "Missing logentries token"),
    ("awslogs", {"foo": ""}, "unknown log opt 'foo' for awslogs log driver"),
    ("awslogs", {}, "must specify a value for log opt 'awslogs-group'"),
    (
        "awslogs",
        {"awslogs-group": "g", "awslogs-create-group": "x"},
        "must specify valid value for log opt 'awslogs-create-group': "
        'strconv.ParseBool: parsing "x": invalid syntax',
    ),
    (
        "awslogs",
        {"awslogs-group": "g", "awslogs-max-buffered-events": "0"},
        "must specify a positive integer for log opt 'awslogs-max-buffered-events': 0",
    ),
    (
        "awslogs",
        {"awslogs-group": "g", "awslogs-datetime-format": "", "awslogs-multiline-pattern": ""},
        "you cannot configure log opt 'awslogs-datetime-format' and 'awslogs-multiline-pattern' "
        "at the same time",
    ),
    ("syslog", {"foo": ""}, "unknown log opt 'foo' for syslog log driver"),
    (
        "syslog",
        {"syslog-address": "foo"},
        "syslog-address should be in form proto://address, got foo",
    ),
    ("syslog", {"syslog-address": "unix:///no/x"}, "stat /no/x: no such file or directory"),
    ("syslog", {"syslog-address": "udp://a:b:c"}, "address a:b:c: too many colons in address"),
    ("syslog", {"syslog-facility": "24"}, "invalid syslog facility"),
    ("syslog", {"syslog-format": "x"}, "Invalid syslog format"),
    ("gelf", {}, "gelf-address is a required parameter"),
    ("gelf", {"gelf-address": "a"}, "gelf-address should be in form proto://address, got a"),
    ("gelf", {"gelf-address": "unix:///a"}, "gelf: endpoint needs to be TCP or UDP"),
    (
        "gelf",
        {"gelf-address": "udp://a"},
        "gelf: please provide gelf-address as proto://host:port",
    ),
    (
        "gelf",
        {"gelf-address": "tcp://a:1", "gelf-compression-type": "none"},
        "compression is only supported on UDP",
    ),
    (
        "gelf",
        {"gelf-address": "udp://a:1", "gelf-compression-level": "10"},
        'unknown value "10" for log opt "gelf-compression-level" for gelf log driver',
    ),
    (
        "gelf",
        {"gelf-address": "udp://a:1", "gelf-tcp-max-reconnect": "1"},
        '"gelf-tcp-max-reconnect" is only valid for TCP',
    ),
    (
        "gelf",
        {"gelf-address": "tcp://a:1", "gelf-tcp-max-reconnect": "-1"},
        '"gelf-tcp-max-reconnect" must be a positive integer',
    ),
    ("gelf", {"gelf-address": "udp://a:1", "foo": ""}, 'unknown log opt "foo" for gelf log driver'),
    ("fluentd", {"foo": ""}, "unknown log opt 'foo' for fluentd log driver"),
    (
        "fluentd",
        {"fluentd-address": "x:y"},
        'invalid fluentd-address x:y: strconv.Atoi: parsing "y": invalid syntax',
    ),
    (
        "fluentd",
        {"fluentd-async": "1", "fluentd-async-connect": "1"},
        "conflicting options: cannot specify both 'fluentd-async' and 'fluentd-async-connect",
    ),
]


@pytest.mark.parametrize(("driver", "options", "message"), REFUSED, ids=lambda value: str(value))
def test_what_a_driver_does_not_know_is_refused(driver, options, message):
    with pytest.raises((GoError, OSError)) as caught:
        factory.validate_log_opts(driver, options)

    assert str(caught.value) == message


def test_a_driver_can_be_added_once_only():
    with pytest.raises(GoError, match="log driver named 'local' is already registered"):
        factory.register_log_driver("local")
    with pytest.raises(GoError, match="log validator named 'local' is already registered"):
        factory.register_log_opt_validator("local", lambda: lambda cfg: None)


def test_only_options_about_the_copy_go_with_every_driver():
    options = {"cache-max-file": "mine"}

    cache.merge_default_log_config(
        options, {"cache-max-file": "9", "cache-disabled": "1", "tag": "x"}
    )

    assert options == {"cache-max-file": "mine", "cache-disabled": "1"}
