"""A TaskGroup with `render` as a third task, whose first error is raised by itself."""

import asyncio


async def dashboard(load_user, load_feed, render):
    try:
        async with asyncio.TaskGroup() as group:
            user = group.create_task(load_user())
            feed = group.create_task(load_feed())
            group.create_task(render("loading"))
    except* Exception as failures:
        first = failures.exceptions[0]
    else:
        return user.result(), feed.result()
    raise first
