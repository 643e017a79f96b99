import asyncio


async def call(api, arg):
    answers = asyncio.Queue()
    api.start(arg, lambda result, error: answers.put_nowait((result, error)))
    result, error = await answers.get()
    if error is not None:
        raise error
    return result
