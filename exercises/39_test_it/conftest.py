"""Lets aioresponses work with newer aiohttp, whose responses want to know how much was sent."""

import inspect
from typing import Any

import aiohttp
import aioresponses.core


class NothingSent:
    """Stands for the writer of a request that was never sent."""

    output_size = 0


class Response(aiohttp.ClientResponse):
    """A response as aioresponses 0.7 makes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"stream_writer": NothingSent()} | kwargs))


if "stream_writer" in inspect.signature(aiohttp.ClientResponse.__init__).parameters:
    setattr(aioresponses.core, "ClientResponse", Response)  # noqa: B010 - it is not exported
