"""Who may see the board: the browser that was given its address, and no other page in it.

A server on loopback can be reached by every page that the browser shows and by every user of the
machine. So: a request has to name us as its host (a name of somebody else's that leads here is
refused), must not come from another page, and has to know the token.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

REFUSED: Final = "403: open the address that `asynccourse board` has printed\n"

_POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Lets requests in that carry the token, and gives it as a cookie to who has the address."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        if port == 80:  # browsers leave out the port that goes without saying
            self._hosts |= {"127.0.0.1", "localhost"}
        self._cookie = f"asynccourse-{port}"  # cookies are shared by all ports of a host
        self._token = secrets.token_urlsafe(24)
        self._once: set[str] = set()

    @property
    def address(self) -> str:
        """The address with the token."""
        return self._address(self._token)

    def address_once(self) -> str:
        """Return an address that lets in only who comes first: what a browser is started with is
        seen by every user of the machine."""
        key = secrets.token_urlsafe(24)
        self._once.add(key)
        return self._address(key)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a request, send it on with a cookie, or let it in."""
        if not self._is_ours(request):
            return web.Response(text=REFUSED, status=403)
        if request.method == "GET" and self._knows(request.query.get("token", "")):
            return self._sent_on()
        if not _same(request.cookies.get(self._cookie, ""), self._token):
            return web.Response(text=REFUSED, status=403)
        return await handler(request)

    def _address(self, key: str) -> str:
        return f"http://127.0.0.1:{self._port}/?token={key}"

    def _is_ours(self, request: web.Request) -> bool:
        """Return whether a request is for us, and not made by another site's page."""
        origin = request.headers.get("Origin")
        if request.method not in ("GET", "HEAD") and origin is None:
            return False
        site = request.headers.get("Sec-Fetch-Site", "none")
        return (
            request.headers.get("Host") in self._hosts
            and (origin is None or origin in {f"http://{host}" for host in self._hosts})
            and (site in ("none", "same-origin") or _is_visit(request))
        )

    def _knows(self, key: str) -> bool:
        once = [one for one in self._once if _same(key, one)]
        self._once.difference_update(once)
        return bool(once) or _same(key, self._token)

    def _sent_on(self) -> web.Response:
        """Keep the token in a cookie, and out of the browser's history."""
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="Strict", path="/")
        return response


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Say of every answer, also of refusals, that it runs nothing and is kept by nobody."""
    response.headers.update(HEADERS)


def _is_visit(request: web.Request) -> bool:
    """Return whether somebody followed a link to us, from a mail that is open in the browser."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _same(one: str, other: str) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
