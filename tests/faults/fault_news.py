"""The newsroom of the fault cases: small, and with an ending of every kind that a fault could spoil."""

from __future__ import annotations

from datetime import timedelta

from worker.errors import TryAgain

from stage import HOST, START, FakeWeb, article_html, feed_xml

FEEDS = ("/a.xml", "/b.xml")
CONDEMNS = "“We condemn the attack on our vessel,” Norwegian Foreign Minister Ada Lind said."
PADDING = "<p>" + "The talks go on in Reykjavik next week, the two sides said. " * 4 + "</p>"
REJECTS = "“We reject the accusation entirely,” Iceland's Foreign Ministry said in Reykjavik."


def no_fault(_place):
    """Break nothing."""


class Newsroom(FakeWeb):
    """Two feeds: articles and an echo, a missing page, content of its own, an address twice, a flaky host."""

    def __init__(self):
        super().__init__()
        content = f"<content:encoded><![CDATA[{article_html(REJECTS) + PADDING}]]></content:encoded>"
        self.answers = {
            f"{HOST}/robots.txt": 404,
            f"{HOST}/a.xml": feed_xml(
                ("a1", f"{HOST}/1"), ("a2", f"{HOST}/gone"), ("a3", None, content)
            ).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '),
            f"{HOST}/b.xml": feed_xml(("b1", f"{HOST}/1"), ("b2", f"{HOST}/2"), ("b3", f"{HOST}/flaky")),
            f"{HOST}/1": article_html(CONDEMNS),
            f"{HOST}/2": article_html(CONDEMNS).replace("fishing rights", "the northern sea"),
            f"{HOST}/flaky": article_html("“We will not be moved,” French Foreign Minister Luc Aubry said."),
        }
        self.flaky_until = START + timedelta(seconds=5)
        self.reached = no_fault

    def fetch(self, request):
        self.reached("call")
        if request.url.endswith("/flaky") and self.now < self.flaky_until:
            self.asked.append(request)
            raise TryAgain("timed out")
        page = super().fetch(request)
        self.reached("called")
        return page
