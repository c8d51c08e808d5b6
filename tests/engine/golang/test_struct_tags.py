"""The JSON that Docker's clients and files see, by Go's rules. Expected texts are dockerd's."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api.types.container.config import Config, HealthConfig
from engine.api.types.container.host_config import HostConfig, LogConfig
from engine.golang.struct_tags import JSONError, decode, embedded, marshal, tag, unmarshal


@dataclass(slots=True, kw_only=True)
class Wrapper:
    config: Config | None = field(default=None, metadata=embedded())
    hostname: str = field(default="", metadata=tag("Outer"))
    count: int | None = field(default=None, metadata=tag("Count", omitempty=True))


def test_fields_keep_the_order_of_the_class_and_empty_ones_go_where_go_lets_them():
    config = Config(image="demo", exposed_ports={}, healthcheck=HealthConfig(), cmd=[])

    text = marshal(config)

    assert text.startswith('{"Hostname":"","Domainname":"","User":"","AttachStdin":false')
    assert "ExposedPorts" not in text
    assert '"Healthcheck":{}' in text
    assert '"Cmd":[]' in text
    assert '"Volumes":null' in text


def test_a_pointer_to_zero_is_written_and_a_nil_pointer_is_not():
    assert marshal(Wrapper(count=0)) == '{"Outer":"","Count":0}'
    assert marshal(Wrapper()) == '{"Outer":""}'


def test_an_embedded_struct_is_flattened_on_both_ways():
    wrapper = decode(Wrapper, b'{"image":"demo","OUTER":"o"}')

    assert wrapper.config is not None
    assert wrapper.config.image == "demo"
    assert wrapper.hostname == "o"
    assert marshal(wrapper).startswith('{"Hostname":""')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<a&b>", r'"\u003ca\u0026b\u003e"'),
        ("line\u2028", r'"line\u2028"'),
        ("\b\f\n\t\x00", r'"\u0008\u000c\n\t\u0000"'),
        ("\x7fé中", '"\x7fé中"'),
        ("\udc80\ufffd", '"\\ufffd\ufffd"'),
        ("\\b\b", r'"\\b\u0008"'),
        ({"b": 1, "a": None}, '{"a":null,"b":1}'),
        ({"\udcff": 1, "a": 2}, '{"a":2,"\\ufffd":1}'),
        ([True, 2.5, 3.0], "[true,2.5,3]"),
    ],
    ids=[
        "html",
        "separators",
        "controls",
        "unicode",
        "surrogate",
        "backslash",
        "map",
        "surrogate-key",
        "scalars",
    ],
)
def test_values_are_written_as_go_writes_them(value, text):
    assert marshal(value) == text


def test_answers_of_the_api_keep_their_angle_brackets():
    assert marshal("<a>", escape_html=False) == '"<a>"'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "EOF"),
        ("{", "unexpected EOF"),
        ('{"a":tru}', "invalid character '}' in literal true (expecting 'e')"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ("{'a':1}", r"invalid character '\'' looking for beginning of object key string"),
        ("{a}", "invalid character 'a' looking for beginning of object key string"),
        ('{"a":NaN}', "invalid character 'N' looking for beginning of value"),
        ('{"a":01}', "invalid character '1' after object key:value pair"),
        ('["a\n"]', r"invalid character '\n' in string literal"),
        ('["\\x"]', "invalid character 'x' in string escape code"),
        ("[1 2]", "invalid character '2' after array element"),
        ("[-]", "invalid character ']' in numeric literal"),
        ("[1.]", "invalid character ']' after decimal point in numeric literal"),
        ("[1e]", "invalid character ']' in exponent of numeric literal"),
    ],
)
def test_broken_json_is_refused_in_gos_words(body, message):
    with pytest.raises(JSONError) as caught:
        decode(Config, body)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"Hostname":5}', "number into Go struct field Config.Hostname of type string"),
        ('{"Cmd":5}', "number into Go struct field Config.Cmd of type string"),
        ('{"Env":"a"}', "string into Go struct field Config.Env of type []string"),
        ('{"Env":["a",5]}', "number into Go struct field Config.Env of type string"),
        ('{"StopTimeout":1.5}', "number 1.5 into Go struct field Config.StopTimeout of type int"),
        ('{"Labels":{"a":5}}', "number into Go struct field Config.Labels of type string"),
        (
            '{"Volumes":[]}',
            "array into Go struct field Config.Volumes of type map[string]struct {}",
        ),
        (
            '{"ExposedPorts":5}',
            "number into Go struct field Config.ExposedPorts of type nat.PortSet",
        ),
        (
            '{"Healthcheck":{"Retries":"x"}}',
            "string into Go struct field HealthConfig.Healthcheck.Retries of type int",
        ),
        (
            '{"Healthcheck":5}',
            "number into Go struct field Config.Healthcheck of type container.HealthConfig",
        ),
        ("5", "number into Go value of type container.Config"),
    ],
)
def test_a_wrong_type_is_named_with_its_place(body, message):
    with pytest.raises(JSONError) as caught:
        decode(Config, body)

    assert str(caught.value) == f"json: cannot unmarshal {message}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '{"BlkioWeight":70000}',
            "number 70000 into Go struct field HostConfig.BlkioWeight of type uint16",
        ),
        (
            '{"ConsoleSize":[-1,0]}',
            "number -1 into Go struct field HostConfig.ConsoleSize of type uint",
        ),
        ('{"ConsoleSize":5}', "number into Go struct field HostConfig.ConsoleSize of type [2]uint"),
        (
            '{"Devices":5}',
            "number into Go struct field HostConfig.Devices of type []container.DeviceMapping",
        ),
        ('{"Ulimits":[5]}', "number into Go struct field HostConfig.Ulimits of type units.Ulimit"),
        (
            '{"NetworkMode":5}',
            "number into Go struct field HostConfig.NetworkMode of type container.NetworkMode",
        ),
        (
            '{"PortBindings":{"80":[{"HostPort":80}]}}',
            "number into Go struct field PortBinding.PortBindings.HostPort of type string",
        ),
    ],
)
def test_a_host_config_knows_the_names_and_sizes_of_gos_types(body, message):
    with pytest.raises(JSONError) as caught:
        decode(HostConfig, body)

    assert str(caught.value) == f"json: cannot unmarshal {message}"


def test_one_string_counts_as_a_command_of_one_word():
    assert decode(Config, '{"Cmd":"sh"}').cmd == ["sh"]


def test_null_leaves_a_value_as_it_is_and_empties_a_pointer():
    host = decode(HostConfig, '{"LogConfig":null,"Memory":null,"Binds":null}')

    assert host.log_config == LogConfig()
    assert host.memory == 0
    assert host.binds is None


def test_decode_ignores_what_follows_and_unmarshal_does_not():
    assert decode(Config, '{"Image":"a"} trailing').image == "a"

    with pytest.raises(JSONError, match="invalid character 't' after top-level value"):
        unmarshal(Config, '{"Image":"a"} trailing')


@given(st.text(), st.lists(st.text()) | st.none(), st.dictionaries(st.text(), st.text()))
def test_what_is_written_is_read_back(image, env, labels):
    clean = _whole(image), _all(env), {_whole(k): _whole(v) for k, v in labels.items()}
    config = Config(image=clean[0], env=clean[1], labels=clean[2])

    again = unmarshal(Config, marshal(config).encode())

    assert again == config


def _whole(text):
    return text.encode("utf-8", "replace").decode()


def _all(texts):
    return None if texts is None else [_whole(text) for text in texts]


@given(st.binary(max_size=60))
def test_no_bytes_make_the_decoder_fail_in_another_way(data):
    try:
        decode(Config, data)
    except JSONError as error:
        assert str(error)


def test_a_struct_without_fields_takes_null_and_keeps_nothing():
    found = unmarshal(Config, '{"Volumes": {"/a": null, "/b": {"x": 1}, "/c": {}}}')

    assert found.volumes == {"/a": {}, "/b": {}, "/c": {}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xef\xbb\xbf{}", "invalid character '\u00ef' looking for beginning of value"),
        (b"[" * 10001, "invalid character '[' exceeded max depth"),
        (b'{"Hostname": 1.5}', "number into Go struct field Config.Hostname of type string"),
        (b'{"StopTimeout": 1.5}', "number 1.5 into Go struct field Config.StopTimeout of type int"),
        (b'{"Cmd": [1]}', "array into Go struct field Config.Cmd of type string"),
    ],
)
def test_a_refusal_names_what_go_would_name(text: bytes, message: str):
    with pytest.raises(JSONError) as caught:
        decode(Config, text)

    assert str(caught.value).removeprefix("json: cannot unmarshal ") == message


def test_a_list_of_pointers_shows_its_star():
    with pytest.raises(JSONError) as caught:
        decode(HostConfig, b'{"BlkioWeightDevice": {}}')

    assert str(caught.value).endswith("of type []*blkiodev.WeightDevice")


def test_what_lies_deeper_than_python_can_go_is_passed_over():
    deep = b'{"Image": "demo", "Unknown": ' + b"[" * 9000 + b'"]"' + b"]" * 9000 + b', "Tty": true}'

    found = decode(Config, deep)

    assert (found.image, found.tty) == ("demo", True)


def test_an_object_that_stands_twice_is_filled_further():
    text = '{"LogConfig": {"Type": "a"}, "logconfig": {"Config": {"b": "c"}}, "LogConfig": null}'

    found = unmarshal(HostConfig, text)

    assert (found.log_config.type, found.log_config.config) == ("a", {"b": "c"})


def test_a_null_leaves_a_text_as_it_was():
    assert unmarshal(Config, '{"User": "me", "User": null}').user == "me"


def test_a_long_s_in_a_key_is_an_s():
    assert unmarshal(Config, '{"U\u017fer": "me"}').user == "me"


def test_a_field_hides_one_of_its_name_in_an_embedded_struct():
    @dataclass
    class Outer:
        config: Config = field(default_factory=Config, metadata=embedded())
        image: str = field(default="", metadata=tag("Image"))
        extra: int = field(default=0, metadata=tag("Extra"))

    text = marshal(Outer(config=Config(image="hidden"), image="shown"))

    assert text.count('"Image"') == 1
    assert text.endswith('"Image":"shown","Extra":0}')


def test_a_list_that_stands_twice_is_filled_again_from_its_beginning():
    body = '{"Env": ["A=1", "B=2"], "Env": [null, "C=3", null]}'

    assert unmarshal(Config, body).env == ["A=1", "C=3", ""]


def test_a_pointer_in_a_list_that_stands_twice_is_filled_further():
    rates = '"BlkioDeviceReadBps": [{"Path": "/a"}, {"Path": "/b"}]'
    again = '"BlkioDeviceReadBps": [{"Rate": 2}, null]'

    first, second = unmarshal(HostConfig, f"{{{rates}, {again}}}").blkio_device_read_bps or ()

    assert (first.path, first.rate, second) == ("/a", 2, None)


def test_a_command_of_a_wrong_type_is_told_before_any_other_fault():
    body = '{"Tty": "x", "Cmd": {"a": 1}, "Labels": 1}'

    with pytest.raises(JSONError, match=r"object .* Config\.Cmd of type string"):
        unmarshal(Config, body)


def test_minus_zero_is_zero_only_where_a_sign_can_stand():
    assert unmarshal(HostConfig, '{"Memory": -0}').memory == 0
    with pytest.raises(JSONError, match=r"number -0 .* of type uint64"):
        unmarshal(HostConfig, '{"IOMaximumIOps": -0}')


def test_each_byte_that_is_no_text_becomes_a_replacement():
    assert unmarshal(Config, b'{"User": "\xe4\xb8"}').user == "\ufffd\ufffd"


def test_half_a_surrogate_pair_is_replaced_in_keys_too():
    assert unmarshal(Config, r'{"Labels": {"\ud800": "1"}}').labels == {"\ufffd": "1"}
