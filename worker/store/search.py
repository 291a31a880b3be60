"""Finding statements by their words: FTS5 on SQLite, a text search vector on PostgreSQL.

The databases themselves keep both indexes (migration ``statement_search``), so that no writer can forget
them. PostgreSQL knows the forms of words in the languages below; FTS5 folds accents and English endings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, and_, cast, column, func, literal_column, not_, or_, select, table
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from worker.store.models import StatementTable
from worker.text.queries import read_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.text.queries import Term

# PostgreSQL's own stemmers for languages that have a pack; every other language is searched as written. One
# more needs a migration as well: 0010 builds the column from this table.
STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
AS_WRITTEN = "simple"
_VECTOR: Any = literal_column("statement.search")  # only PostgreSQL has it, so no model does
_NUMBERS = table("statement_search", column("id"), column("statement_id"))  # only SQLite has these two
_WORDS = table("statement_words", column("rowid"), column("statement_words"))


def configuration_of(lang: str) -> str:
    """Return the name of a language's text search configuration on PostgreSQL."""
    return f"communique_{lang}" if lang in STEMMERS else AS_WRITTEN


class Says(ColumnElement[bool]):
    """True where a statement's words fit what was typed; a query without a word fits nothing.

    Args:
        typed: as ``worker.text.queries`` reads it.
        lang: the only language asked for, None for all.
    """

    inherit_cache = False  # each database says it in its own way
    type = Boolean()

    def __init__(self, typed: str, lang: str | None) -> None:
        self.terms = read_query(typed)
        self.lang = lang


@compiles(Says, "sqlite")
def _on_sqlite(says: Says, compiler: Any, **options: Any) -> str:
    return _written(compiler, options, _all_of(says, _found))


@compiles(Says, "postgresql")
def _on_postgresql(says: Says, compiler: Any, **options: Any) -> str:
    return _written(compiler, options, or_(*_by_language(says)))


def _written(compiler: Any, options: dict[str, Any], condition: ColumnElement[bool]) -> str:
    return f"({compiler.process(condition, **options)})"


def _all_of(says: Says, fits: Any) -> ColumnElement[bool]:
    if not says.terms:
        return literal_column("1 = 0", Boolean())
    return and_(*(not_(fits(term)) if term.is_unwanted else fits(term) for term in says.terms))


def _found(term: Term) -> ColumnElement[bool]:
    phrase = '"' + term.words.replace('"', " ") + '"' + ("*" if term.is_beginning else "")
    numbers = select(_WORDS.c.rowid).where(_WORDS.c.statement_words.op("MATCH")(phrase))
    return StatementTable.id.in_(select(_NUMBERS.c.statement_id).where(_NUMBERS.c.id.in_(numbers)))


def _by_language(says: Says) -> Iterator[ColumnElement[bool]]:
    """Ask in every language for its own words' forms: each part can use the index."""
    for lang in STEMMERS:
        if says.lang in (None, lang):
            yield and_(StatementTable.lang == lang, _in_vector(says, configuration_of(lang)))
    if says.lang not in STEMMERS:
        yield and_(StatementTable.lang.not_in(STEMMERS), _in_vector(says, AS_WRITTEN))


def _in_vector(says: Says, configuration: str) -> ColumnElement[bool]:
    return _all_of(says, lambda term: _VECTOR.op("@@")(_tsquery(term, configuration)))


def _tsquery(term: Term, configuration: str) -> ColumnElement[Any]:
    named = cast(configuration, REGCONFIG)
    if term.is_beginning:
        quoted = "'" + term.words.replace("\\", " ").replace("'", "''") + "':*"
        return func.to_tsquery(named, quoted)
    return func.phraseto_tsquery(named, term.words)
