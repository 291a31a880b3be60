"""``communique utterances``: what was said, each thing once, whoever repeated it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import narrowing as by
from worker.cli.exports import Format, write_rows
from worker.cli.process import store_here
from worker.cli.terminal import Look, harmless, say, show_facts, show_table
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.store.renderings import RenderingRecord, Travelled, UtteranceRecord
    from worker.store.rows import StatementFilter

app = typer.Typer(help="What was said, each thing once.", no_args_is_help=True)
LISTED = 50
SHORT_ID = 9

Least = Annotated[int, typer.Option(help="Told by at least so many statements.", min=1)]


@app.command("list")
def list_utterances(
    *,
    country: by.Country = None,
    actor: by.ActorName = None,
    role: by.Role = None,
    act: by.Act = None,
    target: by.Target = None,
    kind: by.Kind = None,
    lang: by.Lang = None,
    outlet: by.Outlet = None,
    since: by.Since = None,
    until: by.Until = None,
    text: by.Words = None,
    least: Least = 1,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = LISTED,
    shape: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List utterances of which any statement fits, the latest first."""
    _write(by.narrowed(locals()), (limit or None, least), shape)


@app.command("export")
def export_utterances(
    *,
    country: by.Country = None,
    actor: by.ActorName = None,
    role: by.Role = None,
    act: by.Act = None,
    target: by.Target = None,
    kind: by.Kind = None,
    lang: by.Lang = None,
    outlet: by.Outlet = None,
    since: by.Since = None,
    until: by.Until = None,
    text: by.Words = None,
    least: Least = 1,
    shape: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Write all utterances of which any statement fits, with the statements that carry each."""
    _write(by.narrowed(locals()), (None, least), shape)


@app.command("show")
def show_utterance(utterance_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one utterance with all its renderings; an id it had before, or the beginning of it, will do."""
    from worker.store.renderings import find_utterance  # noqa: PLC0415

    with store_here() as store:
        found, trail = find_utterance(store, utterance_id.strip()) if utterance_id.strip() else (None, [])
    if found is None:
        raise WrongUse(f"no utterance {utterance_id!r}; `communique utterances list` shows their ids")
    from worker.store.rows import as_record  # noqa: PLC0415

    facts = as_record(found.utterance) | {"trail": [f"{what} {old} → {new}" for what, old, new in trail]}
    show_facts((name, _shown(value)) for name, value in facts.items() if name != "text")
    say("\n" + harmless(found.utterance.text))
    for rendering in found.renderings:
        _show_rendering(found.utterance, rendering)


@app.command("match")
def match_statements(
    jsonl: Annotated[
        str, typer.Option("--jsonl", metavar="FILE", help="One statement a line; - is standard input.")
    ],
) -> None:
    """Group a file of statements by what they render; no database needed."""
    from worker.cli.process import settings_here  # noqa: PLC0415
    from worker.cli.utterance_lines import match_lines  # noqa: PLC0415
    from worker.steps.meaning import load_meaning  # noqa: PLC0415

    match_lines(jsonl, load_meaning(settings_here().echo_model))


def _show_rendering(head: UtteranceRecord, rendering: RenderingRecord) -> None:
    from worker.echoes.variants import compare_wordings  # noqa: PLC0415

    variant = compare_wordings(
        (head.text, head.lang, head.kind), (rendering.text, rendering.lang, rendering.kind)
    )
    when = f"{rendering.published_at:%Y-%m-%d %H:%M}" if rendering.published_at else str(rendering.said_on)
    outlet = harmless(rendering.outlet or rendering.article_url or "an outlet nobody knows")
    matched = "" if rendering.how == "first" else f", {rendering.how} {rendering.sure:.2f}"
    say(f"\n{when}  {outlet}  [{rendering.lang}]  {rendering.origin}, {variant.told}{matched}")
    say(f"  {rendering.statement[:SHORT_ID]}  {harmless(rendering.text)}")
    for sentence in variant.left_out:
        say(f"  - {harmless(sentence)}")


def _write(wanted: StatementFilter, sizes: tuple[int | None, int], shape: Format) -> None:
    from worker.store.renderings import UTTERANCE_FIELDS, each_utterance  # noqa: PLC0415

    with store_here() as store:
        found = each_utterance(store, wanted, *sizes)
        if shape is Format.TABLE:
            _print_table(found)
        else:
            rows = (_record(each, nested=shape is Format.JSONL) for each in found)
            write_rows(rows, [*UTTERANCE_FIELDS, "statements"], shape)


def _record(found: Travelled, *, nested: bool) -> dict[str, object]:
    """Return an utterance with its statements: as objects, or as their JSON where a cell holds text."""
    from worker.store.rows import as_record  # noqa: PLC0415

    carried = []
    for each in found.renderings:
        row = as_record(each)
        row |= {name: row[name].isoformat() for name in ("said_on", "published_at") if row[name]}
        carried.append(row)
    statements = carried if nested else json.dumps(carried, ensure_ascii=False)
    return as_record(found.utterance) | {"statements": statements}


def _print_table(found: Iterable[Travelled]) -> None:
    show_table(
        ["id", "said on", "speaker", "for", "renderings", "outlets", "languages", "text"],
        (
            (
                each.utterance.id[:SHORT_ID],
                each.utterance.first_said_on,
                each.utterance.actor or "",
                each.utterance.country or "",
                each.utterance.renderings,
                len(each.utterance.outlets),
                " ".join(each.utterance.langs),
                each.utterance.text,
            )
            for each in found
        ),
        Look(flexible=("speaker", "text"), spare=("for", "outlets")),
    )


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
