import threading


async def read_all(read, sensors):
    readings = {}

    def one(sensor):
        readings[sensor] = read(sensor)

    threads = [threading.Thread(target=one, args=(sensor,)) for sensor in sensors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [readings[sensor] for sensor in sensors]
