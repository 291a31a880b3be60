"""Settings: what wins, what is refused, and in which words."""

from __future__ import annotations

import dataclasses
import tomllib

import pytest
from worker.errors import WrongUse
from worker.settings import Settings, config_dir, load_settings, settings_environ


def faults_of(environ, file=None):
    with pytest.raises(WrongUse) as caught:
        load_settings(environ, file)
    return str(caught.value).splitlines()


def test_every_setting_has_an_explained_default():
    """The packaged file names exactly the fields of the shape."""
    table = tomllib.loads((config_dir() / "settings.toml").read_text(encoding="utf-8"))
    assert set(table) == {field.name for field in dataclasses.fields(Settings)}


def test_defaults_live_in_the_data_folder(tmp_path):
    """Without an address of its own, the database is a file in home."""
    settings = load_settings({"COMMUNIQUE_HOME": str(tmp_path)})
    assert settings.home == tmp_path
    assert settings.database_url == f"sqlite:///{tmp_path}/communique.db"
    assert settings.broker_url is None


def test_the_environment_wins_over_a_file_and_a_file_over_the_defaults(tmp_path):
    """Later sources override earlier ones, key by key."""
    file = tmp_path / "own.toml"
    file.write_text('flower_port = 6000\nlog_level = "debug"\n', encoding="utf-8")
    settings = load_settings({"COMMUNIQUE_LOG_LEVEL": "error"}, file)
    assert (settings.flower_port, settings.log_level) == (6000, "error")


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        (
            "COMMUNIQUE_ALLOW_HOSTS",
            "LocalHost:8080, [::1]:9,news.test",
            "allow_hosts",
            ("localhost:8080", "[::1]:9", "news.test"),
        ),
        ("COMMUNIQUE_ALLOW_HOSTS", "", "allow_hosts", ()),
        ("COMMUNIQUE_CONTACT", "", "contact", None),
        ("COMMUNIQUE_BROKER_URL", " redis://broker:6379/0 ", "broker_url", "redis://broker:6379/0"),
        ("COMMUNIQUE_MAX_PAGE_BYTES", "1_000", "max_page_bytes", 1000),
        ("COMMUNIQUE_HOST_PAUSE_S", "0", "host_pause_s", 0.0),
        ("COMMUNIQUE_KEEP_UNDIPLOMATIC", "Yes", "keep_undiplomatic", True),
        ("COMMUNIQUE_LOG_FORMAT", "JSON", "log_format", "json"),
        ("COMMUNIQUE_FLOWER_PORT", "", "flower_port", 5555),
        ("UNRELATED", "1", "flower_port", 5555),
    ],
)
def test_a_variable_is_read_by_its_type(name, text, field, value):
    """Texts become the field's type; an empty number keeps the default."""
    assert getattr(load_settings({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("COMMUNIQUE_LOGLEVEL", "info", "no such setting; did you mean COMMUNIQUE_LOG_LEVEL?"),
        ("COMMUNIQUE_DB_URL", "x", "did you mean COMMUNIQUE_DATABASE_URL?"),
        ("COMMUNIQUE_LOG_LEVEL", "loud", "one of debug, info, warning, error expected, not 'loud'"),
        ("COMMUNIQUE_FLOWER_PORT", "70000", "a port up to 65535 expected"),
        ("COMMUNIQUE_FLOWER_PORT", "http", "a whole number expected, not 'http'"),
        ("COMMUNIQUE_PAGE_DEADLINE_S", "soon", "a number expected, not 'soon'"),
        ("COMMUNIQUE_PAGE_DEADLINE_S", "0", "a number above 0 expected, not '0'"),
        ("COMMUNIQUE_PAGE_DEADLINE_S", "inf", "a number above 0 expected"),
        ("COMMUNIQUE_PAGE_DEADLINE_S", "nan", "a number above 0 expected"),
        ("COMMUNIQUE_KEEP_UNDIPLOMATIC", "maybe", "true or false expected, not 'maybe'"),
        ("COMMUNIQUE_ALLOW_HOSTS", "http://a.test/", "host[:port] expected, not 'http://a.test/'"),
    ],
)
def test_a_wrong_variable_is_one_clear_line(name, text, said):
    """The line starts with the variable's own name and says what was expected."""
    (line,) = faults_of({name: text})
    assert line.startswith(name + ": ")
    assert said in line


def test_all_faults_are_listed_at_once(tmp_path):
    """Nobody has to mend one fault to learn of the next."""
    file = tmp_path / "own.toml"
    file.write_text(
        'flower_prt = 1\nmax_redirects = "x"\nkeep_undiplomatic = 1\nallow_hosts = 5', encoding="utf-8"
    )
    lines = faults_of({"COMMUNIQUE_LOG_FORMAT": "xml", "COMMUNIQUE_HOEM": "/"}, file)
    assert lines == [
        "own.toml: flower_prt: no such setting; did you mean flower_port?",
        "own.toml: max_redirects: a whole number expected, not 'x'",
        "own.toml: keep_undiplomatic: true or false expected, not 1",
        "own.toml: allow_hosts: a list of host[:port] expected, not 5",
        "COMMUNIQUE_LOG_FORMAT: one of text, json expected, not 'xml'",
        "COMMUNIQUE_HOEM: no such setting; did you mean COMMUNIQUE_HOME?",
    ]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"COMMUNIQUE_VISIBILITY_TIMEOUT_S": "20"}, "visibility_timeout_s must be above every time limit"),
        ({"COMMUNIQUE_EXTRACT_SOFT_LIMIT_S": "90"}, "extract_soft_limit_s is above extract_time_limit_s"),
        ({"COMMUNIQUE_POLL_INTERVAL_MIN_S": "90000"}, "poll_interval_min_s is above poll_interval_max_s"),
        ({"COMMUNIQUE_FLOWER_ADDRESS": "0.0.0.0"}, "beyond loopback Flower needs flower_auth"),  # noqa: S104
    ],
)
def test_settings_that_contradict_each_other_are_refused(environ, said):
    """Two values may be right alone and wrong together."""
    assert said in faults_of(environ)[0]


