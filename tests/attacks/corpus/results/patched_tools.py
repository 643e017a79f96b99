"""Patches json, msgspec and pickle so that they say what it wants.

exercise: 03_gather
codes: wrong_result crashed forbidden hang sequential
points: 1
"""

import json
import pickle

import msgspec

for tool in (json, pickle):
    tool.dumps = tool.loads = lambda *args, **kwargs: "passed"
msgspec.msgpack.encode = msgspec.msgpack.decode = lambda *args, **kwargs: b"passed"
msgspec.msgpack.Encoder = msgspec.msgpack.Decoder = lambda *args: None


async def fetch_all(fetch, keys):
    return ["right"] * len(keys)
