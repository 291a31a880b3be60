"""Lists of feeds: OPML and CSV in and out, hostile files refused, bad lines named."""

from __future__ import annotations

import pytest
from worker.cli.feed_files import ListedFeed, read_csv, read_opml, write_csv, write_opml
from worker.cli.main import run_with
from worker.errors import WrongUse

OPML = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1"><body>
  <outline text="Press">
    <outline type="rss" title="Caf\xe9 &amp; Co" text="x" xmlUrl=" https://outlet.example/a " language="fr"/>
    <outline text="Only text" xmlUrl="https://outlet.example/b"/>
  </outline>
  <outline text="a folder, no feed"/>
</body></opml>"""


def test_opml_is_read_however_deep():
    """Folders are passed through; a title goes before a text."""
    assert read_opml(OPML, "a.opml") == [
        ListedFeed("https://outlet.example/a", "Café & Co", "fr"),
        ListedFeed("https://outlet.example/b", "Only text"),
    ]


def test_csv_columns_come_in_any_order():
    """Unknown columns and blank rows are passed over; a byte order mark is no column name."""
    raw = "\ufeffCountry,URL,note\nde,https://outlet.example/a,x\n,,\n,https://outlet.example/b\n".encode()
    assert read_csv(raw, "a.csv") == [
        ListedFeed("https://outlet.example/a", country="de"),
        ListedFeed("https://outlet.example/b"),
    ]


def test_what_is_written_reads_back():
    """Both formats keep what they can hold."""
    listed = [ListedFeed("https://outlet.example/?a=1&b=2", 'The "Outlet", <daily>', "en", "GB")]
    assert read_opml(write_opml(listed).encode(), "a.opml") == listed
    assert read_csv(write_csv(listed).encode(), "a.csv") == listed


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (read_opml, b""),
        (read_opml, b"<opml><body>"),
        (read_opml, b"not xml"),
        (read_csv, b"\xff\xfe"),
        (read_csv, b""),
        (read_csv, b"https://outlet.example/a\n"),
        (read_csv, b'url\n"open'),
    ],
)
def test_broken_files_are_refused(read, raw):
    """One clear line, whatever the bytes."""
    with pytest.raises(WrongUse, match="the file"):
        read(raw, "the file")


def test_entities_are_not_expanded(tmp_path):
    """No file of this machine, no bomb."""
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    raw = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<opml><outline xmlUrl="https://outlet.example/a"/><outline>&x;</outline></opml>'
    )
    assert read_opml(raw.encode(), "a.opml") == [ListedFeed("https://outlet.example/a")]


def test_the_good_lines_are_taken_and_the_bad_ones_named(home, monkeypatch, capsys, tmp_path):
    """One slip in a list of five hundred should not cost the rest."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    file = tmp_path / "feeds.csv"
    file.write_text(
        "url,outlet,lang,country\n"
        "https://outlet.example/a,The Outlet,en,gb\n"
        "ftp://outlet.example/b,,,\n"
        "https://outlet.example/c,,,Norway\n"
        "https://outlet.example/a,,,\n"
    )
    assert run_with(["feeds", "import", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == "1 feeds added, 1 known already, 2 refused\n"
    assert len(said.err.splitlines()) == 2
    assert run_with(["feeds", "export", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "url,outlet,lang,country\nhttps://outlet.example/a,The Outlet,en,GB\n"
    assert run_with(["feeds", "export"]) == 0
    assert 'xmlUrl="https://outlet.example/a"' in capsys.readouterr().out


@pytest.mark.parametrize("name", ["missing.csv", "feeds.txt", "."])
def test_a_file_that_is_no_list_is_wrong_use(capsys, name):
    """Exit code 2, one line."""
    assert run_with(["feeds", "import", name]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
