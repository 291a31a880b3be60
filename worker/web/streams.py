"""Events into a Redis stream of bounded length; readers come back to it with the id they read last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redis.exceptions import RedisError

from worker.errors import TryAgain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.shapes import Event


class StreamCarrier:
    """Appends events to a stream.

    Args:
        redis_client: of the broker, or of another server.
        stream: the key.
        max_length: entries kept, roughly: Redis forgets whole blocks of the oldest.
    """

    def __init__(self, redis_client: Any, stream: str, max_length: int) -> None:
        self._redis = redis_client
        self._stream = stream
        self._max_length = max_length

    def deliver(self, events: Sequence[Event]) -> None:
        """Append events in their order; a failure may leave the first of them there.

        Raises:
            TryAgain: the server is away or full.
        """
        pipe = self._redis.pipeline(transaction=False)
        for event in events:
            fields = {"cursor": event.cursor, "type": event.type, "id": event.statement_id}
            pipe.xadd(self._stream, fields | {"event": event.body}, maxlen=self._max_length, approximate=True)
        try:
            pipe.execute()
        except RedisError as error:
            raise TryAgain(f"stream: {error}") from error
