"""What is left of refused bodies is read in turn."""

import asyncio
from typing import Any

from waiting import LONGEST_WAIT

from neurarium.server.body import _DISCARDED_AT_ONCE, BodyLimit

PARTS = 5


class Client:
    """A client that sends a body in parts, the next one whenever it is let."""

    def __init__(self, headers: list[tuple[bytes, bytes]], parts: int) -> None:
        self.scope = {"type": "http", "headers": headers}
        self.left = parts
        self.answered = False
        self.may_send = asyncio.Event()
        self.is_read = False

    async def receive(self) -> dict[str, Any]:
        self.is_read = True
        await self.may_send.wait()
        self.left -= 1
        return {"type": "http.request", "body": b"x", "more_body": self.left > 0}

    async def send(self, _: dict[str, Any]) -> None:
        self.answered = True


async def refuse(scope: Any, receive: Any, send: Any) -> None:
    """Answer without having read anything."""
    await send({"type": "http.response.start", "status": 503, "headers": []})


def test_a_few_refused_bodies_are_read_at_a_time():
    """Others wait for their turn, a request without a body for nobody; in the end all are answered."""

    async def check() -> None:
        limit = BodyLimit(refuse, most=1000, timeout=LONGEST_WAIT, least_rate=1)
        length, chunks = (b"content-length", b"5"), (b"transfer-encoding", b"chunked")
        photos = [Client([length if i % 2 else chunks], PARTS) for i in range(6)]
        tasks = [asyncio.create_task(limit(one.scope, one.receive, one.send)) for one in photos]
        for _ in range(20):  # every task comes as far as it can
            await asyncio.sleep(0)
        page = Client([], 1)
        page.may_send.set()
        await limit(page.scope, page.receive, page.send)
        assert page.answered
        assert sum(photo.is_read for photo in photos) == _DISCARDED_AT_ONCE
        assert not any(photo.answered for photo in photos)
        for photo in photos:
            photo.may_send.set()
        await asyncio.gather(*tasks)
        assert all(photo.answered and photo.left == 0 for photo in photos)

    asyncio.run(check())
