"""Comments and appended articles go by class and id, as trafilatura's own expressions have it."""

from itertools import product

import pytest
from lxml import html
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH
from worker.articles.pruning import prune_surroundings

TAGS = ("div", "section", "aside", "details", "ol", "ul", "p", "article")
WORDS = (
    "comments",
    "Comment-list",
    "commentary",
    "all comments",
    "comol",
    "disqus_thread",
    "dsq-comments",
    "article-comments",
    "wide post-comments",
    "mvp-post-add-box",
    "mvp-post-add-wrap more",
    "infinite-scroll",
    "infinitescroll on",
    "x elementor-share-buttons y",
    "",
)


@pytest.mark.parametrize("tag", TAGS)
def test_it_cuts_what_trafilatura_cuts(tag):
    """A new release with other words is noticed here."""
    boxes = "".join(
        f'<{tag} {name}="{word}">{inner}</{tag}>behind {number}<{tag}>plain</{tag}>'
        for number, (name, word, inner) in enumerate(
            product(("id", "class"), WORDS, ("text", "<h1>Headline</h1>", '<div class="comments">in</div>'))
        )
    )
    ours, theirs = (html.document_fromstring(f"<html><body>{boxes}</body></html>") for _ in range(2))
    prune_surroundings(ours)
    for expressions in (RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH):
        prune_unwanted_nodes(theirs, expressions)
    assert html.tostring(ours) == html.tostring(theirs)
