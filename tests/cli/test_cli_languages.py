"""``communique languages``, and codes of languages as sources write them, wherever one enters."""

from __future__ import annotations

import json

import pytest
from worker.articles.article_language import choose_language
from worker.cli.main import run_with
from worker.cli.narrowing import FILTERS, narrowed
from worker.cli.process import store_here
from worker.packs.load import known_codes
from worker.store.feeds import list_feeds

TAGS = [
    ("no", "no"),
    ("nb", "no"),
    ("nn-NO", "no"),
    ("zh-Hans", "zh"),
    ("zh-TW", "zh"),
    ("pt-BR", "pt"),
    ("iw", "he"),
    ("in", "id"),
    ("en_US", "en"),
    ("EL", "el"),
]
SENTENCE = {
    "no": "«Det er uaktuelt», sa utenriksministeren.",
    "zh": "外交部发言人说：“我们坚决反对。”",
    "pt": "«Não aceitamos», disse o ministro.",
    "he": '"לא נסכים לכך בשום אופן", אמר השר.',
    "id": '"Kami tidak setuju," kata menteri itu.',
    "en": "“We disagree,” the minister said.",
    "el": "«Δεν συμφωνούμε», δήλωσε ο υπουργός.",
}


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """Keep the data folder of whoever runs the tests out of them."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(("tag", "code"), TAGS)
def test_detect_reads_tags_as_sources_write_them(tmp_path, capsys, tag, code):
    """Region, script and old codes lead to the one pack of the language, in both ways of detecting."""
    text = tmp_path / "text.txt"
    text.write_text(SENTENCE[code], encoding="utf-8")
    assert run_with(["detect", str(text), "--lang", tag, "--format", "jsonl"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["type"] == "direct"
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps({"id": 1, "lang": tag, "text": SENTENCE[code]}), encoding="utf-8")
    assert run_with(["detect", "--jsonl", str(lines)]) == 0
    assert len(json.loads(capsys.readouterr().out)["quotes"]) == 1


@pytest.mark.parametrize(("tag", "code"), TAGS)
def test_checks_lists_and_articles_read_the_same_tags(capsys, tag, code):
    """A pack is checked, a list narrowed and an outlet's language understood by any of its tags."""
    assert run_with(["languages", "check", tag]) == 0
    assert "1 pack checked" in capsys.readouterr().out
    assert narrowed({**dict.fromkeys(FILTERS), "lang": tag}).lang == code
    assert choose_language("?", None, tag) == code


def test_feeds_are_added_under_our_codes(capsys):
    """What stands in the store is the pack's code."""
    for number, (tag, _) in enumerate(TAGS):
        assert run_with(["feeds", "add", f"https://outlet{number}.example/rss", "--lang", tag]) == 0
    capsys.readouterr()
    with store_here() as store:
        langs = {feed.url: feed.lang for feed in list_feeds(store)}
    assert [langs[f"https://outlet{n}.example/rss"] for n in range(len(TAGS))] == [code for _, code in TAGS]


def test_the_list_shows_coverage_and_figures(capsys):
    """Words counted, cases counted, and the F1 measured; nothing where nothing was measured."""
    assert run_with(["languages", "list"]) == 0
    head, *rows = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert head[:1] == ["code"]
    assert [row[0] for row in rows] == list(known_codes())
    english = dict(zip(head, next(row for row in rows if row[0] == "en"), strict=True))
    assert int(english["cues"]) > 200
    assert float(english["F1 all"]) > 60
    greek = dict(zip(head, next(row for row in rows if row[0] == "el"), strict=True))
    assert greek["F1 all"] == ""


def test_a_new_pack_is_written_and_checked(tmp_path, capsys):
    """Both files are there, the check says what to fill in, and exits 2 until it is done."""
    folder = tmp_path / "packs"
    assert run_with(["languages", "new", "bg-BG", "--to", str(folder)]) == 0
    assert "languages check bg" in capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == ["bg.cases.toml", "bg.toml"]
    assert run_with(["languages", "check", "bg", "--in", str(folder)]) == 2
    assert "bg: [words] pronouns" in capsys.readouterr().err


def test_nothing_is_overwritten(tmp_path, capsys):
    """A file that is there stays, and so does the one beside it that is not there yet."""
    (tmp_path / "bg.cases.toml").write_text("# mine", encoding="utf-8")
    assert run_with(["languages", "new", "bg", "--to", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["bg.cases.toml"]
    assert run_with(["languages", "new", "nb"]) == 2
    assert "no.toml is there already" in capsys.readouterr().err


WRONG = [
    (["languages", "new", "xx"], "'xx' is no language code"),
    (["languages", "new", "english"], "'english' is no language code"),
    (["languages", "new", "kv"], "CLDR knows no language 'kv'"),
    (["languages", "check", "xx"], "'xx' is no language code"),
    (["languages", "check", "kv"], "no pack 'kv'; there are"),
    (["languages", "check", "--in", "."], "--in needs the code"),
    (["languages", "check", "de", "--in", "/nonexistent"], "no de.toml in /nonexistent"),
    (["statements", "list", "--lang", "xx"], "'xx' is no language code"),
    (["articles", "list", "--lang", "xx"], "'xx' is no language code"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_use_is_one_line(capsys, arguments, said):
    """Exit code 2 and what was wrong."""
    assert run_with(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, capsys):
    """A file stands where the folder should be made."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run_with(["languages", "new", "bg", "--to", str(tmp_path / "file" / "deeper")]) == 2
    assert "can't write" in capsys.readouterr().err
