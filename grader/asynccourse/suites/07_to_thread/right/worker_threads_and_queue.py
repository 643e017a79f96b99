"""Own worker threads that take the sensors from a queue and hand each reading to the loop."""

import asyncio
import queue
import threading


def work(jobs, read, hand_over):
    while not jobs.empty():
        try:
            place, sensor = jobs.get_nowait()
        except queue.Empty:
            return
        try:
            hand_over((place, read(sensor), None))
        except Exception as error:
            hand_over((place, None, error))


async def read_all(read, sensors):
    loop = asyncio.get_running_loop()
    jobs = queue.SimpleQueue()
    answers = asyncio.Queue()
    for job in enumerate(sensors):
        jobs.put(job)

    def hand_over(answer):
        loop.call_soon_threadsafe(answers.put_nowait, answer)

    for _ in range(min(len(sensors), 8)):
        threading.Thread(target=work, args=(jobs, read, hand_over), daemon=True).start()
    readings = [None] * len(sensors)
    for _ in sensors:
        place, value, error = await answers.get()
        if error is not None:
            raise error
        readings[place] = value
    return readings
