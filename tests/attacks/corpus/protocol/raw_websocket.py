"""Answers a client of websockets, which is the judge, with frames that are none.

exercise: 37_chat_room
codes: wrong_result hang wrong_exception leaked_task missing_function sequential not_implemented
points: 1
"""

from aiohttp import web

FRAMES = [
    b"\x81\x02\xff\xfe",
    b"\x8f\x7d" + b"x" * 125,
    b"\x88\x01x",
    b"\x81\x7f" + b"\xff" * 8,
    b"HTTP/1.1 nothing\r\n\r\n",
]


class ChatRoom:
    def __init__(self):
        self.members = []

    async def handle(self, request):
        answer = web.WebSocketResponse()
        await answer.prepare(request)
        self.members.append(request.query.get("name"))
        for frame in FRAMES:
            request.transport.write(frame)
        async for _ in answer:
            pass
        return answer

    async def close(self):
        pass
