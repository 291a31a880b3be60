"""``python -m worker.cli``: the command line where no script is on the path."""

from worker.cli.main import run

run()
