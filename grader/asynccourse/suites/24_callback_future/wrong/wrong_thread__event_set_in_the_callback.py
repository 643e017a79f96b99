import asyncio


async def call(api, arg):
    there = asyncio.Event()
    answer = {}

    def on_done(result, error):
        answer["result"] = result
        answer["error"] = error
        there.set()

    api.start(arg, on_done)
    await there.wait()
    if answer["error"] is not None:
        raise answer["error"]
    return answer["result"]
