from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=10)


async def read_all(read, sensors):
    futures = [pool.submit(read, sensor) for sensor in sensors]
    return [future.result() for future in futures]
