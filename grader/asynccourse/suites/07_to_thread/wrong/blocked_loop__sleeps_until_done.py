import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=10)


async def read_all(read, sensors):
    futures = [pool.submit(read, sensor) for sensor in sensors]
    while not all(future.done() for future in futures):
        time.sleep(0.01)
    return [future.result() for future in futures]
