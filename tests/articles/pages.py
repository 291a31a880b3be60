"""Pages for the tests of this folder, of invented outlets and persons."""

from datetime import UTC, datetime

from worker.shapes import Page

FETCHED = datetime(2024, 3, 6, 9, 0, tzinfo=UTC)
URL = "https://www.thenorthcourier.example/world/talks-continue-next-week"
PARAGRAPHS = (
    "Foreign Minister Ada Lindqvist said on Tuesday that the talks on the strait would continue next week.",
    "“We have not come this far to walk away from the table now,” she told reporters in the capital.",
    "Her counterpart Tomas Okoro declined to comment, but officials called the meeting useful.",
    "The two delegations have met four times since January, and both sides want a text before the summer.",
    "A spokesman for the port authority said that ships passed normally and insurers had been informed.",
)


def article_html(paragraphs=PARAGRAPHS, head="", around="", lang="en"):
    """Return an article page as news sites write them."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>Talks on the strait continue next week | The North Courier</title>{head}</head><body>"
        '<header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>'
        f"<main><article><h1>Talks on the strait continue next week</h1>{body}</article></main>{around}"
        "<footer><p>All rights reserved.</p></footer></body></html>"
    )


def page(body, url=URL, final_url=None, headers=(("content-type", "text/html; charset=utf-8"),), status=200):
    """Return a page as the fetcher hands it over."""
    raw = body if isinstance(body, bytes) else body.encode()
    return Page(url, final_url or url, status, tuple(headers), raw, FETCHED)
