import asyncio


async def all_or_nothing(jobs):
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                tasks.append(group.create_task(job()))
    except* Exception as failed:
        print("failed:", failed.exceptions)
        return_value = []
    else:
        return_value = [task.result() for task in tasks]
    return return_value
