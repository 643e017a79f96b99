"""Some tasks get the headers, others read the bodies; a queue of answers lies between them."""

import asyncio

import aiohttp


async def fetch_all(urls):
    answers = asyncio.Queue()
    texts = dict.fromkeys(range(len(urls)), "")

    async def get(session, index, url):
        await answers.put((index, await session.get(url)))

    async def read():
        while True:
            index, response = await answers.get()
            async with response:
                response.raise_for_status()
                texts[index] = await response.text()
            answers.task_done()

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as readers:
        tasks = [readers.create_task(read()) for _ in urls]
        async with asyncio.TaskGroup() as getters:
            for index, url in enumerate(urls):
                getters.create_task(get(session, index, url))
        await answers.join()
        for task in tasks:
            task.cancel()
    return list(texts.values())
