"""All transactions in one task, which is cancelled unless it commits; then it is asked to stop."""

import asyncio
import enum


class State(enum.Enum):
    WORKING = enum.auto()
    COMMITTING = enum.auto()
    STOPPING = enum.auto()


class Work:
    def __init__(self, conn, jobs):
        self.conn = conn
        self.jobs = jobs
        self.state = State.WORKING

    async def run(self):
        for job in self.jobs:
            await self.conn.begin()
            try:
                await self.conn.execute(job)
            except BaseException:
                await self.roll_back()
                raise
            self.state = State.COMMITTING
            await self.conn.commit()
            if self.state is State.STOPPING:
                return
            self.state = State.WORKING

    async def roll_back(self):
        task = asyncio.create_task(self.conn.rollback())
        await asyncio.wait([task], timeout=5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    def stop(self, task):
        match self.state:
            case State.WORKING:
                task.cancel()
            case State.COMMITTING:
                self.state = State.STOPPING


async def worker(conn, jobs):
    work = Work(conn, jobs)
    task = asyncio.create_task(work.run())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        work.stop(task)
        await asyncio.gather(task, return_exceptions=True)
        raise
