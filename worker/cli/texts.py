"""Text that users hand in, as a file or through a pipe; what is no text is refused in one line."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT_BYTES = 20_000_000  # one article; the longest real ones are a hundredth of it


def read_text(name: str) -> str:
    """Read one article's text; ``-`` is standard input.

    Raises:
        WrongUse: the file can't be read, is empty, far too long, or is no UTF-8 text.
    """
    try:
        raw = sys.stdin.buffer.read(MAX_TEXT_BYTES + 1) if name == "-" else _read_file(name)
    except OSError as error:
        raise WrongUse(f"can't read {name}: {error.strerror}") from None
    if len(raw) > MAX_TEXT_BYTES:
        raise WrongUse(f"{_shown(name)} is longer than {MAX_TEXT_BYTES // 1_000_000} MB: not one article")
    text = _decoded(raw, _shown(name))
    if not text.strip():
        raise WrongUse(f"{_shown(name)} is empty: an article's text is expected")
    return text


def read_lines(name: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that is not blank, as it arrives; ``-`` is standard input.

    Raises:
        WrongUse: the file can't be read, or a line is no UTF-8 text.
    """
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
            for number, raw in enumerate(stream, 1):
                line = _decoded(raw, f"{_shown(name)}, line {number},")
                if line.strip():
                    yield number, line
    except OSError as error:
        raise WrongUse(f"can't read {name}: {error.strerror}") from None


def parse_moment(given: str) -> datetime:
    """Read a day (``2026-11-19``) or an ISO 8601 time as aware UTC; a day means its noon.

    Raises:
        WrongUse: it is neither.
    """
    try:
        if len(given) <= 10:
            # Noon, so that the day is the same one from Samoa to Kamchatka.
            return datetime.combine(date.fromisoformat(given), time(12), tzinfo=UTC)
        moment = datetime.fromisoformat(given)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongUse(f"{given!r} is no date: write it as 2026-11-19 or 2026-11-19T14:20:00Z") from None


def language_of(given: str | None, text: str) -> str:
    """Return the code of the language: the given tag's, else what the text looks like.

    Raises:
        WrongUse: the tag names no language.
    """
    from worker.text.language import detect_language, language_code  # noqa: PLC0415 - the model is heavy

    if given is None:
        return detect_language(text)[0]
    code = language_code(given)
    if code is None:
        raise WrongUse(f"{given!r} is no language code: write it as en, de or pt-BR")
    return code


def _read_file(name: str) -> bytes:
    with Path(name).open("rb") as stream:
        return stream.read(MAX_TEXT_BYTES + 1)


def _decoded(raw: bytes, shown: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse(f"{shown} is not UTF-8 text") from None
    if "\x00" in text:
        raise WrongUse(f"{shown} is binary, not text")
    return text


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name
