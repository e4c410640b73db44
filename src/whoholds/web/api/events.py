"""Server-sent events: a word to every open page when the ledger has changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse

from whoholds.web.asking import TheDesk
from whoholds.web.desk import Desk

router = APIRouter()
LOOK_EVERY = 1.0
"""Seconds between two looks at the ledger; a look is one quick query."""
ALIVE_EVERY = 15
"""Looks between two signs of life, so that a proxy does not close a quiet stream."""
MOST_STREAMS = 64
"""Open streams at once; each costs a connection and a task."""


@router.get(
    "/events",
    summary="A stream of changes (server-sent events)",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream(request: Request, desk: TheDesk) -> StreamingResponse:
    """`event: ledger` with `newest` and `known` as JSON, at once and whenever the ledger changes."""
    streams: set[object] = request.app.state.streams
    if len(streams) >= MOST_STREAMS:
        raise HTTPException(503, "Too many streams are open.")
    told = tell_changes(desk, request.is_disconnected, lambda: request.app.state.stopping.is_set())
    return StreamingResponse(_counted(told, streams), media_type="text/event-stream")


async def _counted(told: AsyncIterator[str], streams: set[object]) -> AsyncIterator[str]:
    mark = object()
    streams.add(mark)
    try:
        async for words in told:
            yield words
    finally:
        streams.discard(mark)


async def tell_changes(
    desk: Desk,
    is_gone: Callable[[], Awaitable[bool]],
    is_stopping: Callable[[], bool],
    *,
    look_every: float = LOOK_EVERY,
) -> AsyncIterator[str]:
    """The events for one client, until it has gone or the server stops."""
    seen, quiet = "", 0
    while not is_stopping() and not await is_gone():
        if (version := desk.version) != seen:
            seen, quiet = version, 0
            yield await asyncio.to_thread(_event, desk)
        elif (quiet := quiet + 1) % ALIVE_EVERY == 0:
            yield ": alive\n\n"
        await asyncio.sleep(look_every)


def _event(desk: Desk) -> str:
    body = json.dumps({"newest": desk.newest().isoformat(), "known": desk.newest_word().isoformat()})
    return f"event: ledger\ndata: {body}\n\n"
