"""Every metric and every alarm that docs, rules and dashboard name is one that the endpoint really gives."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML
from worker.monitor.metrics import METRICS
from worker.monitor.serve import collector_for
from worker.settings import config_dir, load_settings
from worker.steps.context import migrate

TOP = Path(__file__).parents[2]
NAME = re.compile(r"\bcommunique_[a-z_]+\b")
ALARM = re.compile(r"`(Communique[A-Za-z]+)`")
FUNCTIONS = {"absent", "histogram_quantile", "increase", "rate", "scalar", "sum", "topk"}
WORDS = {"and", "or", "on", "by", "le"}
LABELS = {label for metric in METRICS.values() for label in metric.labels}


def yaml(name):
    return YAML(typ="safe").load((config_dir() / "prometheus" / name).read_text("utf-8"))


def rules():
    return [rule for group in yaml("rules.yml")["groups"] for rule in group["rules"]]


def panels():
    return json.loads((config_dir() / "grafana" / "communique.json").read_text("utf-8"))["panels"]


def shown_expressions():
    return [target["expr"] for panel in panels() for target in panel.get("targets", ())]


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    """Return what the endpoint gives on an empty data folder whose broker is down, by name."""
    settings = load_settings({"COMMUNIQUE_HOME": str(tmp_path_factory.mktemp("home"))})
    migrate(settings)
    registry = CollectorRegistry()
    registry.register(collector_for(settings))
    text = generate_latest(registry).decode()
    return {family.name: family for family in text_string_to_metric_families(text)}


@pytest.fixture(scope="module")
def series(families):
    """Return the names that can be asked for."""
    ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    return {name + end for name, family in families.items() for end in ends[family.type]}


def test_the_endpoint_gives_every_metric_and_no_other(families):
    """With its kind, also when there is nothing to count yet."""
    assert {n: f.type for n, f in families.items()} == {m.name: m.kind for m in METRICS.values()}
    assert {s.labels["part"]: s.value for s in families["communique_up"].samples} == {
        "database": 1,
        "broker": 0,
    }


def test_the_docs_list_every_metric_with_its_kind_and_labels():
    """Row by row."""
    text = (TOP / "docs" / "monitoring.md").read_text("utf-8")
    rows = re.findall(r"^\| `(communique_\w+)` \| (\w+) \| (.*?) \|", text, re.MULTILINE)
    listed = {name: (kind, tuple(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}
    assert listed == {metric.shown: (metric.kind, metric.labels) for metric in METRICS.values()}


def test_rules_and_dashboard_ask_for_nothing_else(series):
    """A slip in a name would be an alarm that never comes."""
    asked = {
        name
        for text in [*(rule["expr"] for rule in rules()), *shown_expressions()]
        for name in NAME.findall(text)
    }
    assert asked - series == set()
    told = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in asked}
    assert {metric.shown for metric in METRICS.values()} - told == set()  # and everything is used


def test_the_docs_explain_every_alarm():
    """And no other."""
    explained = ALARM.findall((TOP / "docs" / "monitoring.md").read_text("utf-8"))
    assert sorted(explained) == sorted(rule["alert"] for rule in rules())


def test_every_alarm_says_how_bad_it_is_and_what_it_means():
    """Labels in its text are labels that it has."""
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        used = re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])
        names = NAME.findall(rule["expr"])
        base = re.sub(r"_(total|bucket|sum|count)$", "", names[0])
        has = next(metric.labels for metric in METRICS.values() if metric.name == base)
        assert set(used) <= set(has), rule["alert"]
        assert re.fullmatch(r"\d+[mhd]", rule.get("for", "1m"))


@pytest.mark.parametrize("text", sorted({*(rule["expr"] for rule in rules()), *shown_expressions()}))
def test_every_expression_is_well_formed(text):
    """Brackets close, functions, labels and words are known; counters only as rates."""
    closing = {")": "(", "]": "[", "}": "{"}
    opened = []
    bare = re.sub(r'"[^"]*"', '""', text)
    for sign in bare:
        if sign in "([{":
            opened.append(sign)
        elif sign in closing:
            assert opened.pop() == closing[sign]
    assert opened == []
    durations = re.findall(r"\[([^\]]*)\]", bare)
    assert all(re.fullmatch(r"\d+[mhd]", span) for span in durations)
    words = set(re.findall(r"[a-z_]+", re.sub(r"\[[^\]]*\]", "", bare)))
    assert words - FUNCTIONS - WORDS - LABELS - {name for name in words if NAME.fullmatch(name)} == set()
    counters = {metric.shown for metric in METRICS.values() if metric.kind == "counter"}
    for name in counters & words:  # a counter says nothing by itself
        assert re.search(rf"(rate|increase)\({name}|absent\({name}", bare), name


def test_prometheus_reads_its_rules_from_beside_it():
    """And asks the parts by the names that docker-compose gives them."""
    made = yaml("prometheus.yml")
    assert [(config_dir() / "prometheus" / name).is_file() for name in made["rule_files"]] == [True]
    services = YAML(typ="safe").load((TOP / "docker-compose.yml").read_text("utf-8"))["services"]
    targets = [t for job in made["scrape_configs"] for c in job["static_configs"] for t in c["targets"]]
    assert {target.partition(":")[0] for target in targets} <= set(services)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "config", "config/prometheus/prometheus.yml"),
        ("test", "rules", "tests/monitor/rules_trial.yml"),
    ],
    ids=["syntax", "trial"],
)
def test_prometheus_itself_accepts_the_rules(words):
    """Syntax, and alarms that come and do not come on made-up series."""
    done = subprocess.run(["promtool", *words], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
