"""robots.txt by RFC 9309: rules, what their absence means, and how long both are remembered."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from worker.errors import GiveUp, TryAgain
from worker.shapes import Page
from worker.web.robots import MAX_HOSTS, RobotsCache, RobotsRules
from worker.web.robots_text import MAX_BYTES, MAX_PAIRS, readable_part

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
AGENT = "communique/0.1 (+https://monitor.example/about)"
SITE = "http://outlet.example"
RULES = b"User-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.php$\nCrawl-delay: 3\n"


class Clock:
    def __init__(self):
        self.time = START

    def __call__(self):
        return self.time

    def pass_by(self, **span):
        self.time += timedelta(**span)


class FakeClient:
    """Answers with what it was given last; an exception is raised."""

    def __init__(self, status=200, body=RULES):
        self.answer = (status, body)
        self.asked = []

    def fetch(self, request):
        self.asked.append(request.url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return Page(request.url, request.url, self.answer[0], (), self.answer[1], START)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news/1", True),
        ("/private", False),
        ("/private/a", False),
        ("/private/open/a", True),
        ("/a.php", False),
        ("/a.php?x=1", True),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_decides(path, allowed):
    assert RobotsRules.from_answer(200, RULES).allows(SITE + path, AGENT) is allowed


def test_a_group_of_ones_own_replaces_the_general_one():
    rules = RobotsRules.from_answer(
        200, b"User-agent: *\nDisallow: /\n\nUser-agent: Communique\nDisallow: /x\n"
    )
    assert rules.allows(f"{SITE}/a", AGENT)
    assert not rules.allows(f"{SITE}/x", "communique")
    assert not rules.allows(f"{SITE}/a", "other/1.0")


@pytest.mark.parametrize(
    "agent", [AGENT, "Mozilla/5.0 (compatible; communique/0.1; +https://monitor.example)"]
)
def test_only_the_product_token_of_a_user_agent_counts(agent):
    strangers = b"User-agent: https\nUser-agent: monitor\nUser-agent: compatible\nDisallow: /\n\n"
    body = strangers + b"User-agent: communique\nDisallow: /c"
    rules = RobotsRules.from_answer(200, body)
    assert rules.allows(f"{SITE}/a", agent)
    assert not rules.allows(f"{SITE}/c", agent)


@pytest.mark.parametrize(
    ("status", "allows", "known"),
    [
        (400, True, True),
        (401, True, True),
        (403, True, True),
        (404, True, True),
        (410, True, True),
        (302, True, True),
        (429, False, False),
        (500, False, False),
        (503, False, False),
    ],
)
def test_no_rules_mean_open_and_a_broken_host_is_closed_for_now(status, allows, known):
    rules = RobotsRules.from_answer(status, RULES)
    assert (rules.allows(f"{SITE}/private", AGENT), rules.is_known) == (allows, known)


@pytest.mark.parametrize(
    ("body", "delay_s"),
    [
        (RULES, 3.0),
        (b"User-agent: *\nCrawl-delay: 0.5", 0.5),
        (b"User-agent: *\nCrawl-delay: x", None),
        (b"", None),
    ],
)
def test_the_pause_a_host_asks_for(body, delay_s):
    assert RobotsRules.from_answer(200, body).crawl_delay_s(AGENT) == delay_s
    assert RobotsRules.from_answer(404, body).crawl_delay_s(AGENT) is None


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /private",
        b"\xff\xfe\0garbage\n" + RULES,
        RULES.replace(b"\n", b"\r"),
        b"<html><body>nothing here</body></html>\n" + RULES,
    ],
    ids=["bom", "bytes", "mac", "html"],
)
def test_sloppy_files_are_read(body):
    assert not RobotsRules.from_answer(200, body).allows(f"{SITE}/private", AGENT)


def test_a_file_past_the_cap_is_cut_at_a_line():
    head = b"User-agent: *\nDisallow: /early\n"
    late = b"Disallow: /late-and-long"
    body = head + b"#" * (MAX_BYTES - len(head) - 12) + b"\n" + late  # the cap falls into the last rule
    rules = RobotsRules.from_answer(200, body)
    assert not rules.allows(f"{SITE}/early", AGENT)
    assert rules.allows(f"{SITE}/late-and-long", AGENT)
    assert rules.allows(f"{SITE}/la", AGENT)


def test_a_file_that_costs_too_much_is_cut_where_it_gets_dear():
    agents = "".join(f"User-agent: a{n}\n" for n in range(5000))
    rules = "".join(f"Disallow: /p{n}\n" for n in range(5000))
    assert readable_part((agents + rules).encode()).count("Disallow") == 0  # the group itself is dear
    kept = readable_part((agents[:15_000] + "\n" + rules).encode())
    names, lines = kept.count("User-agent"), kept.count("Disallow")
    assert 0 < names * lines <= MAX_PAIRS
    many = "".join(f"User-agent: a{n}\nDisallow: /p{n}\n" for n in range(9000))
    assert readable_part(many.encode()).count("Disallow") == 9000


def test_rules_are_asked_for_once_a_day_and_host():
    client, clock = FakeClient(), Clock()
    cache = RobotsCache(client, clock)
    for url in ("/a", "/b", ""):
        cache.rules_for(f"http://user:pass@OUTLET.example:80{url}")
    assert client.asked == [f"{SITE}/robots.txt"]
    cache.rules_for("https://outlet.example/a")
    cache.rules_for("http://outlet.example:8080/a")
    assert client.asked[1:] == ["https://outlet.example/robots.txt", "http://outlet.example:8080/robots.txt"]
    clock.pass_by(hours=25)
    cache.rules_for(f"{SITE}/a")
    assert len(client.asked) == 4


@pytest.mark.parametrize("answer", [(503, b""), TryAgain("timed out")])
def test_an_unreachable_file_closes_the_host_for_an_hour_only(answer):
    client, clock = FakeClient(), Clock()
    client.answer = answer
    cache = RobotsCache(client, clock)
    with pytest.raises(TryAgain) as again:
        cache.check(f"{SITE}/a", AGENT)
    assert again.value.wait_s == 3600
    client.answer = (404, b"")
    assert not cache.rules_for(f"{SITE}/a").is_known
    clock.pass_by(minutes=61)
    cache.check(f"{SITE}/a", AGENT)


def test_older_rules_hold_on_while_the_file_is_unreachable():
    client, clock = FakeClient(), Clock()
    cache = RobotsCache(client, clock)
    cache.check(f"{SITE}/a", AGENT)
    clock.pass_by(hours=25)
    client.answer = TryAgain("timed out")
    cache.check(f"{SITE}/a", AGENT)
    with pytest.raises(GiveUp, match="robots"):
        cache.check(f"{SITE}/private", AGENT)


def test_a_file_that_leads_nowhere_leaves_the_host_open():
    client = FakeClient()
    client.answer = GiveUp("redirect-loop")
    RobotsCache(client, Clock()).check(f"{SITE}/private", AGENT)


def test_no_web_address_has_no_rules():
    with pytest.raises(GiveUp, match="bad-url"):
        RobotsCache(FakeClient(), Clock()).check("ftp://outlet.example/", AGENT)


def test_the_memory_has_an_end():
    client = FakeClient(404)
    cache = RobotsCache(client, Clock())
    for number in range(MAX_HOSTS + 10):
        cache.rules_for(f"http://h{number}.example/")
    assert len(cache._known) == MAX_HOSTS


def test_threads_share_a_cache():
    client = FakeClient()
    cache = RobotsCache(client, Clock())
    faults = []

    def ask(number):
        try:
            for step in range(20):
                cache.check(f"http://h{(number + step) % 5}.example/a", AGENT)
        except Exception as error:  # noqa: BLE001 - told by the main thread
            faults.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert faults == []


def test_a_real_server_is_asked_and_a_file_without_end_is_cut(serve, client_for):
    def endless(peer, ended):
        peer.sendall(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")
        while not ended.is_set():
            peer.sendall(b"# more\n" * 5000)

    server = serve({"/robots.txt": endless})
    rules = RobotsCache(client_for(server), Clock()).rules_for(server.url("/a"))
    assert not rules.allows(server.url("/private"), AGENT)
    assert rules.allows(server.url("/a"), AGENT)


def test_threads_that_meet_at_a_new_host_ask_it_once():
    """Sixteen entries of one outlet arrive together; the host is asked for its rules by one of them."""
    client, gate, arrived = FakeClient(), threading.Event(), threading.Barrier(5)
    fetch = client.fetch

    def slow(request):
        gate.wait(10)
        return fetch(request)

    client.fetch = slow
    cache, found = RobotsCache(client, Clock()), []

    def ask():
        arrived.wait(10)
        found.append(cache.rules_for(f"{SITE}/a").crawl_delay_s(AGENT))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    arrived.wait(10)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert (found, len(client.asked)) == ([3.0] * 4, 1)
    assert cache._fetching == {}


def test_a_delay_is_told_without_a_request_once_it_is_known():
    cache = RobotsCache(FakeClient(), Clock())
    assert cache.known_delay_s(f"{SITE}/a", AGENT) is None
    cache.rules_for(SITE)
    assert cache.known_delay_s(f"{SITE}/a", AGENT) == 3.0
