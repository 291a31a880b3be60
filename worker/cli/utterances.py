"""``communique utterances``: what was said, each thing once, whoever repeated it."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="What was said, each thing once, however many outlets repeat it.", no_args_is_help=True
)


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
