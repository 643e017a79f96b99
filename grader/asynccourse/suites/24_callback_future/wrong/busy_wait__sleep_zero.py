import asyncio


async def call(api, arg):
    answer = []
    api.start(arg, lambda result, error: answer.append((result, error)))
    while not answer:
        await asyncio.sleep(0)
    result, error = answer[0]
    if error is not None:
        raise error
    return result