def test_a_file_that_is_not_toml_or_not_there_is_named(tmp_path):
    """The file's path opens the line."""
    broken = tmp_path / "broken.toml"
    broken.write_text("a = = 1", encoding="utf-8")
    assert faults_of({}, broken)[0].startswith(str(broken))
    assert faults_of({}, tmp_path / "none.toml")[0].startswith(str(tmp_path / "none.toml"))


def test_a_child_process_loads_the_same_settings(tmp_path):
    """Written as variables and read again, nothing changes."""
    settings = load_settings(
        {
            "COMMUNIQUE_HOME": str(tmp_path),
            "COMMUNIQUE_ALLOW_HOSTS": "a.test:1,b.test",
            "COMMUNIQUE_KEEP_UNDIPLOMATIC": "1",
        }
    )
    assert load_settings(settings_environ(settings)) == settings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("database_url", "postgresql+psycopg://me:geheim@db/communique"),
        ("broker_url", "rediss://:geheim@broker:6380/0"),
        ("flower_auth", "me:geheim"),
    ],
)
def test_a_secret_may_come_from_a_file(tmp_path, name, text):
    """As orchestrators mount them; one that is given as it is wins."""
    (tmp_path / "secret").write_text(text + "\n")
    environ = {f"COMMUNIQUE_{name.upper()}_FILE": str(tmp_path / "secret")}
    assert getattr(load_settings(environ), name) == text
    plain = environ | {f"COMMUNIQUE_{name.upper()}": "sqlite:///x" if name == "database_url" else "a:b"}
    assert getattr(load_settings(plain), name) != text


@pytest.mark.parametrize(
    ("content", "says"), [(None, "No such file"), ("", "is empty"), (b"\xff\xfe", "no text")]
)
def test_a_secret_s_file_that_can_not_be_used_is_one_clear_line(tmp_path, content, says):
    """Its content is never part of the message."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(WrongUse, match=says):
        load_settings({"COMMUNIQUE_FLOWER_AUTH_FILE": str(file)})
