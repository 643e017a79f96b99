"""Real HTTP servers in the judge: each request is a call of a service, and witnessed as such."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.wires import Flow, Wires, any_moving
from asynccourse.verdicts.refusal import Refusal

CONNECTIONS = 2_000
"""Most connections that a submission may make to one site in one test."""

BODY = 2**20
"""Most bytes of a request's body that are read."""


class Dropped(Exception):
    """Raised by a service's result: the connection is cut without an answer."""


@dataclass(frozen=True)
class Page:
    """What a service's result may return where JSON with status 200 isn't enough."""

    body: Any = b""
    """Bytes, or text, or anything else as JSON."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    """Only so many bytes of the body are sent, as if all would come; then the connection ends."""
    pieces: AsyncIterator[bytes] | None = None
    """Sent one by one as the suite's generator gives them, instead of a body."""
    size: int | None = None
    """The length that the pieces are announced with; None sends them in chunks."""


@dataclass(frozen=True)
class Request:
    """One request as the site saw it."""

    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """By lower-case names."""
    body: bytes
    connection: int
    """Which of the site's connections brought it, from 0."""
    call: ServiceCall


class Site:
    """One server on a loopback port. `requests` and `connections` are what it has seen."""

    def __init__(self, wires: Wires, services: Mapping[str, Service]) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        """How many connections were made to it, ever."""
        self.url = ""
        """Where it is: `http://127.0.0.1:PORT`, without a slash at the end."""
        self._wires = wires
        self._services = services
        self._open: dict[RequestHandler, asyncio.Transport] = {}
        self._flows: dict[RequestHandler, Flow] = {}
        self._numbers: dict[RequestHandler, int] = {}
        self._manager = web.Server(self._answer, handler_cancellation=True)
        self._server: asyncio.Server | None = None

    async def start(self, host: str) -> None:
        """Listen on a free port of `host`."""
        loop = asyncio.get_running_loop()
        listener = self._wires.room.socket()
        listener.bind((host, 0))
        self._server = await loop.create_server(
            lambda: _Connection(self, self._manager),
            sock=listener,
            backlog=CONNECTIONS,  # one that has to wait for its turn would try again a second later
        )
        self.url = "http://{}:{}".format(*self._server.sockets[0].getsockname())

    @property
    def open(self) -> int:
        """How many connections to it are open now."""
        return len(self._open)

    @property
    def descriptors(self) -> int:
        """How many of the submission's descriptors lead here."""
        return self.open

    def moving(self) -> bool:
        """Whether anything of ours is under way."""
        return any_moving(self._flows.values())

    async def close(self) -> None:
        """Listen no more and cut all connections."""
        if self._server is not None:
            self._server.close()
        for transport in list(self._open.values()):
            transport.abort()
        await self._manager.shutdown(timeout=0)

    def connected(self, connection: RequestHandler, transport: asyncio.Transport) -> None:
        """Note a new connection."""
        self._numbers[connection] = self.connections
        self._open[connection], self._flows[connection] = transport, Flow(transport)
        self.connections += 1
        if self.connections > CONNECTIONS:
            told = f"it made more than {CONNECTIONS:,} connections to {self.url}"
            self._wires.refuse(Refusal("limit_exceeded", told))
            transport.abort()
        self._wires.stirred()

    def disconnected(self, connection: RequestHandler) -> None:
        """Note the end of a connection."""
        self._open.pop(connection, None)
        self._flows.pop(connection, None)
        self._wires.stirred()

    def received(self) -> None:
        """Note that something came."""
        self._wires.stirred()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        service = self._services.get(request.method)
        body = await _body(request)
        if service is None or body is None:
            return web.Response(status=405 if service is None else 413)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        args = (request.path_qs,) if request.method in ("GET", "HEAD") else (request.path_qs, body)
        call = self._wires.call(service, args, _into(future))
        if call is None:
            raise ConnectionResetError
        seen = {name.lower(): value for name, value in request.headers.items()}
        number = self._numbers[_connection(request)]
        noted = Request(request.method, request.path_qs, seen, body, number, call)
        self.requests.append(noted)
        try:
            return await self._send(request, await future)
        except Dropped:
            return self._cut(request)
        except LookupError:
            return await self._send(request, Page(f"no {request.path_qs} here", 404))
        except asyncio.CancelledError:
            self._wires.withdraw(call)
            raise
        finally:
            self._wires.stirred()

    async def _send(self, request: web.BaseRequest, answer: Any) -> web.StreamResponse:
        page = answer if isinstance(answer, Page) else Page(answer)
        if page.cut is None and page.pieces is None:
            # Head and body go in one write. Between the two, a session that closes would leave
            # whoever reads the body waiting forever: aiohttp forgets to tell its reader.
            whole = web.Response(status=page.status, headers=page.headers)
            whole.body = _encoded(page.body, whole)
            await whole.prepare(request)
            await whole.write_eof()
            return whole
        response = web.StreamResponse(status=page.status, headers=page.headers)
        body = _encoded(page.body, response)
        response.content_length = page.size if page.pieces is not None else len(body)
        if page.pieces is not None and page.size is None:
            response.enable_chunked_encoding()
        await response.prepare(request)
        if page.pieces is None:
            await response.write(body[: page.cut])
            return self._cut(request)
        async for piece in page.pieces:
            await response.write(piece)
            self._wires.stirred()
        if page.cut is not None:
            return self._cut(request)
        await response.write_eof()
        return response

    def _cut(self, request: web.BaseRequest) -> web.StreamResponse:
        """End the connection in the middle of an answer, once what was written has gone."""
        if request.transport is not None:
            request.transport.close()
        raise ConnectionResetError


class Web:
    """Opens sites for one test, which closes them."""

    def __init__(self, wires: Wires) -> None:
        self._wires = wires

    async def site(self, *, host: str = "127.0.0.1", **services: Service) -> Site:
        """Open a site. Each request calls the service of its method, such as `GET=service`.

        The service's arguments are the path with its query, and for methods with a body that body
        as bytes. Its result is what is sent: a `Page`, or anything else as JSON; a LookupError
        sends 404, `Dropped` nothing.
        """
        site = Site(self._wires, services)
        await site.start(host)
        self._wires.add(site)
        return site


class _Connection(RequestHandler):
    """aiohttp's protocol, which tells the site of whatever happens."""

    __slots__ = ("_site",)

    def __init__(self, site: Site, manager: web.Server) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(manager, loop=loop, logger=_SILENT, access_log=None, lingering_time=0)  # type: ignore[arg-type] # None is for no log
        self._site = site

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._site.connected(self, transport)
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        super().connection_lost(exc)
        self._site.disconnected(self)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._site.received()


_SILENT = logging.Logger("asynccourse.parts.web")
_SILENT.disabled = True


def _connection(request: web.BaseRequest) -> RequestHandler:
    protocol = request.protocol
    assert isinstance(protocol, RequestHandler)
    return protocol


async def _body(request: web.BaseRequest) -> bytes | None:
    """Return the body of a request; None where it is too large."""
    body = b""
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > BODY:
            return None
    return body


def _into(future: asyncio.Future[Any]) -> Callable[[object, Exception | None], None]:
    def end(value: object, error: Exception | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)

    return end


def _encoded(body: Any, response: web.StreamResponse) -> bytes:
    if isinstance(body, bytes):
        return body
    response.content_type = "text/plain" if isinstance(body, str) else "application/json"
    response.charset = "utf-8"
    return (body if isinstance(body, str) else json.dumps(body)).encode()
