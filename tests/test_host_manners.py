"""Manners of single hosts: read from a file, refused with every fault at once, found by subdomain."""

from __future__ import annotations

import pytest
from worker.errors import WrongUse
from worker.settings import Hosts, load_hosts, load_settings

FILE = """
["outlet.example"]
headers = { "X-Api-Key" = "geheim", Cookie = "consent=yes" }
pause_s = 10
parallel = 1

["feeds.outlet.example"]
proxy = "socks5h://127.0.0.1:1080"
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "hosts.toml"


def test_a_name_stands_for_its_subdomains_and_the_longest_one_wins(file):
    file.write_text(FILE, encoding="utf-8")
    hosts = load_hosts(file)
    assert hosts.of("WWW.outlet.example").headers == (("X-Api-Key", "geheim"), ("Cookie", "consent=yes"))
    assert (hosts.of("outlet.example").pause_s, hosts.of("outlet.example").parallel) == (10, 1)
    assert hosts.of("feeds.outlet.example").proxy == "socks5h://127.0.0.1:1080"
    assert hosts.of("feeds.outlet.example").headers == ()
    assert hosts.of("myoutlet.example") == hosts.of("") == Hosts().of("outlet.example")


def test_secrets_are_not_shown(file):
    """A manner that is logged, or stands in a traceback, must not tell them."""
    file.write_text(FILE, encoding="utf-8")
    assert "geheim" not in repr(load_hosts(file))


def test_every_fault_is_told_at_once_and_no_value(file):
    file.write_text(
        'pause_s = 3\n["a.example"]\nheadrs = {}\npause_s = -1\nproxy = "geheim"\nparallel = true\n'
        '["b.example"]\nheaders = { "User-Agent" = "x" }\n["c.example"]\nheaders = { A = "x\\ngeheim" }\n'
        '["https://d.example/"]\n',
        encoding="utf-8",
    )
    with pytest.raises(WrongUse) as caught:
        load_settings({"COMMUNIQUE_HOSTS_FILE": str(file)})
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        *(
            "pause_s",
            "a.example",
            "a.example",
            "a.example",
            "a.example",
            "b.example",
            "c.example",
            "https://d.example/",
        ),
    ]
    assert "did you mean headers?" in lines[1]
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("text", ["a = = 1", None])
def test_a_file_that_can_not_be_read_is_named(file, text):
    if text:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"hosts\.toml"):
        load_hosts(file)


def test_without_a_file_no_host_is_special():
    assert load_settings({}).hosts_file is None
    assert load_hosts(None) == Hosts()


def test_a_proxy_is_an_address():
    assert load_settings({"COMMUNIQUE_PROXY": "http://u:p@proxy:3128"}).proxy == "http://u:p@proxy:3128"
    with pytest.raises(WrongUse) as caught:
        load_settings({"COMMUNIQUE_PROXY": "proxy:geheim"})
    assert "geheim" not in str(caught.value)
