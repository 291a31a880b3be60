"""Twin containers that extraction lost come back in their place; teasers and comments don't."""

from lxml import html
from worker.articles.recovery import with_lost_paragraphs

LINES = [f"Sentence number {i} of the article tells what the delegations agreed on." for i in range(9)]


def tree(*parts):
    return html.document_fromstring(f"<html><body><main>{''.join(parts)}</main></body></html>")


def chunk(lines, kind="chunk", tag="div"):
    return f'<{tag} class="{kind}">' + "".join(f"<p>{line}</p>" for line in lines) + f"</{tag}>"


def test_a_lost_chunk_returns_to_its_place():
    """The article stands in three equal containers, and only the outer two were extracted."""
    page = tree(chunk(LINES[:3]), "<div>Advertisement</div>", chunk(LINES[3:6]), chunk(LINES[6:]))
    assert with_lost_paragraphs([*LINES[:3], "A heading", *LINES[6:]], page) == [
        *LINES[:3],
        *LINES[3:6],
        "A heading",
        *LINES[6:],
    ]


def test_a_lost_beginning_returns_to_the_front():
    """What stands before everything extracted comes first."""
    assert with_lost_paragraphs(LINES[3:], tree(chunk(LINES[:3]), chunk(LINES[3:]))) == LINES


def test_other_containers_stay_out():
    """Teasers, comments, asides, link lists and what extraction looked into are left as they are."""
    kept = LINES[:4]
    links = [f'<a href="/{i}">{line}</a>' for i, line in enumerate(LINES[4:6])]
    for other in (
        chunk(LINES[4:6], "comments"),
        chunk(LINES[4:5]),
        chunk(links),
        f"<aside>{chunk(LINES[4:6])}</aside>",
    ):
        assert with_lost_paragraphs(kept, tree(chunk(kept), other)) == kept
    assert with_lost_paragraphs(kept, tree(chunk(LINES[:6]))) == kept


def test_too_little_says_nothing():
    """Two paragraphs of a kind make no article's container; no class, no kind."""
    assert with_lost_paragraphs(LINES[:2], tree(chunk(LINES[:2]), chunk(LINES[2:]))) == LINES[:2]
    assert with_lost_paragraphs([], tree()) == []
    assert with_lost_paragraphs(LINES[:4], tree(chunk(LINES[:4], ""), chunk(LINES[4:], ""))) == LINES[:4]
