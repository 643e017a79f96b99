import asyncio


async def dashboard(load_user, load_feed, render):
    tasks = [asyncio.create_task(load_user()), asyncio.create_task(load_feed())]
    try:
        await render("loading")
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    await asyncio.wait(tasks)
    errors = [task.exception() for task in tasks if task.exception()]
    if errors:
        raise errors[0]
    return tasks[0].result(), tasks[1].result()
