import asyncio


async def bounded_map(fn, items, limit):
    items = list(items)
    size = -(-len(items) // limit) or 1

    async def worker(block):
        return [await fn(item) for item in block]

    blocks = [items[start : start + size] for start in range(0, len(items), size)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(worker(block)) for block in blocks]
    return [result for task in tasks for result in task.result()]
