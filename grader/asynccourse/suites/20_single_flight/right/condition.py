"""A condition that all wait on; loads are tasks that notify when they have ended."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._changed = asyncio.Condition()
        self._state = {}
        self._tasks = set()

    async def get(self, key):
        state = self._state.get(key)
        if state is None:
            state = self._state[key] = {}
            task = asyncio.create_task(self._run(key, state))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        async with self._changed:
            await self._changed.wait_for(lambda: state)
        if "error" in state:
            raise state["error"]
        return state["value"]

    async def _run(self, key, state):
        try:
            value = await self._load(key)
        except Exception as error:
            del self._state[key]
            state["error"] = error
        else:
            state["value"] = value
        async with self._changed:
            self._changed.notify_all()
