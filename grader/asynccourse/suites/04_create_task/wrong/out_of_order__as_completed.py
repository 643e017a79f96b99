import asyncio


async def dashboard(load_user, load_feed, render):
    tasks = [asyncio.create_task(load_user()), asyncio.create_task(load_feed())]
    await render("loading")
    results = []
    for ready in asyncio.as_completed(tasks):
        results.append(await ready)
    return tuple(results)
