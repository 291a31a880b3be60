"""Statements can be found by their words; both databases keep the index themselves.

SQLite: FTS5 without a copy of the text. Rows of ``statement`` have no number that lasts (VACUUM gives new
ones), so ``statement_search`` gives each one. ``spaced_signs`` is a function of ours, known to every
connection that ``worker.store.engine`` opens. A later migration that makes SQLite copy ``statement`` loses
these triggers with the old table and has to create them again.

PostgreSQL: a generated column; the stemmers without their lists of stop words, which hold "not" and "we".
"""

from alembic import op
from worker.store.search import STEMMERS, configuration_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SIGNS = r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
ADD = """
    INSERT INTO statement_words(rowid, words)
    SELECT id, spaced_signs(new.text) FROM statement_search WHERE statement_id = new.id;
"""
FORGET = """
    INSERT INTO statement_words(statement_words, rowid, words)
    SELECT 'delete', id, spaced_signs(old.text) FROM statement_search WHERE statement_id = old.id;
"""
_NUMBER = "INSERT INTO statement_search(statement_id) VALUES (new.id);"
_UNNUMBER = "DELETE FROM statement_search WHERE statement_id = old.id;"
TRIGGERS = {
    "AFTER INSERT": _NUMBER + ADD,
    "AFTER UPDATE OF text": FORGET + ADD,
    "AFTER DELETE": FORGET + _UNNUMBER,
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TABLE statement_search (id INTEGER PRIMARY KEY, statement_id TEXT NOT NULL UNIQUE)"
        )
        op.execute(
            "CREATE VIRTUAL TABLE statement_words USING fts5("
            "words, content='', tokenize='porter unicode61 remove_diacritics 2')"
        )
        keep_words()
        op.execute("INSERT INTO statement_search(statement_id) SELECT id FROM statement ORDER BY rowid")
        op.execute(
            "INSERT INTO statement_words(rowid, words) SELECT search.id, spaced_signs(text)"
            " FROM statement_search AS search JOIN statement ON statement.id = statement_id"
        )
        return
    for lang, language in STEMMERS.items():
        name = configuration_of(lang)
        op.execute(f"CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = snowball, LANGUAGE = {language})")
        op.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{language})")
        op.execute(
            f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING REPLACE {language}_stem WITH {name}"
        )
    cases = " ".join(f"WHEN '{lang}' THEN '{configuration_of(lang)}'::regconfig" for lang in STEMMERS)
    op.execute(
        "ALTER TABLE statement ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector("
        f"CASE lang {cases} ELSE 'simple'::regconfig END,"
        rf" regexp_replace(text, '{SIGNS}', ' \& ', 'g'))) STORED".replace(":", r"\:")
    )
    op.execute("CREATE INDEX ix_statement_search ON statement USING gin (search)")


def keep_words() -> None:
    """Let SQLite keep the index from now on."""
    for when, what in TRIGGERS.items():
        name = "statement_words_" + when.split()[1].lower()
        op.execute(f"CREATE TRIGGER {name} {when} ON statement BEGIN {what} END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for when in TRIGGERS:
            op.execute(f"DROP TRIGGER statement_words_{when.split()[1].lower()}")
        op.execute("DROP TABLE statement_words")
        op.execute("DROP TABLE statement_search")
        return
    op.execute("DROP INDEX ix_statement_search")
    op.drop_column("statement", "search")
    for lang in STEMMERS:
        op.execute(f"DROP TEXT SEARCH CONFIGURATION {configuration_of(lang)}")
        op.execute(f"DROP TEXT SEARCH DICTIONARY {configuration_of(lang)}")
