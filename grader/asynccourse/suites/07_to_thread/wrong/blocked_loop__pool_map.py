from concurrent.futures import ThreadPoolExecutor


async def read_all(read, sensors):
    with ThreadPoolExecutor(max_workers=16) as pool:
        return list(pool.map(read, sensors))
