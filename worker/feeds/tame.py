"""XML made harmless for feedparser in one linear pass: bounded, and well-formed where it nearly was.

feedparser raises on references outside Unicode, is quadratic in attributes, categories, long authors and
namespaces, and needs 40 s for 100,000 entries. Nothing that an entry's text needs is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worker.feeds.references import declared_entities, harmless_references

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARK = re.compile(r"<(?:(!--)|(!\[CDATA\[)|([?!])|(/?)(?=[^\W\d])([\w:.-]+))")
# No "<" inside, not even in quotes: a failing match ends at the next one, so the pass stays linear.
_TAG_END = re.compile(r"""[^<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+>""")
_NAMESPACE = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*["'][^"'<]{0,300}""")
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTRIES = frozenset({"item", "entry"})
# Names and dates: feedparser looks for addresses and zones in them with quadratic patterns.
_SHORT = frozenset(
    {
        *("author", "creator", "contributor", "managingeditor", "webmaster", "name", "email", "publisher"),
        *("date", "pubdate", "published", "updated", "modified", "created", "issued", "lastbuilddate"),
    }
)
_UNUSED = frozenset({"category", "keywords", "subject", "tags", "polygon", "line", "poslist"})
_SHORT_CHARS = 300
_MAX_RUN = 1_000_000  # characters between two tags
_MAX_TAG = 8_192
_MAX_ATTRIBUTES = 100
_MAX_NAMESPACES = 256
_MAX_EXPANDED = 1_000_000  # characters read of a document with entities of its own: each grows twentyfold
_LOOK_BACK = 32  # open elements among which a wrong end tag finds its start


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a document is read: entries, characters, tags (feedparser needs about 7 µs a tag)."""

    entries: int
    chars: int = 8_000_000
    tags: int = 200_000


@dataclass(frozen=True, slots=True)
class Tamed:
    """The document without prologue, and how many entries past the bounds were left out."""

    text: str
    dropped: int


def tame(text: str, bounds: Bounds) -> Tamed:
    """Return the document within its bounds; entries past them are cut out whole, the end is kept."""
    text = _NO_XML.sub("", text)
    scan = _Scan(text, bounds)
    at = 0
    while at < len(text) and (mark := _MARK.search(text, at)):
        scan.put_text(text[at : mark.start()])
        at = scan.put_markup(mark)
    scan.put_text(text[at:])
    return Tamed(scan.closed(), scan.dropped)


@dataclass(slots=True)
class _Scan:
    """One pass: what is put out so far, and which elements are open."""

    source: str
    bounds: Bounds
    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    room: int = _MAX_RUN  # characters that the element at hand may still hold
    entries: int = 0
    tags: int = 0
    dropped: int = 0
    torn: bool = False
    safe: tuple[int, int] = (0, 0)  # lengths of out and open after the last whole entry
    namespaces: set[str] = field(default_factory=set)
    entities: Mapping[str, str] = field(default_factory=dict)

    def put_text(self, run: str) -> None:
        if run and self.room:
            run = run[: self.room]
            self._spend(run)
            run = harmless_references(run, self.entities) if "&" in run else run
            self.out.append(run.replace("<", "&lt;"))

    def put_markup(self, mark: re.Match[str]) -> int:
        """Put out one comment, section, instruction or tag, and return where the text goes on."""
        if mark[1]:
            return self._behind("-->", mark.end())
        if mark[2]:
            return self._put_section(mark.end())
        if mark[3]:
            return self._skip_declaration(mark)
        return self._put_tag(mark)

    def closed(self) -> str:
        """Return what was put out, open elements of a cut document closed."""
        if not self.torn:
            self.out += [f"</{name}>" for name in reversed(self.open)]
        return "".join(self.out)

    def _spend(self, run: str) -> None:
        if self.room <= _SHORT_CHARS:
            self.room -= len(run)

    def _behind(self, end: str, start: int) -> int:
        found = self.source.find(end, start)
        return found + len(end) if found >= 0 else len(self.source)

    def _put_section(self, start: int) -> int:
        end = self._behind("]]>", start)
        run = self.source[start:end].removesuffix("]]>")[: self.room]
        self._spend(run)
        self.out += ("<![CDATA[", run, "]]>")
        return end

    def _skip_declaration(self, mark: re.Match[str]) -> int:
        if mark[3] == "!" and not self.tags and not self.entities:
            self.entities, end = declared_entities(self.source, mark.end())
            if end:
                self.bounds = replace(self.bounds, chars=min(self.bounds.chars, _MAX_EXPANDED))
                return end
        return self._behind("?>" if mark[3] == "?" else ">", mark.end())

    def _put_tag(self, mark: re.Match[str]) -> int:
        end = _TAG_END.match(self.source, mark.end())
        if end is None:
            return self._put_stray(mark)
        self.tags += 1
        name = mark[5]
        local = name.rpartition(":")[2].lower()
        if mark[4]:
            return self._put_end(name, local, end.end())
        attributes = end[0][:-1]
        is_empty = attributes.endswith("/")
        self.room = self._room_in(local)
        self.out.append(f"<{name}{self._attributes(attributes, local)}{'/' if is_empty else ''}>")
        if not is_empty:
            self.open.append(name)
        elif not self._is_short():
            self.room = _MAX_RUN
        return self._bounded(end.end())

    def _room_in(self, local: str) -> int:
        if local in _UNUSED:
            return 0
        if local in _SHORT:
            return _SHORT_CHARS
        # Elements inside a short one share its room, or they would lift the limit.
        return self.room if self._is_short() else _MAX_RUN

    def _is_short(self) -> bool:
        return bool(self.open) and self.open[-1].rpartition(":")[2].lower() in _SHORT

    def _put_stray(self, mark: re.Match[str]) -> int:
        """A tag that does not end before the next one starts: broken quotes, or a bare ``<``."""
        self.tags += 1
        following = self.source.find("<", mark.end())
        stop = following if following >= 0 else len(self.source)
        end = self.source.find(">", mark.end(), stop)
        if end >= 0:
            self.torn = True
            self.out.append(self.source[mark.start() : min(end, mark.start() + _MAX_TAG)] + ">")
            return self._bounded(end + 1)
        self.out.append("&lt;" if self.room else "")
        return self._bounded(mark.start() + 1)

    def _put_end(self, name: str, local: str, at: int) -> int:
        if self.open and self.open[-1] == name:
            self.open.pop()
        else:
            self._lose(name)
        self.out.append(f"</{name}>")
        if not self._is_short():
            self.room = _MAX_RUN
        if local not in _ENTRIES:
            return self._bounded(at)
        self.entries += 1
        self.safe = (len(self.out), len(self.open))
        return self._last_entry_end(at) if self.entries >= self.bounds.entries else at

    def _lose(self, name: str) -> None:
        """Close what an unmatched end tag leaves open, as far as its start is near."""
        self.torn = True
        near = self.open[-_LOOK_BACK:]
        if name in near:
            del self.open[len(self.open) - 1 - near[::-1].index(name) :]

    def _attributes(self, attributes: str, local: str) -> str:
        attributes = attributes.removesuffix("/")
        is_huge = len(attributes) > _MAX_TAG or attributes.count("=") > _MAX_ATTRIBUTES
        if is_huge or local in _UNUSED:
            return ""
        if "xmlns" in attributes:
            self.namespaces.update(_NAMESPACE.findall(attributes))
            if len(self.namespaces) > _MAX_NAMESPACES:
                return ""
        return harmless_references(attributes, self.entities) if "&" in attributes else attributes

    def _bounded(self, at: int) -> int:
        if at < self.bounds.chars and self.tags < self.bounds.tags:
            return at
        if self.entries:  # half an entry would be known by a wrong key
            del self.out[self.safe[0] :], self.open[self.safe[1] :]
            return self._last_entry_end(at)
        return len(self.source)

    def _last_entry_end(self, at: int) -> int:
        """Count the entries left out and return where the last of them ends."""
        for end in _ENTRY_END.finditer(self.source, at):
            self.dropped += 1
            at = end.end()
        self.bounds = Bounds(1, len(self.source) + 1, self.tags + 1_000)
        return at
